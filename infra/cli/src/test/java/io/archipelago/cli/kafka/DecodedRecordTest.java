package io.archipelago.cli.kafka;

import static org.assertj.core.api.Assertions.assertThat;

import io.archipelago.cli.client.Client;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.junit.jupiter.api.Test;

class DecodedRecordTest {

    private static ConsumerRecord<byte[], byte[]> record(byte[] value) {
        var record = new ConsumerRecord<>("t", 0, 7, "k".getBytes(StandardCharsets.UTF_8), value);
        record.headers().add("ce_source", "eu-central/inventory".getBytes(StandardCharsets.UTF_8));
        return record;
    }

    @Test
    void json_bodies_are_shown_as_they_are() throws Exception {
        var json = Client.JSON.readTree(DecodedRecord.json(record("{\"a\":1}".getBytes(StandardCharsets.UTF_8))));
        assertThat(json.at("/body/a").asInt()).isEqualTo(1);
        assertThat(json.path("offset").asInt()).isEqualTo(7);
        assertThat(json.at("/headers/ce_source").asText()).isEqualTo("eu-central/inventory");
    }

    @Test
    void bytes_that_are_not_json_survive() throws Exception {
        byte[] bytes = {(byte) 0xff, 0, 1};
        var json = Client.JSON.readTree(DecodedRecord.json(record(bytes)));
        assertThat(Base64.getDecoder().decode(json.path("bodyBase64").asText())).isEqualTo(bytes);
        assertThat(DecodedRecord.text(record(null))).endsWith("k (removed)");
    }

    @Test
    void a_dead_letter_says_why_and_whence() {
        var letter = record("garbage".getBytes(StandardCharsets.UTF_8));
        for (var header : new String[][] {
            {"dlq_reason", "not JSON"},
            {"dlq_topic", "inventory.sites.v1"},
            {"dlq_partition", "0"},
            {"dlq_offset", "42"}
        }) letter.headers().add(header[0], header[1].getBytes(StandardCharsets.UTF_8));
        assertThat(DecodedRecord.text(letter)).contains("[not JSON at inventory.sites.v1-0@42] garbage");
    }
}
