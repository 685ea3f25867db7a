package io.archipelago.placement.domain;

import static org.assertj.core.api.Assertions.assertThat;

import io.archipelago.events.EventJson;
import io.archipelago.events.catalogue.CatalogueSpec;
import io.archipelago.events.inventory.WorkloadSpec;
import io.archipelago.events.residency.Ruling;
import io.archipelago.events.resource.Declared;
import io.archipelago.events.resource.Kind;
import io.archipelago.events.resource.Resource;
import io.archipelago.kit.declaration.DeclarationReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The market of the examples, in the real world of the catalogue: what is there, and what is missing. */
class MarketTest {
    private static final Path ROOT = Path.of("..", "..");
    private static final Instant NOW = Instant.parse("2026-01-01T01:00:00Z");

    private final Islands islands = new Islands(11);

    @BeforeEach
    void the_real_world() throws IOException {
        try (var files = Files.list(ROOT.resolve("infra/catalogue/data"))) {
            for (var file : files.sorted().toList())
                for (var resource : read(Files.readAllBytes(file)))
                    islands.tell(
                            "eu-central",
                            "inventory.catalogues.v1",
                            resource.metadata().name(),
                            Atlas.declared(
                                    resource.metadata().name(), "eu-central", 1, spec(resource, CatalogueSpec.class)));
        }
        islands.settle();
    }

    private static List<Resource> read(byte[] text) {
        var declarations = new DeclarationReader(Set.of(Kind.values()), "test").read(text);
        assertThat(declarations.errors()).isEmpty();
        return declarations.documents().stream()
                .map(document -> document.resource())
                .toList();
    }

    private static <S> S spec(Resource resource, Class<S> type) {
        return EventJson.MAPPER.convertValue(resource.spec(), type);
    }

    private static Declared<WorkloadSpec> webBrazil() throws IOException {
        var text = Files.readString(ROOT.resolve("examples/market-brazil.yaml"));
        var drafts = Arrays.stream(text.split("\n---\n"))
                .filter(document -> !document.contains("kind: Market"))
                .collect(Collectors.joining("\n---\n"));
        var workload = read(drafts.getBytes(StandardCharsets.UTF_8)).stream()
                .filter(resource -> resource.kind().equals("Workload"))
                .findFirst()
                .orElseThrow();
        return Atlas.declared("web-brazil", "eu-central", 1, spec(workload, WorkloadSpec.class));
    }

    private MarketReport enter(String country, String... legal) throws IOException {
        var verdicts = new TreeMap<String, Ruling.Verdict>();
        for (var place : List.of("BR", "AR", "CL", "US", "ZA"))
            verdicts.put(
                    place,
                    Arrays.asList(legal).contains(place)
                            ? new Ruling.Verdict(true, List.of("lgpd#within"), "stays", "LGPD")
                            : new Ruling.Verdict(false, List.of(), "which law allows it?", null));
        var drafts = new Drafts(
                List.of(),
                List.of(webBrazil()),
                List.of(),
                List.of(),
                List.of(new Ruling("workload/web-brazil", false, verdicts, Map.of())));
        return islands.at("eu-central")
                .overview()
                .enter(new Market(country, "web-brazil", List.of("iso-27001")), drafts, NOW)
                .orElseThrow();
    }

    @Test
    void brazil_has_cloud_regions_a_law_and_gaps() throws IOException {
        var report = enter("BR", "BR");
        var inside = report.candidates().stream()
                .filter(candidate -> candidate.country().equals("BR"))
                .toList();
        assertThat(inside)
                .extracting(MarketReport.Candidate::cloudRegion)
                .contains("aws/sa-east-1", "azure/brazilsouth", "gcp/southamerica-east1");
        assertThat(report.candidates().subList(0, inside.size())).isEqualTo(inside);
        assertThat(report.candidates()).hasSize(inside.size() + 5);
        for (var candidate : report.candidates()) {
            assertThat(candidate.law().allowed()).isEqualTo(candidate.country().equals("BR"));
            var rtt = candidate.rtt();
            assertThat(rtt.p50()).isPositive().isLessThanOrEqualTo(rtt.p90());
            assertThat(rtt.p99()).isBetween(rtt.p90(), rtt.worst());
            assertThat(rtt.within()).isBetween(0.0, 1.0);
        }
        assertThat(report.proposal().wanted()).isEqualTo(8);
        assertThat(report.proposal().waiting()).isEmpty();
        assertThat(report.proposal().sites()).hasSizeGreaterThanOrEqualTo(2).allSatisfy(site -> assertThat(inside)
                .extracting(MarketReport.Candidate::cloudRegion)
                .contains(site.site()));
        assertThat(report.gramsCo2PerHour()).isPositive();
        assertThat(report.reach().getFirst().city()).isEqualTo("Sao Paulo");
        assertThat(report.gaps())
                .extracting(MarketReport.Gap::kind)
                .contains("site", "certification")
                .doesNotContain("law", "region", "cities", "demand");
    }

    @Test
    void without_a_law_pack_nothing_runs_and_the_gap_says_so() throws IOException {
        var report = enter("BR");
        assertThat(report.gaps()).anySatisfy(gap -> {
            assertThat(gap.kind()).isEqualTo("law");
            assertThat(gap.text()).startsWith("no law pack says that web-brazil may run in BR");
        });
        assertThat(report.proposal().sites()).isEmpty();
        assertThat(report.conflicts()).anySatisfy(conflict -> assertThat(conflict.constraints())
                .extracting(Explanation.Term::constraint)
                .containsExactly("the law"));
    }

    @Test
    void where_nobody_rents_machines_and_no_city_is_known_the_gaps_are_all_there_is() throws IOException {
        var report = enter("AQ", "BR");
        assertThat(report.candidates()).isEmpty();
        assertThat(report.gaps())
                .extracting(MarketReport.Gap::kind)
                .contains("region", "law", "cities", "demand", "certification");
    }

    @Test
    void people_too_far_from_every_legal_site_are_a_gap_of_their_own() throws IOException {
        assertThat(enter("BR", "ZA").gaps()).anySatisfy(gap -> {
            assertThat(gap.kind()).isEqualTo("latency");
            assertThat(gap.text()).contains("no legal site within 50 ms of 100.0 %", "Sao Paulo");
        });
    }

    @Test
    void a_workload_nobody_knows_is_not_answered() {
        var none = new Drafts(List.of(), List.of(), List.of(), List.of(), List.of());
        assertThat(islands.at("eu-central").overview().enter(new Market("BR", "ghost", null), none, NOW))
                .isEmpty();
    }
}
