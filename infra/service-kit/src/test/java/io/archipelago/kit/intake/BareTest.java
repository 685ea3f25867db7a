package io.archipelago.kit.intake;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.archipelago.events.envelope.EnvelopeCodec;
import io.archipelago.kit.trust.Origins;
import io.archipelago.topology.Topology;
import java.time.Instant;
import java.util.List;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.junit.jupiter.api.Test;

/** Records that nobody wrapped, such as the heartbeats of MirrorMaker. */
class BareTest {

    @Test
    void a_heartbeat_is_of_the_region_it_came_from() {
        var beats = Topology.load().subscriptions("observability", List.of("us-east")).stream()
                .filter(subscription -> subscription.name().equals("us-east.heartbeats"))
                .findFirst()
                .orElseThrow();
        var kafka = new ConsumerRecord<>(beats.name(), 0, 7, "us-east".getBytes(UTF_8), new byte[] {1});
        var received = Received.of(kafka, beats, true, "eu-central", Origins.UNSIGNED, Instant.EPOCH);
        assertThat(received.reading()).isInstanceOfSatisfying(EnvelopeCodec.Decoded.class, read -> assertThat(
                        read.envelope().region())
                .isEqualTo("us-east"));
    }
}
