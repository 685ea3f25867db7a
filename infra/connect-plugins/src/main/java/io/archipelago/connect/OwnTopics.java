package io.archipelago.connect;

import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.apache.kafka.common.config.AbstractConfig;
import org.apache.kafka.common.config.ConfigDef;
import org.apache.kafka.common.config.ConfigDef.Importance;
import org.apache.kafka.common.config.ConfigDef.Type;
import org.apache.kafka.common.config.ConfigException;
import org.apache.kafka.connect.connector.ConnectRecord;
import org.apache.kafka.connect.data.Struct;
import org.apache.kafka.connect.transforms.Transformation;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Lets a service write to the topics that are its own, and no others. Connect writes for all of them with rights of its own, and
 * the topic is a column that the service fills: without this, whoever has one service could speak on every topic of the
 * region. Which service it is says the schema that PostgreSQL let it write to, not the row.
 *
 * <p>Stands before Debezium's event router. A row for a topic of somebody else becomes a dead letter of the service, as it is
 * and with the reason; the connector goes on. What is no row of an outbox, such as a message a service puts into the
 * write-ahead log by {@code pg_logical_emit_message}, is left out.
 */
public final class OwnTopics<R extends ConnectRecord<R>> implements Transformation<R> {
    /** {@code schema/topic}, for each topic a service may write to through its outbox. */
    public static final String TOPICS = "topics";

    /** {@code schema/topic}, where each service's dead letters go. */
    public static final String DEAD_LETTERS = "dead.letters";

    private static final Logger LOG = LoggerFactory.getLogger(OwnTopics.class);

    private Map<String, Set<String>> topics = Map.of();
    private Map<String, String> deadLetters = Map.of();

    @Override
    public @Nullable R apply(R record) {
        if (!(record.value() instanceof Struct change)
                || change.schema().field("after") == null
                || !(change.get("after") instanceof Struct row)) {
            LOG.warn("event=not-an-outbox-row topic={}", record.topic());
            return null;
        }
        var schema = change.getStruct("source").getString("schema");
        var topic = row.getString("topic");
        if (topics.getOrDefault(schema, Set.of()).contains(topic)) return record;
        var deadLetters = this.deadLetters.get(schema);
        LOG.warn("event=foreign-topic schema={} topic={} dead-letters={}", schema, topic, deadLetters);
        return deadLetters == null ? null : withRow(record, change, deadLetter(row, schema, deadLetters, change));
    }

    private static Struct deadLetter(Struct row, String schema, String deadLetters, Struct change) {
        var place = change.getStruct("source").get("lsn");
        return copy(row)
                .put("topic", deadLetters)
                .put("dl_reason", "foreign-topic: " + schema + " has no say on '" + row.getString("topic") + "'")
                .put("dl_topic", schema + ".outbox")
                .put("dl_partition", "0")
                .put("dl_offset", String.valueOf(place));
    }

    private static <R extends ConnectRecord<R>> R withRow(R record, Struct change, Struct row) {
        return record.newRecord(
                record.topic(),
                record.kafkaPartition(),
                record.keySchema(),
                record.key(),
                record.valueSchema(),
                copy(change).put("after", row),
                record.timestamp());
    }

    private static Struct copy(Struct struct) {
        var copy = new Struct(struct.schema());
        for (var field : struct.schema().fields()) copy.put(field, struct.get(field));
        return copy;
    }

    @Override
    public ConfigDef config() {
        return new ConfigDef()
                .define(TOPICS, Type.LIST, ConfigDef.NO_DEFAULT_VALUE, Importance.HIGH, "schema/topic, …")
                .define(DEAD_LETTERS, Type.LIST, ConfigDef.NO_DEFAULT_VALUE, Importance.HIGH, "schema/topic, …");
    }

    /** @throws ConfigException when it is not said what belongs to whom */
    @Override
    public void configure(Map<String, ?> settings) {
        var config = new AbstractConfig(config(), settings);
        topics = pairs(config, TOPICS).stream()
                .collect(Collectors.groupingBy(
                        List::getFirst, Collectors.mapping(List::getLast, Collectors.toUnmodifiableSet())));
        deadLetters = pairs(config, DEAD_LETTERS).stream()
                .collect(Collectors.toUnmodifiableMap(List::getFirst, List::getLast));
    }

    private static List<List<String>> pairs(AbstractConfig config, String setting) {
        return config.getList(setting).stream()
                .map(pair -> {
                    var parts = List.of(pair.split("/", -1));
                    if (parts.size() != 2) throw new ConfigException(setting, pair, "is not schema/topic");
                    return parts;
                })
                .toList();
    }

    @Override
    public void close() {}
}
