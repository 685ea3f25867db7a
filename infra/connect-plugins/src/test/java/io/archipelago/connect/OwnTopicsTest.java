package io.archipelago.connect;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Map;
import java.util.ServiceLoader;
import org.apache.kafka.common.config.ConfigException;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.data.SchemaBuilder;
import org.apache.kafka.connect.data.Struct;
import org.apache.kafka.connect.source.SourceRecord;
import org.apache.kafka.connect.transforms.Transformation;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Attack: a service that was taken over names another's topic in its own outbox. */
class OwnTopicsTest {

    private static final Schema SOURCE = SchemaBuilder.struct()
            .field("schema", Schema.STRING_SCHEMA)
            .field("lsn", Schema.OPTIONAL_INT64_SCHEMA)
            .build();
    private static final Schema ROW = SchemaBuilder.struct()
            .optional()
            .field("id", Schema.STRING_SCHEMA)
            .field("topic", Schema.STRING_SCHEMA)
            .field("payload", Schema.OPTIONAL_BYTES_SCHEMA)
            .field("dl_reason", Schema.OPTIONAL_STRING_SCHEMA)
            .field("dl_topic", Schema.OPTIONAL_STRING_SCHEMA)
            .field("dl_partition", Schema.OPTIONAL_STRING_SCHEMA)
            .field("dl_offset", Schema.OPTIONAL_STRING_SCHEMA)
            .build();
    private static final Schema CHANGE = SchemaBuilder.struct()
            .field("after", ROW)
            .field("source", SOURCE)
            .field("op", Schema.STRING_SCHEMA)
            .build();

    private final OwnTopics<SourceRecord> transformation = new OwnTopics<>();

    @BeforeEach
    void two_services_have_topics() {
        transformation.configure(Map.of(
                "topics", "cost/cost.charges.v1,cost/cost.dead-letters.v1,placement/placement.placements.v1",
                "dead.letters", "cost/cost.dead-letters.v1,placement/placement.dead-letters.v1"));
    }

    private static SourceRecord record(String schema, String topic) {
        var row = new Struct(ROW).put("id", "7f1c").put("topic", topic).put("payload", new byte[] {1, 2});
        return record(
                CHANGE,
                new Struct(CHANGE)
                        .put("after", row)
                        .put("source", new Struct(SOURCE).put("schema", schema).put("lsn", 4711L))
                        .put("op", "c"));
    }

    private static SourceRecord record(Schema schema, Object value) {
        return new SourceRecord(
                Map.of("server", "eu-central"), Map.of("lsn", 4711L), "eu-central.cost.outbox", schema, value);
    }

    @Test
    void a_row_for_an_own_topic_passes_as_it_is() {
        for (var own : List.of(
                record("cost", "cost.charges.v1"),
                record("cost", "cost.dead-letters.v1"),
                record("placement", "placement.placements.v1")))
            assertThat(transformation.apply(own)).isSameAs(own);
    }

    @Test
    void a_row_for_a_neighbours_topic_becomes_a_dead_letter_of_who_wrote_it() {
        for (var foreign :
                List.of("placement.placements.v1", "export.us-east.cost.charges.v1", "connect-configs", "")) {
            var letter = transformation.apply(record("cost", foreign));
            assertThat(letter).isNotNull();
            var change = (Struct) letter.value();
            change.validate();
            var row = change.getStruct("after");
            assertThat(row.getString("topic")).isEqualTo("cost.dead-letters.v1");
            assertThat(row.getString("dl_reason")).isEqualTo("foreign-topic: cost has no say on '" + foreign + "'");
            assertThat(row.getString("dl_topic")).isEqualTo("cost.outbox");
            assertThat(row.getString("dl_offset")).isEqualTo("4711");
            assertThat(row.getString("id")).isEqualTo("7f1c");
            assertThat(row.getBytes("payload")).containsExactly(1, 2);
            assertThat(letter.sourceOffset()).isEqualTo(Map.of("lsn", 4711L));
        }
    }

    @Test
    void who_has_no_topics_at_all_writes_nothing() {
        assertThat(transformation.apply(record("stranger", "cost.charges.v1"))).isNull();
    }

    @Test
    void what_is_no_row_of_an_outbox_is_left_out() {
        var message =
                SchemaBuilder.struct().field("prefix", Schema.STRING_SCHEMA).build();
        assertThat(transformation.apply(record(message, new Struct(message).put("prefix", "x"))))
                .isNull();
        assertThat(transformation.apply(record(Schema.STRING_SCHEMA, "text"))).isNull();
        assertThat(transformation.apply(record(CHANGE, null))).isNull();
    }

    @Test
    void it_does_not_start_without_being_told_what_belongs_to_whom() {
        assertThatThrownBy(() -> new OwnTopics<SourceRecord>().configure(Map.of()))
                .isInstanceOf(ConfigException.class);
        assertThatThrownBy(() -> new OwnTopics<SourceRecord>()
                        .configure(Map.of("topics", "cost.charges.v1", "dead.letters", "cost/x")))
                .isInstanceOf(ConfigException.class);
    }

    @Test
    @SuppressWarnings("rawtypes")
    void connect_finds_it() {
        assertThat(ServiceLoader.load(Transformation.class).stream().map(ServiceLoader.Provider::type))
                .anyMatch(OwnTopics.class::equals);
    }
}
