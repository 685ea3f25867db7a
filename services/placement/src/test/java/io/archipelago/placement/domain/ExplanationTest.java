package io.archipelago.placement.domain;

import static io.archipelago.placement.domain.Atlas.anywhere;
import static io.archipelago.placement.domain.Atlas.cordoned;
import static io.archipelago.placement.domain.Atlas.declared;
import static io.archipelago.placement.domain.Atlas.from;
import static io.archipelago.placement.domain.Atlas.ruling;
import static io.archipelago.placement.domain.Atlas.site;
import static io.archipelago.placement.domain.Atlas.workload;
import static org.assertj.core.api.Assertions.assertThat;

import io.archipelago.events.inventory.SiteSpec;
import io.archipelago.events.inventory.WorkloadSpec;
import io.archipelago.events.placement.DecisionExplained;
import io.archipelago.events.placement.Placement.Waiting;
import io.archipelago.events.quantity.Usd;
import io.archipelago.events.residency.Ruling;
import io.archipelago.placement.domain.Explanation.SiteOption;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Every decision explains itself, the impossible ones most of all. */
class ExplanationTest {
    private static final Instant LATER = Instant.parse("2026-01-01T01:00:00Z");

    private final Islands islands = new Islands(3);

    @BeforeEach
    void the_world() {
        islands.tellAll("inventory.catalogues.v1", "world", declared("world", "eu-central", 1, Atlas.world()));
        declareSite("fra", "eu-central", "eu-central-1", 4);
        declareSite("iad", "us-east", "us-east-1", 4);
        declareSite("sin", "ap-southeast", "ap-southeast-1", 4);
        islands.settle();
    }

    private void declareSite(String name, String region, String cloudRegion, long cores) {
        islands.tellAll("inventory.sites.v1", name, declared(name, region, 1, site(region, cloudRegion, cores)));
    }

    private void runs(String name, WorkloadSpec spec, Ruling ruling) {
        islands.tellAll("inventory.workloads.v1", name, declared(name, "eu-central", 1, spec));
        islands.tellAll("residency.rulings.v1", ruling.subject(), ruling);
        islands.settle();
    }

    private Explanation explain(String workload) {
        return islands.at("eu-central")
                .overview()
                .explain(workload, null, LATER)
                .orElseThrow();
    }

    private static SiteOption option(Explanation explanation, String site) {
        return explanation.sites().stream()
                .filter(option -> option.site().equals(site))
                .findFirst()
                .orElseThrow();
    }

    private List<Waiting> waiting(String workload) {
        return islands.placement("eu-central", workload).waiting();
    }

    @Test
    void each_site_says_what_speaks_for_and_against_it() {
        runs("cart", workload(2, 4, from("US", 150)), ruling("cart", "DE", "US"));
        var explanation = explain("cart");
        assertThat(explanation.sites()).hasSize(3);
        assertThat(option(explanation, "iad").verdict()).isEqualTo("chosen");
        assertThat(option(explanation, "iad").reason()).isEqualTo("chosen for 2 replicas");
        assertThat(option(explanation, "fra").verdict()).isEqualTo("open");
        assertThat(option(explanation, "fra").delta()).isGreaterThan(Usd.ZERO);
        assertThat(option(explanation, "fra").meanRttMs())
                .isGreaterThan(option(explanation, "iad").meanRttMs());
        var singapore = option(explanation, "sin");
        assertThat(singapore.rule()).isEqualTo("law");
        assertThat(singapore.reason())
                .isEqualTo("gdpr#transfer keeps it out of SG: no adequate protection of personal data");
        assertThat(singapore.law().source()).isEqualTo("GDPR Art. 44");
        assertThat(explanation.cause()).isEqualTo("the law for cart is known");
        assertThat(explanation.planner()).isEqualTo("eu-central");
        assertThat(explanation.runnerUp()).startsWith("fra instead of iad");
        assertThat(explanation.inputs())
                .extracting(Explanation.Known::kind)
                .contains("Workload", "Ruling", "Site", "Catalogue");
        assertThat(explanation.inputs())
                .allSatisfy(input -> assertThat(input.ageSeconds()).isPositive());
    }

    @Test
    void the_other_regions_explain_it_too_from_what_they_know() {
        runs("cart", workload(2, 4, from("US", 150)), ruling("cart", "DE", "US"));
        var abroad =
                islands.at("us-east").overview().explain("cart", null, LATER).orElseThrow();
        assertThat(abroad.planner()).isEqualTo("eu-central");
        assertThat(abroad.seenFrom()).isEqualTo("us-east");
        assertThat(option(abroad, "iad").replicas()).isEqualTo(2);
    }

    @Test
    void a_flip_tells_the_price_at_which_the_runner_up_would_win() {
        runs("batch", workload(1, 1), ruling("batch", "DE", "US"));
        var explanation = explain("batch");
        assertThat(option(explanation, "iad").verdict()).isEqualTo("chosen");
        assertThat(explanation.flips()).anySatisfy(flip -> {
            assertThat(flip.site()).isEqualTo("fra");
            assertThat(flip.change()).startsWith("if its prices fell by").contains("then fra would win");
        });
    }

    @Test
    void with_no_legal_site_it_names_the_rule_for_each() {
        runs("cart", workload(2, 4, from("JP", 100)), ruling("cart", "JP"));
        assertThat(waiting("cart")).singleElement().satisfies(waiting -> {
            assertThat(waiting.replicas()).isEqualTo(2);
            assertThat(waiting.rule()).isEqualTo("law");
            assertThat(waiting.reason())
                    .startsWith("no site may run it")
                    .contains("gdpr#transfer keeps it out of DE")
                    .contains("gdpr#transfer keeps it out of SG");
        });
    }

    private String lastDecision(String workload) {
        return islands.said("eu-central").stream()
                .filter(said -> said.startsWith(Announcements.DECISIONS + " " + workload + " "))
                .reduce((earlier, later) -> later)
                .orElseThrow();
    }

    @Test
    void a_decision_says_that_a_lifted_law_would_do_only_where_nothing_else_excludes_the_site() {
        var why = "this no longer held: gdpr#transfer keeps it out of US";
        runs("big", workload(6, 6), ruling("big", "DE"));
        assertThat(lastDecision("big")).contains(why);
        var spec = workload(6, 6);
        var allow = new WorkloadSpec.Allow(null, null, List.of("DE"), null);
        var pinned = new WorkloadSpec(
                spec.owner(),
                null,
                spec.replicas(),
                spec.resources(),
                null,
                List.of(),
                null,
                null,
                null,
                allow,
                null,
                null);
        runs("pinned", pinned, ruling("pinned", "DE"));
        assertThat(lastDecision("pinned"))
                .contains("gdpr#transfer keeps it out of US")
                .doesNotContain(why);
    }

    @Test
    void a_site_without_a_wanted_certificate_is_excluded_and_says_which() {
        islands.tellAll(
                "inventory.sites.v1",
                "fra",
                declared(
                        "fra",
                        "eu-central",
                        2,
                        new SiteSpec(
                                "eu-central",
                                "aws/eu-central-1",
                                Atlas.cores(4),
                                100,
                                null,
                                null,
                                List.of("iso27001", "c5"),
                                null)));
        var spec = workload(1, 1);
        var certified = new WorkloadSpec(
                spec.owner(),
                null,
                spec.replicas(),
                spec.resources(),
                null,
                List.of(),
                null,
                null,
                null,
                new WorkloadSpec.Allow(null, null, null, List.of("iso27001", "c5")),
                null,
                null);
        runs("batch", certified, ruling("batch", "DE", "US"));
        var explanation = explain("batch");
        assertThat(option(explanation, "fra").verdict()).isEqualTo("chosen");
        assertThat(option(explanation, "iad").rule()).isEqualTo("allow");
        assertThat(option(explanation, "iad").reason())
                .isEqualTo("iad is not certified for iso27001, which spec.allow.certifications asks for");
    }

    @Test
    void with_no_room_it_names_the_site_that_comes_closest() {
        runs("big", workload(6, 6), ruling("big", "DE"));
        assertThat(waiting("big")).singleElement().satisfies(waiting -> {
            assertThat(waiting.replicas()).isEqualTo(2);
            assertThat(waiting.rule()).isEqualTo("room");
            assertThat(waiting.reason()).contains("fra comes closest and is 1 CPU short");
        });
        assertThat(explain("big").flips()).anySatisfy(flip -> {
            assertThat(flip.site()).isEqualTo("iad");
            assertThat(flip.change()).contains("gdpr#transfer");
        });
    }

    @Test
    void above_the_budget_it_names_the_ceiling() {
        runs("dear", Atlas.with(workload(4, 4), null, new WorkloadSpec.Budget(Usd.of("0.15")), 100), anywhere("dear"));
        assertThat(waiting("dear")).singleElement().satisfies(waiting -> {
            assertThat(waiting.replicas()).isEqualTo(2);
            assertThat(waiting.rule()).isEqualTo("budget");
            assertThat(waiting.reason()).contains("above its ceiling of 0.15");
        });
    }

    @Test
    void when_it_cannot_spread_it_says_how_far_it_got() {
        runs(
                "wide",
                Atlas.with(workload(3, 3), new WorkloadSpec.Spread(null, 3, null, null), null, 100),
                ruling("wide", "DE", "US"));
        assertThat(islands.placement("eu-central", "wide").placed()).isEqualTo(3);
        assertThat(waiting("wide")).singleElement().satisfies(waiting -> {
            assertThat(waiting.rule()).isEqualTo("spread");
            assertThat(waiting.reason()).contains("spec.spread.minRegions asks for 3 regions, it has 2");
        });
    }

    private void declareOnTheCable(String name, String region, String cloudRegion) {
        var spec = new SiteSpec(region, "aws/" + cloudRegion, Atlas.cores(4), 100, null, null, null, "atlantic-cable");
        islands.tellAll("inventory.sites.v1", name, declared(name, region, 2, spec));
    }

    @Test
    void sites_of_two_regions_on_one_cable_count_once_and_the_dearer_one_elsewhere_is_explained() {
        declareOnTheCable("fra", "eu-central", "eu-central-1");
        declareOnTheCable("iad", "us-east", "us-east-1");
        runs(
                "wide",
                Atlas.with(workload(2, 2), new WorkloadSpec.Spread(null, 2, 2, null), null, 100),
                anywhere("wide"));
        assertThat(Islands.sites(islands.placement("eu-central", "wide"))).containsOnlyKeys("iad", "sin");
        assertThat(waiting("wide")).isEmpty();
        var why = explain("wide");
        assertThat(option(why, "fra").corridor()).isEqualTo("atlantic-cable");
        assertThat(option(why, "fra").rule()).isEqualTo("spread");
        assertThat(option(why, "fra").reason())
                .isEqualTo("a move here would leave fewer corridors than spec.spread.minCorridors asks for");
        assertThat(why.binding()).anySatisfy(binding -> assertThat(binding.constraint())
                .isEqualTo("spec.spread.minRegions and spec.spread.minCorridors"));
    }

    @Test
    void corridors_that_no_legal_site_adds_are_part_of_the_conflict() {
        declareOnTheCable("fra", "eu-central", "eu-central-1");
        declareOnTheCable("iad", "us-east", "us-east-1");
        runs(
                "wide",
                Atlas.with(workload(2, 2), new WorkloadSpec.Spread(null, 2, 2, null), null, 100),
                ruling("wide", "DE", "US"));
        assertThat(waiting("wide")).singleElement().satisfies(waiting -> assertThat(waiting.reason())
                .startsWith("spec.spread.minCorridors asks for 2 corridors, it has 1"));
        assertThat(explain("wide").conflicts()).singleElement().satisfies(conflict -> {
            assertThat(conflict.constraints())
                    .extracting(Explanation.Term::constraint)
                    .containsExactlyInAnyOrder("spec.spread.minCorridors", "the law");
            assertThat(conflict.minimal()).isTrue();
        });
    }

    @Test
    void a_cordoned_site_and_a_lost_region_are_named_as_such() {
        runs("cart", workload(1, 4, from("US", 100)), anywhere("cart"));
        islands.tellAll(
                "inventory.sites.v1",
                "fra",
                declared("fra", "eu-central", 2, cordoned(site("eu-central", "eu-central-1", 4))));
        islands.judge("eu-central", "ap-southeast", "lost");
        islands.settle();
        assertThat(option(explain("cart"), "fra").rule()).isEqualTo("closed");
        assertThat(option(explain("cart"), "sin").rule()).isEqualTo("lost");
    }

    @Test
    void the_published_decision_says_the_same() {
        runs("cart", workload(2, 4, from("US", 150)), ruling("cart", "DE", "US"));
        assertThat(islands.said("eu-central"))
                .filteredOn(said -> said.startsWith("placement.decisions.v1 cart"))
                .last()
                .asString()
                .contains("runs 2 at iad", "\"verdict\":\"chosen\"", "\"rule\":\"law\"", "GDPR Art. 44");
    }

    @Test
    void what_is_not_declared_is_not_explained() {
        assertThat(islands.at("eu-central").overview().explain("ghost", null, LATER))
                .isEmpty();
    }

    @Test
    void the_reason_that_keeps_a_workload_in_place_is_named_with_what_it_costs() {
        runs("cart", workload(2, 4, from("SG", 150)), ruling("cart", "DE", "US"));
        assertThat(explain("cart").binding()).anySatisfy(binding -> {
            assertThat(binding.constraint()).contains("gdpr#transfer keeps it out of SG");
            assertThat(binding.savesPerHour()).isGreaterThan(Usd.ZERO);
        });
        assertThat(explain("cart").conflicts()).singleElement().satisfies(conflict -> assertThat(conflict.constraints())
                .extracting(Explanation.Term::constraint)
                .containsExactly("spec.objective", "the law"));
    }

    @Test
    void one_site_may_be_asked_for_alone() {
        runs("cart", workload(2, 4, from("US", 150)), ruling("cart", "DE", "US"));
        var why = islands.at("eu-central")
                .overview()
                .explain("cart", "fra", LATER)
                .orElseThrow();
        assertThat(why.flips()).isNotEmpty().allSatisfy(flip -> assertThat(flip.site())
                .isEqualTo("fra"));
    }

    @Test
    void a_stated_discount_declared_in_a_catalogue_moves_the_workload_there() {
        runs("batch", workload(1, 1), ruling("batch", "DE", "US"));
        var change = islands.at("eu-central").overview().explain("batch", "fra", LATER).orElseThrow().flips().stream()
                .map(DecisionExplained.Flip::change)
                .filter(words -> words.startsWith("if its prices fell by"))
                .findFirst()
                .orElseThrow();
        var percent = new BigDecimal(change.replaceAll(".*by ([0-9.]+) %.*", "$1"));
        islands.tellAll(
                "inventory.catalogues.v1",
                "world",
                declared("world", "eu-central", 2, Atlas.discounted(Atlas.world(), "eu-central-1", percent)));
        islands.settle();
        assertThat(Islands.sites(islands.placement("eu-central", "batch"))).containsOnlyKeys("fra");
    }
}
