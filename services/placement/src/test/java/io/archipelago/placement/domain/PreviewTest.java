package io.archipelago.placement.domain;

import static io.archipelago.placement.domain.Atlas.anywhere;
import static io.archipelago.placement.domain.Atlas.declared;
import static io.archipelago.placement.domain.Atlas.demand;
import static io.archipelago.placement.domain.Atlas.from;
import static io.archipelago.placement.domain.Atlas.ruling;
import static io.archipelago.placement.domain.Atlas.site;
import static io.archipelago.placement.domain.Atlas.workload;
import static org.assertj.core.api.Assertions.assertThat;

import io.archipelago.events.quantity.Usd;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A plan shows what drafts would lead to, and that is what happens when they are declared. */
class PreviewTest {
    private static final Instant NOW = Instant.parse("2026-01-01T01:00:00Z");

    private final Islands islands = new Islands(5);

    @BeforeEach
    void a_shop_runs_at_home_and_abroad() {
        islands.tellAll("inventory.catalogues.v1", "world", declared("world", "eu-central", 1, Atlas.world()));
        islands.tellAll(
                "inventory.sites.v1", "fra", declared("fra", "eu-central", 1, site("eu-central", "eu-central-1", 8)));
        islands.tellAll("inventory.sites.v1", "iad", declared("iad", "us-east", 1, site("us-east", "us-east-1", 8)));
        islands.tellAll("inventory.workloads.v1", "web", declared("web", "eu-central", 1, shop()));
        islands.tellAll("residency.rulings.v1", "workload/web", anywhere("web"));
        islands.settle();
    }

    private static io.archipelago.events.inventory.WorkloadSpec shop() {
        return workload(2, 12, from("DE", 200), from("US/New York City", 200));
    }

    private Preview preview(Drafts drafts) {
        return islands.at("eu-central").overview().preview(drafts, NOW);
    }

    @Test
    void a_stricter_law_shows_which_replicas_must_move_and_what_that_costs() {
        var preview = preview(new Drafts(List.of(), List.of(), List.of(), List.of(), List.of(ruling("web", "DE"))));
        assertThat(preview.workloads()).singleElement().satisfies(change -> {
            assertThat(change.changed()).isTrue();
            assertThat(change.before().sites())
                    .containsExactly(new Preview.SiteCount("fra", 2), new Preview.SiteCount("iad", 2));
            assertThat(change.after().sites()).containsExactly(new Preview.SiteCount("fra", 4));
            assertThat(change.after().meanRttMs()).isGreaterThan(change.before().meanRttMs());
        });
        assertThat(preview.moves()).singleElement().satisfies(move -> {
            assertThat(move.from()).isEqualTo("iad");
            assertThat(move.to()).isEqualTo("fra");
            assertThat(move.replicas()).isEqualTo(2);
            assertThat(move.forced()).isTrue();
            assertThat(move.why()).contains("gdpr#transfer");
        });
        assertThat(preview.after().perHour().total())
                .isGreaterThan(preview.before().perHour().total());
        assertThat(preview.after().gramsCo2PerHour()).isPositive();
    }

    @Test
    void nothing_is_changed_and_nobody_is_told() {
        var said = islands.said("eu-central");
        var before = islands.placement("eu-central", "web");
        preview(new Drafts(List.of(), List.of(), List.of(), List.of(), List.of(ruling("web", "DE"))));
        islands.later(5);
        assertThat(islands.said("eu-central")).isEqualTo(said);
        assertThat(islands.placement("eu-central", "web")).isEqualTo(before);
    }

    @Test
    void what_a_plan_shows_is_what_happens() {
        var draft = declared("spring-sale", "eu-central", 1, demand("web", from("US/New York City", 600)));
        var preview = preview(new Drafts(List.of(), List.of(), List.of(draft), List.of(), List.of()));
        islands.tellAll("inventory.demands.v1", "spring-sale", draft);
        islands.settle();
        var after = preview.workloads().getFirst().after();
        assertThat(after).isNotNull();
        assertThat(Islands.sites(islands.placement("eu-central", "web")))
                .isEqualTo(after.sites().stream()
                        .collect(java.util.stream.Collectors.toMap(
                                Preview.SiteCount::site, Preview.SiteCount::replicas)));
    }

    @Test
    void a_draft_that_changes_nothing_says_so() {
        var preview = preview(
                new Drafts(List.of(), List.of(declared("web", "us-east", 1, shop())), List.of(), List.of(), List.of()));
        assertThat(preview.workloads()).singleElement().satisfies(change -> assertThat(change.changed())
                .isFalse());
        assertThat(preview.moves()).isEmpty();
        assertThat(preview.after()).isEqualTo(preview.before());
    }

    @Test
    void a_new_workload_without_its_ruling_is_not_planned_and_the_reader_learns_why() {
        var draft = declared("ads", "eu-central", 1, workload(1, 1));
        var preview = preview(new Drafts(List.of(), List.of(draft), List.of(), List.of(), List.of()));
        assertThat(preview.workloads())
                .extracting(Preview.WorkloadChange::workload)
                .containsExactly("web");
        assertThat(preview.notes()).singleElement().asString().startsWith("ads is not planned: no ruling");
        var ruled = preview(new Drafts(List.of(), List.of(draft), List.of(), List.of(), List.of(anywhere("ads"))));
        assertThat(ruled.moves()).singleElement().satisfies(move -> {
            assertThat(move.from()).isNull();
            assertThat(move.why()).isEqualTo("wanted by its demand");
        });
    }

    @Test
    void options_show_what_weighing_one_thing_above_all_would_lead_to_and_name_what_dominates_them() {
        var options = preview(new Drafts(List.of(), List.of(), List.of(), List.of(), List.of()))
                .options();
        assertThat(options)
                .extracting(Preview.Option::name)
                .containsExactly("balanced", "cheapest", "fastest", "greenest");
        for (var option : options)
            for (var other : options)
                if (option.dominatedBy() == null && other.dominatedBy() == null && option != other)
                    assertThat(better(option, other) && !better(other, option)).isFalse();
        assertThat(paid(options.get(1))).isLessThanOrEqualTo(paid(options.get(2)));
        assertThat(options.get(2).totals().meanRttMs())
                .isLessThanOrEqualTo(options.get(1).totals().meanRttMs());
    }

    private static boolean better(Preview.Option a, Preview.Option b) {
        return paid(a).compareTo(paid(b)) <= 0
                && a.totals().meanRttMs() <= b.totals().meanRttMs()
                && a.totals().gramsCo2PerHour() <= b.totals().gramsCo2PerHour()
                && a.totals().waiting() <= b.totals().waiting();
    }

    private static Usd paid(Preview.Option option) {
        var perHour = option.totals().perHour();
        return perHour.compute().plus(perHour.transfer());
    }

    @Test
    void all_in_one_region_is_a_risk_that_is_counted() {
        var ruled = preview(new Drafts(List.of(), List.of(), List.of(), List.of(), List.of(ruling("web", "DE"))));
        assertThat(ruled.before().risk().worstShare()).isEqualTo(0.5);
        assertThat(ruled.after().risk()).isEqualTo(new Preview.Risk("eu-central", 1.0, 1, 1, 1));
    }

    @Test
    void what_cannot_be_had_together_is_named_and_what_is_not_declared_is_said() {
        var far = declared("web", "eu-central", 2, workload(2, 12, from("JP", 400)));
        var preview = preview(new Drafts(List.of(), List.of(far), List.of(), List.of(), List.of(ruling("web", "JP"))));
        assertThat(preview.conflicts()).anySatisfy(found -> {
            assertThat(found.workload()).isEqualTo("web");
            assertThat(found.conflict().constraints())
                    .extracting(Explanation.Term::constraint)
                    .containsExactly("the law");
            assertThat(found.conflict().minimal()).isTrue();
        });
        var empty = new Islands(7)
                .at("us-east")
                .overview()
                .preview(new Drafts(List.of(), List.of(), List.of(), List.of(), List.of()), NOW);
        assertThat(empty.notes())
                .contains(
                        "no site is declared: nothing can run; declare one, kind Site",
                        "no workload is planned by region us-east");
    }
}
