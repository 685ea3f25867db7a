package io.archipelago.placement.domain;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import io.archipelago.events.EventJson;
import io.archipelago.events.catalogue.CatalogueSpec;
import io.archipelago.events.inventory.DemandSpec;
import io.archipelago.events.inventory.SiteSpec;
import io.archipelago.events.inventory.WorkloadSpec;
import io.archipelago.events.inventory.WorkloadSpec.AreaDemand;
import io.archipelago.events.placement.Placement;
import io.archipelago.events.placement.Placement.SiteShare;
import io.archipelago.events.residency.Ruling;
import io.archipelago.events.resource.Kind;
import io.archipelago.events.resource.Resource;
import io.archipelago.kit.declaration.DeclarationReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The shop of the examples on the twelve sites of the examples, with the real catalogue: what newcomers see must make sense. */
class ShopStoryTest {
    private static final Path ROOT = Path.of("..", "..");
    private static final List<String> WORKLOADS = List.of("web", "cart", "payment", "recommender");
    private static final Set<String> EEA_AND_ADEQUATE = Set.of(
            "DE", "NL", "FI", "IE", "FR", "SE", "ES", "IT", "PL", "BE", "AT", "US", "GB", "CH", "JP", "KR", "CA");
    private static final Set<String> EEA_AND_ADEQUATE_BUT_US =
            Set.of("DE", "NL", "FI", "IE", "FR", "SE", "ES", "IT", "PL", "BE", "AT", "GB", "CH", "JP", "KR", "CA");
    private static final Set<String> EVERYWHERE =
            Set.of("DE", "NL", "FI", "IE", "US", "SG", "JP", "IN", "AU", "GB", "FR");

    private final Islands islands = new Islands(42);

    @BeforeEach
    void the_shop_is_applied() {
        for (var resource : read(ROOT.resolve("infra/catalogue/data")))
            tell("inventory.catalogues.v1", resource, CatalogueSpec.class);
        for (var resource : read(ROOT.resolve("examples/cloud"))) tell("inventory.sites.v1", resource, SiteSpec.class);
        for (var resource : read(ROOT.resolve("examples/shop")))
            switch (Kind.titled(resource.kind()).orElseThrow()) {
                case WORKLOAD -> tell("inventory.workloads.v1", resource, WorkloadSpec.class);
                case DEMAND -> tell("inventory.demands.v1", resource, DemandSpec.class);
                default -> {}
            }
        for (var workload : List.of("web", "cart", "payment")) rule(workload, EEA_AND_ADEQUATE);
        rule("recommender", EVERYWHERE);
        islands.settle();
    }

    private static List<Resource> read(Path folder) {
        var reader = new DeclarationReader(Set.of(Kind.values()), "test");
        var resources = new ArrayList<Resource>();
        try (var files = Files.list(folder)) {
            for (var file : files.sorted().toList()) {
                var declarations = reader.read(Files.readAllBytes(file));
                assertThat(declarations.errors()).as(file.toString()).isEmpty();
                declarations.documents().forEach(document -> resources.add(document.resource()));
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return resources;
    }

    private <S> void tell(String topic, Resource resource, Class<S> spec) {
        try {
            var body = EventJson.MAPPER.treeToValue(resource.spec(), spec);
            var name = resource.metadata().name();
            islands.tellAll(topic, name, Atlas.declared(name, "eu-central", 1, body));
        } catch (JsonProcessingException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void rule(String workload, Set<String> allowed) {
        var verdicts = new TreeMap<String, Ruling.Verdict>();
        for (var country : EVERYWHERE)
            verdicts.put(
                    country, new Ruling.Verdict(allowed.contains(country), List.of("gdpr#rule"), "by the test", null));
        islands.tellAll(
                "residency.rulings.v1",
                "workload/" + workload,
                new Ruling("workload/" + workload, false, verdicts, Map.of()));
    }

    private Placement placement(String workload) {
        return islands.placement("eu-central", workload);
    }

    private void assertAllRun(Set<String> legal) {
        for (var workload : WORKLOADS) {
            var placement = placement(workload);
            assertThat(placement.waiting()).as(placement.toString()).isEmpty();
            assertThat(placement.placed()).isGreaterThanOrEqualTo(placement.wanted());
            if (!workload.equals("recommender"))
                assertThat(placement.sites()).extracting(SiteShare::country).isSubsetOf(legal);
            assertThat(Islands.sites(placement)).isEqualTo(islands.holding(workload));
        }
        assertThat(islands.deadLetters).isEmpty();
    }

    private static List<String> regions(Placement placement) {
        return placement.sites().stream().map(SiteShare::region).distinct().toList();
    }

    @Test
    void the_shop_runs_on_both_sides_of_the_ocean_and_within_its_promises() {
        assertAllRun(EEA_AND_ADEQUATE);
        assertThat(regions(placement("web"))).contains("eu-central", "us-east");
        assertThat(placement("web").sites()).hasSizeGreaterThanOrEqualTo(3);
        for (var workload : WORKLOADS) {
            double requests = 0;
            double within = 0;
            for (var area : islands.weights("eu-central", workload).areas()) {
                requests += area.requestsPerSecond();
                within += area.requestsPerSecond() * area.withinObjective();
            }
            assertThat(within / requests).as(workload).isGreaterThan(0.9);
        }
    }

    @Test
    void four_times_new_york_is_served_in_legal_places_within_the_ceiling() {
        int before = placement("web").wanted();
        var areas = new ArrayList<AreaDemand>();
        for (var area : islands.weights("eu-central", "web").areas())
            areas.add(new AreaDemand(
                    area.area(), area.requestsPerSecond() * (area.area().equals("US/New York City") ? 4 : 1)));
        islands.tellAll(
                "inventory.demands.v1", "web", Atlas.declared("web", "eu-central", 2, new DemandSpec("web", areas)));
        islands.settle();
        assertAllRun(EEA_AND_ADEQUATE);
        assertThat(placement("web").wanted()).isGreaterThan(before);
        assertThat(placement("web").perHour().dollars().doubleValue()).isLessThanOrEqualTo(8);

        islands.lose("us-east");
        islands.settle();
        for (var workload : WORKLOADS) {
            assertThat(placement(workload).waiting())
                    .as(placement(workload).toString())
                    .isEmpty();
            assertThat(regions(placement(workload))).doesNotContain("us-east");
        }
        islands.later(10).comesBack("us-east");
        islands.settle().later(5);
        assertAllRun(EEA_AND_ADEQUATE);
    }

    @Test
    void a_stricter_law_takes_personal_data_out_of_the_united_states() {
        for (var workload : List.of("web", "cart", "payment")) rule(workload, EEA_AND_ADEQUATE_BUT_US);
        islands.settle();
        assertAllRun(EEA_AND_ADEQUATE_BUT_US);
    }
}
