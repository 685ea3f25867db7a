package io.archipelago.residency.treatment;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.archipelago.residency.domain.Treatment;
import io.archipelago.residency.keyring.Keyring;
import io.archipelago.residency.treatment.Answer.Refused;
import io.archipelago.residency.treatment.Answer.Treated;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Test;

class TreaterTest {

    private static final ObjectMapper MAPPER = JsonMapper.builder()
            .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
            .build();
    private static final PseudonymKey KEY = PseudonymKey.generate();
    private static final TreeMap<String, String> COLUMNS = new TreeMap<>(Map.of(
            "id",
            "personal.identifier",
            "email",
            "personal.contact",
            "ssn",
            "personal.health",
            "phone",
            "personal.phone",
            "city",
            "public",
            ColumnPlan.KEY,
            "personal.identifier"));
    private static final Map<String, String> LAW = Map.of(
            "personal.identifier", "pseudonymise",
            "personal.contact", "pseudonymise",
            "personal.health", "drop",
            "personal.phone", "mask");
    private static final List<String> TREATED = List.of("id", "email", "ssn", "phone");

    private static Treater treater(String owner, PseudonymKey key) {
        return new Treater(plan(owner, COLUMNS, LAW), key, Keyring.forgetful());
    }

    private final Treater treater = treater("shop", KEY);

    private Answer treat(String key, String value) {
        return treater.treat(key == null ? null : key.getBytes(UTF_8), value == null ? null : value.getBytes(UTF_8));
    }

    private String value(String value) {
        return treat(null, value) instanceof Treated(var key, var copy)
                ? new String(copy, UTF_8)
                : String.valueOf(treat(null, value));
    }

    private String key(String key) {
        return treat(key, null) instanceof Treated(var copy, var value)
                ? new String(copy, UTF_8)
                : String.valueOf(treat(key, null));
    }

    private static String pseudonym(String dataClass, String value) {
        return KEY.of("shop", dataClass).of(value);
    }

    // How a row is carried: plain, after a change, with a schema, and both.

    enum Carrier {
        ROW("%s"),
        ENVELOPE("""
                {"before":%s,"after":%1$s,"source":{"connector":"postgresql","db":"shop","lsn":7,"xmin":null},
                 "transaction":null,"op":"u","ts_ms":1}"""),
        WRAPPED("""
                {"schema":{"type":"struct","fields":[{"type":"int64","optional":false,"field":"id"},
                 {"type":"string","optional":true,"field":"email"},{"type":"string","optional":true,"field":"ssn"},
                 {"type":"string","optional":true,"field":"phone"},{"type":"string","optional":true,"field":"city"}]},
                 "payload":%s}"""),
        WRAPPED_ENVELOPE("""
                {"schema":{"type":"struct","fields":[{"type":"struct","field":"after","fields":[
                 {"type":"string","optional":true,"field":"ssn"},{"type":"string","optional":true,"field":"city"}]}]},
                 "payload":{"before":null,"after":%s,"op":"c","ts_ms":1}}""");

        private final String format;

        Carrier(String format) {
            this.format = format;
        }

        String carry(String row) {
            return String.format(format, row);
        }

        JsonNode row(JsonNode record) {
            return switch (this) {
                case ROW -> record;
                case ENVELOPE -> record.path("after");
                case WRAPPED -> record.path("payload");
                case WRAPPED_ENVELOPE -> record.path("payload").path("after");
            };
        }
    }

    private static final String MARK = "SECRET|77[0-9]{9}";

    /** Each value bears a mark, so that whatever remains of it is found. */
    @Provide
    Arbitrary<JsonNode> values() {
        var marked = Arbitraries.strings()
                .withChars("aé☂\"\\/ {}0\u0001\n")
                .ofMaxLength(12)
                .map(text -> (JsonNode) MAPPER.getNodeFactory().textNode("SECRET" + text));
        var numbers = Arbitraries.longs()
                .between(77_000_000_000L, 77_999_999_999L)
                .map(number -> (JsonNode) MAPPER.getNodeFactory().numberNode(number));
        var nested = marked.list().ofMaxSize(3).map(all -> (JsonNode)
                MAPPER.createObjectNode().set("deep", MAPPER.createArrayNode().addAll(all)));
        return Arbitraries.oneOf(marked, numbers, nested);
    }

    @Provide
    Arbitrary<ObjectNode> rows() {
        var city = Arbitraries.of(
                "\"Bonn\"", "null", "1.10", "-0.0", "1e400", "[1,{\"a\":[]}]", "true", "12345678901234567890");
        return Combinators.combine(
                        Arbitraries.maps(Arbitraries.of(TREATED), values()).ofMaxSize(4), city)
                .as((treated, untreated) -> {
                    var row = MAPPER.createObjectNode();
                    treated.forEach(row::set);
                    row.set("city", read(untreated));
                    return row;
                });
    }

    private static JsonNode read(String json) {
        try {
            return MAPPER.readTree(json);
        } catch (java.io.IOException e) {
            throw new AssertionError(json, e);
        }
    }

    private static String readText(byte[] copy) {
        return new String(copy, UTF_8);
    }

    @Property
    void nothing_of_a_treated_value_remains(@ForAll("rows") ObjectNode row, @ForAll Carrier carrier) {
        var key = row.has("id") ? "{\"id\":" + row.get("id") + "}" : null;
        var answer = (Treated) treat(key, carrier.carry(row.toString()));
        for (var copy : new String[] {readText(answer.value()), key == null ? "" : readText(answer.key())})
            assertThat(copy).doesNotContainPattern(MARK);
    }

    @Property
    void all_else_means_the_same_as_before(@ForAll("rows") ObjectNode row, @ForAll Carrier carrier) {
        var before = carrier.carry(row.toString());
        var after = read(value(before));
        var was = read(before);
        for (var carried : carrier == Carrier.ENVELOPE ? List.of("before", "after") : List.of(""))
            for (var record : List.of(was, after)) {
                var rowOf = (ObjectNode) (carried.isEmpty() ? carrier.row(record) : record.path(carried));
                TREATED.forEach(rowOf::remove);
            }
        if (was instanceof ObjectNode one && after instanceof ObjectNode other) {
            one.remove("schema");
            other.remove("schema");
        }
        assertThat(after).isEqualTo(was);
    }

    @Property
    void the_same_record_becomes_the_same_copy(@ForAll("rows") ObjectNode row, @ForAll Carrier carrier) {
        var record = carrier.carry(row.toString()).getBytes(UTF_8);
        var once = (Treated) treater.treat(null, record);
        var again = (Treated) treater("shop", KEY).treat(null, record);
        assertThat(again.value()).isEqualTo(once.value());
    }

    @Property
    void whatever_comes_is_answered(@ForAll byte[] key, @ForAll byte[] value) {
        assertThat(treater.treat(null, value)).isIn((Object[]) Refused.values());
        assertThat(treater.treat(key, null)).isNotNull();
    }

    @Property
    void a_record_with_one_changed_byte_never_shows_what_it_should_not(
            @ForAll("rows") ObjectNode row, @ForAll Carrier carrier, @ForAll int at, @ForAll byte changed) {
        var record = carrier.carry(row.toString()).getBytes(UTF_8);
        record[Math.floorMod(at, record.length)] = changed;
        if (treater.treat(null, record) instanceof Treated(var key, var copy))
            assertThat(readText(copy)).doesNotContainPattern(MARK);
    }

    @Test
    void each_treatment_does_what_it_says() {
        assertThat(
                        value(
                                "{\"id\": 1, \"email\": \"ada@example.org\", \"ssn\": \"1\", \"phone\": 5, \"city\": \"Bonn\"}"))
                .isEqualTo("{\"id\":\"" + pseudonym("personal.identifier", "1") + "\",\"email\":\""
                        + pseudonym("personal.contact", "ada@example.org")
                        + "\",\"phone\":\"****\",\"city\":\"Bonn\"}");
        assertThat(value("{\"email\":null,\"phone\":null}")).isEqualTo("{\"email\":null,\"phone\":\"****\"}");
        assertThat(pseudonym("personal.contact", "x")).matches("[A-Za-z0-9_-]{43}");
    }

    @Test
    void pseudonyms_join_within_owner_and_class_and_nowhere_else() {
        var there = KEY.of("shop", "personal.contact").of("x");
        assertThat(KEY.of("shop", "personal.contact").of("x")).isEqualTo(there);
        assertThat(PseudonymKey.of(KEY.secret()).of("shop", "personal.contact").of("x"))
                .isEqualTo(there);
        assertThat(KEY.of("bank", "personal.contact").of("x")).isNotEqualTo(there);
        assertThat(KEY.of("shop", "personal.phone").of("x")).isNotEqualTo(there);
        assertThat(PseudonymKey.generate().of("shop", "personal.contact").of("x"))
                .isNotEqualTo(there);
    }

    @Test
    void a_key_is_treated_like_the_column_it_is() {
        var pseudonym = pseudonym("personal.identifier", "7");
        assertThat(key("7")).isEqualTo(pseudonym);
        assertThat(key("\"7\"")).isEqualTo('"' + pseudonym + '"');
        assertThat(key("{\"id\":7}")).isEqualTo("{\"id\":\"" + pseudonym + "\"}");
        assertThat(key("{\"schema\":{\"type\":\"string\",\"optional\":false},\"payload\":\"7\"}"))
                .isEqualTo("{\"schema\":{\"type\":\"string\",\"optional\":false},\"payload\":\"" + pseudonym + "\"}");
        assertThat(value("{\"id\":7}")).contains(pseudonym);
    }

    @Test
    void a_key_that_would_be_the_same_for_all_stays() {
        assertThat(treat("{\"phone\":7}", null)).isEqualTo(Refused.KEY_LOST);
        assertThat(treat("{\"ssn\":7}", null)).isEqualTo(Refused.KEY_LOST);
        var columns = new TreeMap<>(Map.of(ColumnPlan.KEY, "personal"));
        var masking = new Treater(plan("shop", columns, Map.of("personal", "mask")), KEY, Keyring.forgetful());
        assertThat(masking.treat("k".getBytes(UTF_8), null)).isEqualTo(Refused.KEY_LOST);
    }

    @Test
    void what_nobody_declared_stays() {
        assertThat(treat(null, "{\"nick\":\"ada\"}")).isEqualTo(Refused.UNDECLARED);
        assertThat(treat("{\"nick\":\"ada\"}", null)).isEqualTo(Refused.UNDECLARED);
        assertThat(treat(null, "{\"after\":{\"nick\":1},\"op\":\"c\"}")).isEqualTo(Refused.UNDECLARED);
        assertThat(treat(null, "{\"after\":null,\"op\":\"c\",\"message\":{\"content\":\"x\"}}"))
                .isEqualTo(Refused.UNDECLARED);
        var statement = "{\"after\":null,\"op\":\"c\",\"source\":{\"query\":\"insert into …\"}}";
        assertThat(treat(null, statement)).isEqualTo(Refused.UNDECLARED);
        assertThat(value(statement.replace("\"insert into …\"", "null"))).contains("\"query\":null");
        var keyless = new Treater(plan("shop", new TreeMap<>(Map.of("id", "public")), LAW), KEY, Keyring.forgetful());
        assertThat(keyless.treat("7".getBytes(UTF_8), null)).isEqualTo(Refused.UNDECLARED);
    }

    @Test
    void what_cannot_be_read_in_one_way_stays() {
        for (var value : List.of(
                "",
                "x",
                "[1]",
                "7",
                "{\"city\":1",
                "{\"city\":1} 2",
                "{\"city\":1,\"city\":2}",
                "{\"schema\":7,\"payload\":{}}",
                "{\"schema\":{\"type\":\"struct\",\"default\":{\"ssn\":1}},\"payload\":{}}",
                "{\"schema\":null,\"payload\":[1]}"))
            assertThat(treat(null, value)).as(value).isEqualTo(Refused.UNREADABLE);
        assertThat(treat("\"7", null)).isEqualTo(Refused.UNREADABLE);
    }

    @Test
    void a_schema_says_what_its_payload_has_become() {
        var schema =
                read(value(Carrier.WRAPPED.carry("{\"id\":1,\"ssn\":\"1\"}"))).path("schema");
        assertThat(schema.path("fields").findValuesAsText("field")).containsExactly("id", "email", "phone", "city");
        assertThat(schema.path("fields").get(0))
                .isEqualTo(read("{\"type\":\"string\",\"optional\":false,\"field\":\"id\"}"));
        var envelope =
                read(value(Carrier.WRAPPED_ENVELOPE.carry("{\"ssn\":\"1\"}"))).path("schema");
        assertThat(envelope.path("fields").get(0).path("fields").findValuesAsText("field"))
                .containsExactly("city");
    }

    @Test
    void a_word_nobody_knows_drops_the_column() {
        var plan = plan("shop", new TreeMap<>(Map.of("id", "personal")), Map.of("personal", "blur"));
        assertThat(plan.treatments()).containsEntry("id", Treatment.DROP);
    }

    private static ColumnPlan plan(String owner, SortedMap<String, String> classes, Map<String, String> law) {
        return ColumnPlan.of(owner, null, classes, law, Set.of());
    }
}
