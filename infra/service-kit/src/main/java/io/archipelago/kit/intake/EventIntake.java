package io.archipelago.kit.intake;

import io.archipelago.kit.core.Core;
import io.archipelago.kit.runtime.CoreLoop;
import io.archipelago.kit.runtime.RegionConfig;
import io.archipelago.kit.trust.Origins;
import io.archipelago.topology.Subscription;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Map;
import java.util.stream.Collectors;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.eclipse.microprofile.reactive.messaging.Incoming;

/**
 * Hands the records of every topic the service reads to the core's loop and has them acknowledged once what followed
 * from them is durable. The next batch is taken when this one is done: that is the back-pressure on Kafka.
 */
@ApplicationScoped
public class EventIntake {

    private final CoreLoop<Core> loop;
    private final String region;
    private final Origins origins;
    private final InstantSource clock = InstantSource.system();
    private final Map<String, Subscription> subscriptions;

    EventIntake(CoreLoop<Core> loop, RegionConfig config) {
        this.loop = loop;
        this.region = config.region();
        this.origins = config.trustBundle().map(Origins::vouchedForIn).orElse(Origins.UNSIGNED);
        var peers = config.peerList().stream().map(RegionConfig.Peer::name).toList();
        this.subscriptions = Topics.TOPOLOGY.subscriptions(config.service(), peers).stream()
                .collect(Collectors.toMap(Subscription::name, subscription -> subscription));
    }

    @Incoming("events")
    Uni<Void> take(ConsumerRecords<byte[], byte[]> batch) {
        var now = clock.instant();
        var received = new ArrayList<Received>(batch.count());
        for (ConsumerRecord<byte[], byte[]> kafka : batch) {
            var subscription = subscriptions.get(kafka.topic());
            if (subscription == null) throw new IllegalStateException("no one subscribed to " + kafka.topic());
            if (!loop.reads(subscription.topic().name())) continue;
            var raw = loop.readsRaw(subscription.topic().name());
            received.add(Received.of(kafka, subscription, raw, region, origins, now));
        }
        return Uni.createFrom().completionStage(() -> loop.take(received));
    }
}
