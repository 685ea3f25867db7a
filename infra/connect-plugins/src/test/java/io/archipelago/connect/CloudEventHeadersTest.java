package io.archipelago.connect;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import java.util.ServiceLoader;
import java.util.stream.StreamSupport;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.header.ConnectHeaders;
import org.apache.kafka.connect.header.Header;
import org.apache.kafka.connect.source.SourceRecord;
import org.apache.kafka.connect.storage.StringConverter;
import org.apache.kafka.connect.transforms.Transformation;
import org.junit.jupiter.api.Test;

class CloudEventHeadersTest {

    private final ConnectHeaders headers = new ConnectHeaders();

    @Test
    void the_version_arrives_as_the_text_it_is() throws Exception {
        var header = transformed().headers().lastWithName("ce_specversion");
        try (var converter = new StringConverter()) {
            converter.configure(Map.of(), false);
            assertThat(converter.fromConnectHeader("sites", header.key(), header.schema(), header.value()))
                    .asString()
                    .isEqualTo("1.0");
        }
    }

    @Test
    void headers_without_a_value_and_the_routers_id_are_left_out() {
        headers.addString("id", "7f1c").addString("ce_id", "7f1c").add("ce_owner", null, Schema.OPTIONAL_STRING_SCHEMA);
        assertThat(StreamSupport.stream(transformed().headers().spliterator(), false)
                        .map(Header::key))
                .containsExactly("ce_id", "ce_specversion");
    }

    @Test
    void everything_else_stays_as_it_was() {
        var row = row();
        var after = transformed();
        assertThat(after.topic()).isEqualTo(row.topic());
        assertThat(after.key()).isEqualTo(row.key());
        assertThat(after.value()).isEqualTo(row.value());
        assertThat(after.timestamp()).isEqualTo(row.timestamp());
        assertThat(after.sourceOffset()).isEqualTo(row.sourceOffset());
    }

    @Test
    @SuppressWarnings("rawtypes")
    void connect_finds_it() {
        assertThat(ServiceLoader.load(Transformation.class).stream().map(ServiceLoader.Provider::type))
                .anyMatch(CloudEventHeaders.class::equals);
    }

    private SourceRecord transformed() {
        return new CloudEventHeaders<SourceRecord>().apply(row());
    }

    private SourceRecord row() {
        return new SourceRecord(
                Map.of("server", "eu-central"),
                Map.of("lsn", 7L),
                "inventory.sites.v1",
                null,
                Schema.STRING_SCHEMA,
                "site",
                Schema.BYTES_SCHEMA,
                new byte[] {1},
                42L,
                headers);
    }
}
