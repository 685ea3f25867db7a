package io.archipelago.residency.treatment;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import io.archipelago.events.EventJson;
import io.archipelago.events.erasure.ErasureOrder;
import io.archipelago.residency.domain.SubjectColumn;
import io.archipelago.residency.keyring.DataKey;
import io.archipelago.residency.keyring.DataKey.Sealed;
import io.archipelago.residency.keyring.KeyStore;
import io.archipelago.residency.keyring.Keyring;
import io.archipelago.residency.keyring.MemoryKeys;
import io.archipelago.residency.keyring.StoredKey;
import io.archipelago.residency.keyring.WrappingKey;
import io.archipelago.residency.treatment.Answer.Refused;
import io.archipelago.residency.treatment.Answer.Treated;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.NotEmpty;
import net.jqwik.api.constraints.Size;
import net.jqwik.api.constraints.StringLength;

/** A person's columns open with that person's key, for that column, until it is destroyed. */
class EncryptionTest {

    private static final PseudonymKey KEY = PseudonymKey.generate();
    private static final SubjectColumn BY_ID = new SubjectColumn("customers", "EU-EEA", "id");
    private static final TreeMap<String, String> COLUMNS = new TreeMap<>(Map.of(
            "$key", "internal", "id", "internal", "email", "personal.contact", "plan", "internal", "name", "personal"));
    private static final Instant NOW = Instant.parse("2026-11-28T12:00:00Z");

    private final KeyStore store = new MemoryKeys();
    private final WrappingKey wrapping = WrappingKey.generate();
    private final Keyring keyring = keyring(wrapping);
    private final Treater treater = treater(BY_ID, keyring);
    private final SubjectReader reader = new SubjectReader(BY_ID, COLUMNS.keySet(), KEY);

    private Keyring keyring(WrappingKey by) {
        return new Keyring(jurisdiction -> by, store, InstantSource.fixed(NOW));
    }

    private static Treater treater(SubjectColumn subject, Keyring keyring) {
        var plan = ColumnPlan.of("shop", subject, COLUMNS, Map.of("personal", "pseudonymise"), Set.of("email", "name"));
        return new Treater(plan, KEY, keyring);
    }

    private static byte[] row(int id, String email) {
        return ("{\"email\":" + EventJson.MAPPER.valueToTree(email) + ",\"id\":" + id + ",\"plan\":\"gold\"}")
                .getBytes(UTF_8);
    }

    private JsonNode copy(byte[] key, byte[] value) {
        return switch (treater.treat(key, value)) {
            case Treated(var newKey, var newValue) -> tree(newValue);
            case Refused refused -> throw new AssertionError(refused);
        };
    }

    private static JsonNode tree(byte[] json) {
        try {
            return EventJson.MAPPER.readTree(json);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private String opened(String subject, String column, String text) {
        var sealed = Sealed.parse(text);
        assertThat(sealed).isNotNull();
        return keyring.find("customers", subject) instanceof Keyring.Found.Known(DataKey key)
                ? key.decrypt(column, sealed)
                : null;
    }

    @Property(tries = 50)
    void after_an_erasure_nothing_of_that_person_opens_and_all_else_does(
            @ForAll @NotEmpty @Size(max = 8) List<@IntRange(max = 5) Integer> people,
            @ForAll @IntRange(max = 5) int erased,
            @ForAll @StringLength(max = 20) String email) {
        new EncryptionTest().erase(people, erased, email);
    }

    private void erase(List<Integer> people, int erased, String email) {
        var copies = people.stream().map(id -> copy(null, row(id, email))).toList();
        var gone = reader.pseudonym(Integer.toString(erased));
        keyring.destroy(List.of(
                new ErasureOrder("1", "eu-central", "customers", "EU-EEA", "shop.customers", gone, NOW, "", null)));
        for (var copy : copies) {
            var subject = reader.pseudonym(copy.get("id").asText());
            var plain = opened(subject, "email", copy.get("email").asText());
            if (subject.equals(gone)) assertThat(plain).isNull();
            else assertThat(plain).isEqualTo(EventJson.MAPPER.valueToTree(email).toString());
            assertThat(copy.get("plan").asText()).isEqualTo("gold");
        }
        assertThat(treater.treat(null, row(erased, email))).isEqualTo(Refused.SUBJECT_ERASED);
        assertThat(treater(BY_ID, keyring(wrapping)).treat(null, row(erased, email)))
                .isEqualTo(Refused.SUBJECT_ERASED); // after a restart, too
    }

    @Property(tries = 20)
    void equal_values_never_look_alike(@ForAll @StringLength(max = 20) String email) {
        var seen = new HashSet<String>();
        for (int i = 0; i < 10; i++)
            assertThat(seen.add(copy(null, row(i % 2, email)).get("email").asText()))
                    .isTrue();
    }

    @Example
    void a_value_opens_only_where_it_was_made_for_and_as_it_was_made() {
        var ada = reader.pseudonym("1");
        var email = copy(null, row(1, "ada@example.org")).get("email").asText();
        var bobs = copy(null, row(2, "bob@example.org")).get("email").asText();
        assertThat(opened(ada, "email", email)).isEqualTo("\"ada@example.org\"");
        assertThat(opened(ada, "name", email)).isNull();
        assertThat(opened(ada, "email", bobs)).isNull();
        var last = email.charAt(email.length() - 2) == 'A' ? 'B' : 'A';
        var changed = email.substring(0, email.length() - 2) + last + email.charAt(email.length() - 1);
        assertThat(opened(ada, "email", changed)).isNull();
        assertThat(Sealed.parse("ada@example.org")).isNull();
        assertThat(Sealed.parse("enc1.x.***")).isNull();
    }

    @Example
    void keys_survive_a_restart_and_open_with_the_region_s_own_wrapping_key_only() {
        var email = copy(null, row(1, "ada@example.org")).get("email").asText();
        var ada = reader.pseudonym("1");
        var again =
                (Keyring.Found.Known) keyring(WrappingKey.of(wrapping.secret())).find("customers", ada);
        assertThat(again.key().decrypt("email", Sealed.parse(email))).isEqualTo("\"ada@example.org\"");
        var elsewhere = keyring(WrappingKey.generate());
        assertThatThrownBy(() -> elsewhere.find("customers", ada))
                .hasMessageContaining("does not open with the wrapping key");
    }

    @Example
    void each_row_of_a_change_is_encrypted_for_whom_it_is_about() {
        var change = """
                {"before":{"id":1,"email":"ada@example.org"},"after":{"email":"bob@example.org","id":2},"op":"u"}""";
        var copy = copy(null, change.getBytes(UTF_8));
        assertThat(opened(
                        reader.pseudonym("1"), "email", copy.at("/before/email").asText()))
                .isEqualTo("\"ada@example.org\"");
        assertThat(opened(
                        reader.pseudonym("2"), "email", copy.at("/after/email").asText()))
                .isEqualTo("\"bob@example.org\"");
    }

    @Example
    void whom_a_record_is_about_may_stand_in_its_key() {
        var byKey = treater(new SubjectColumn("customers", "EU-EEA", SubjectColumn.KEY), keyring);
        var value = "{\"email\":\"ada@example.org\"}".getBytes(UTF_8);
        for (var key : List.of("c-1", "\"c-1\"", "{\"schema\":{\"type\":\"string\"},\"payload\":\"c-1\"}")) {
            var treated = (Treated) byKey.treat(key.getBytes(UTF_8), value);
            assertThat(opened(
                            reader.pseudonym("c-1"),
                            "email",
                            tree(treated.value()).get("email").asText()))
                    .as(key)
                    .isEqualTo("\"ada@example.org\"");
        }
        assertThat(byKey.treat(null, value)).isEqualTo(Refused.UNKNOWN_SUBJECT);
    }

    @Example
    void nobody_known_stays_home_a_tombstone_crosses_and_nothing_stays_nothing() {
        for (var nobody : List.of(
                "{\"email\":\"a\"}",
                "{\"id\":null,\"email\":\"a\"}",
                "{\"id\":{},\"email\":\"a\"}",
                "{\"id\":\"\",\"email\":\"a\"}",
                "{\"before\":{\"id\":1},\"after\":{\"email\":\"a\"},\"op\":\"u\"}",
                "{\"id\":1,\"before\":null,\"after\":{\"email\":\"a\"},\"op\":\"u\"}"))
            assertThat(treater.treat(null, nobody.getBytes(UTF_8))).as(nobody).isEqualTo(Refused.UNKNOWN_SUBJECT);
        assertThat(treater.treat(null, "no json".getBytes(UTF_8))).isEqualTo(Refused.UNREADABLE);
        assertThat(treater.treat("c-1".getBytes(UTF_8), null)).isInstanceOf(Treated.class);
        assertThat(copy(null, "{\"id\":1,\"email\":null}".getBytes(UTF_8))
                        .get("email")
                        .isNull())
                .isTrue();
        assertThat(treater.treat("{\"email\":\"a\"}".getBytes(UTF_8), row(1, "a")))
                .isEqualTo(Refused.KEY_LOST);
    }

    @Example
    void many_keys_are_made_in_one_transaction_and_none_twice() {
        var calls = new HashMap<String, Integer>();
        var counted = new KeyStore() {
            @Override
            public List<StoredKey> find(String dataset, Collection<String> subjects) {
                calls.merge("find", 1, Integer::sum);
                return store.find(dataset, subjects);
            }

            @Override
            public void add(Collection<StoredKey> fresh) {
                calls.merge("add", 1, Integer::sum);
                store.add(fresh);
            }

            @Override
            public void destroy(Collection<StoredKey> gone) {
                store.destroy(gone);
            }
        };
        var ring = new Keyring(jurisdiction -> wrapping, counted, InstantSource.fixed(NOW));
        ring.ready(BY_ID, List.of("a", "b", "c"));
        ring.ready(BY_ID, List.of("c", "a"));
        assertThat(ring.key(BY_ID, "b")).isNotNull();
        assertThat(calls).isEqualTo(Map.of("find", 2, "add", 1));
    }
}
