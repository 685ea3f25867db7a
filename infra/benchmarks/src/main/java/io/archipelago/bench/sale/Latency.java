package io.archipelago.bench.sale;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.archipelago.bench.Result;
import io.archipelago.cli.Failure;
import io.archipelago.cli.output.Percentiles;
import io.archipelago.events.EventJson;
import io.archipelago.events.catalogue.CatalogueSpec;
import io.archipelago.events.inventory.DemandSpec;
import io.archipelago.events.inventory.SiteSpec;
import io.archipelago.events.inventory.WorkloadSpec;
import io.archipelago.events.inventory.WorkloadSpec.AreaDemand;
import io.archipelago.events.placement.ReplicasDecided;
import io.archipelago.events.quantity.Bytes;
import io.archipelago.events.quantity.Cpu;
import io.archipelago.events.quantity.Resources;
import io.archipelago.testkit.Region;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;

/**
 * From a demand on Kafka to the reservation committed: the real service on a real broker and a real PostgreSQL. The clock stops
 * when the sites' answers for all replicas come out of the outbox again, so it counts a little more than the commit. Sites
 * and planner are of one region; to another region the mirror's way comes on top, twice.
 */
final class Latency {
    private static final String RESERVATIONS = "placement.reservations.v1";
    private static final int WORKLOADS = 40;
    private static final int USUAL = 300;
    private static final int EACH = 100;
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final double MS = 1e6;
    private static final List<String> SITES = List.of(
            "aws/eu-central-1",
            "aws/eu-west-1",
            "aws/eu-west-3",
            "azure/westeurope",
            "azure/northeurope",
            "gcp/europe-west3",
            "gcp/europe-west4",
            "gcp/europe-north1");

    private final Region region;
    private final KafkaConsumer<byte[], byte[]> answers;
    private final Map<String, Map<String, Integer>> granted = new HashMap<>();

    private Latency(Region region) {
        this.region = region;
        answers = new KafkaConsumer<>(
                Map.of("bootstrap.servers", region.broker().bootstrap(), "fetch.max.wait.ms", "5"),
                new ByteArrayDeserializer(),
                new ByteArrayDeserializer());
        var partitions = answers.partitionsFor(RESERVATIONS).stream()
                .map(partition -> new TopicPartition(RESERVATIONS, partition.partition()))
                .toList();
        answers.assign(partitions);
        answers.seekToBeginning(partitions);
    }

    static void measure(Path project, SortedMap<String, CatalogueSpec> catalogues, Result result) {
        try (var region = new Region();
                var service = new Service(project, region)) {
            var latency = new Latency(region);
            latency.everythingIsPlaced(catalogues);
            var millis = new double[WORKLOADS];
            for (int i = 0; i < WORKLOADS; i++) millis[i] = latency.surge("shop-" + i);
            latency.answers.close();
            var took = Percentiles.of(millis);
            result.metric("surges", WORKLOADS)
                    .metric("event_to_reservation_p50_ms", took.at(0.5))
                    .metric("event_to_reservation_max_ms", took.at(1));
        }
    }

    private void everythingIsPlaced(SortedMap<String, CatalogueSpec> catalogues) {
        catalogues.forEach((name, spec) ->
                region.publish("inventory.catalogues.v1", name, Facts.declared(name, Region.NAME, 1, spec)));
        for (var id : SITES) {
            var name = id.replace('/', '-');
            var capacity = new Resources(Cpu.of(400), Bytes.gibibytes(800), Bytes.NONE);
            var spec = new SiteSpec(Region.NAME, id, capacity, null, null);
            region.publish("inventory.sites.v1", name, Facts.declared(name, Region.NAME, 1, spec));
        }
        for (int i = 0; i < WORKLOADS; i++) {
            var name = "shop-" + i;
            region.publish("inventory.workloads.v1", name, Facts.declared(name, Region.NAME, 1, shop()));
            region.publish(
                    "residency.rulings.v1",
                    "workload/" + name,
                    Facts.ruling(name, List.of("DE", "IE", "FR", "NL", "FI", "BE")));
        }
        for (int i = 0; i < WORKLOADS; i++) await("shop-" + i, 2 * USUAL / EACH);
    }

    private static WorkloadSpec shop() {
        return new WorkloadSpec(
                "shops",
                null,
                new WorkloadSpec.Replicas(2, 60, EACH),
                new Resources(Cpu.of("500m"), Bytes.gibibytes(1), Bytes.NONE),
                new WorkloadSpec.Objective(60, 0.9),
                areas(USUAL),
                null,
                new WorkloadSpec.Spread(2, null, null, null),
                null,
                null,
                null,
                null);
    }

    private static List<AreaDemand> areas(int berlin) {
        return List.of(new AreaDemand("DE/Berlin", berlin), new AreaDemand("FR/Paris", USUAL));
    }

    /** Milliseconds until four times the demand of one area has its replicas admitted. */
    private double surge(String name) {
        var demand = new DemandSpec(name, areas((int) SaleStory.SURGE * USUAL));
        long start = System.nanoTime();
        region.publish("inventory.demands.v1", name, Facts.declared(name, Region.NAME, 1, demand));
        await(name, (int) (SaleStory.SURGE + 1) * USUAL / EACH);
        return (System.nanoTime() - start) / MS;
    }

    private void await(String workload, int replicas) {
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        while (granted.getOrDefault(workload, Map.of()).values().stream()
                        .mapToInt(Integer::intValue)
                        .sum()
                < replicas) {
            if (System.nanoTime() > deadline)
                throw new Failure(workload + " has not its " + replicas + " replicas after " + PATIENCE.toSeconds()
                        + " s: " + granted.get(workload));
            for (var answer : answers.poll(Duration.ofMillis(5))) hear(answer.value());
        }
    }

    private void hear(byte[] body) {
        try {
            var answer = EventJson.MAPPER.readValue(body, ReplicasDecided.class);
            granted.computeIfAbsent(answer.workload(), name -> new HashMap<>()).put(answer.site(), answer.granted());
        } catch (IOException e) {
            throw new Failure("not an answer: " + new String(body, UTF_8));
        }
    }
}
