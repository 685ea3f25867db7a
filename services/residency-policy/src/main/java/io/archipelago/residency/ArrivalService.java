package io.archipelago.residency;

import io.archipelago.kit.intake.Topics;
import io.archipelago.kit.runtime.RegionConfig;
import io.archipelago.residency.arrivals.ArrivalReader;
import io.archipelago.residency.arrivals.Ledgers;
import io.archipelago.residency.domain.Certificate;
import io.archipelago.topology.Topic;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import io.smallrye.common.annotation.Identifier;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/** Counts what comes from other regions. */
@Singleton
public class ArrivalService {

    private final Ledgers ledgers;
    private final ArrivalReader reader;

    ArrivalService(
            RegionConfig region,
            Ledgers ledgers,
            CanaryService canaries,
            @Identifier("default-kafka-broker") Map<String, Object> kafka) {
        this.ledgers = ledgers;
        this.reader = new ArrivalReader(
                region.region(),
                region.peerList().stream().map(RegionConfig.Peer::name).toList(),
                ledgers,
                Set.of(Topics.TOPOLOGY.heartbeats().name()),
                canaries.watch(),
                Topics.TOPOLOGY.searched().stream().map(Topic::name).collect(Collectors.toSet()),
                kafka,
                ArrivalReader.GATHER);
    }

    void start(@Observes StartupEvent event) {
        reader.start();
    }

    void stop(@Observes ShutdownEvent event) {
        reader.close();
    }

    /** Of every sequence that leads here. */
    public List<Certificate> certificates() {
        return ledgers.certify(Instant.now());
    }
}
