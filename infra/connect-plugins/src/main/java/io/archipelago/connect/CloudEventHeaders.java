package io.archipelago.connect;

import java.util.Map;
import org.apache.kafka.common.config.ConfigDef;
import org.apache.kafka.connect.connector.ConnectRecord;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.header.ConnectHeaders;
import org.apache.kafka.connect.transforms.Transformation;

/**
 * Finishes the headers of a record from the outbox: adds {@code ce_specversion}, leaves out what has no value, and drops
 * the event router's own {@code id}, which {@code ce_id} repeats.
 *
 * <p>Kafka's InsertHeader cannot add the version: it takes {@code 1.0} for a number and writes {@code 1}.
 */
public final class CloudEventHeaders<R extends ConnectRecord<R>> implements Transformation<R> {
    private static final String SPEC_VERSION = "ce_specversion";
    private static final String ROUTERS_ID = "id";

    @Override
    public R apply(R row) {
        var headers = new ConnectHeaders();
        for (var header : row.headers())
            if (header.value() != null && !header.key().equals(ROUTERS_ID)) headers.add(header);
        headers.remove(SPEC_VERSION).add(SPEC_VERSION, "1.0", Schema.STRING_SCHEMA);
        return row.newRecord(
                row.topic(),
                row.kafkaPartition(),
                row.keySchema(),
                row.key(),
                row.valueSchema(),
                row.value(),
                row.timestamp(),
                headers);
    }

    /** Nothing to set. */
    @Override
    public ConfigDef config() {
        return new ConfigDef();
    }

    @Override
    public void configure(Map<String, ?> config) {}

    @Override
    public void close() {}
}
