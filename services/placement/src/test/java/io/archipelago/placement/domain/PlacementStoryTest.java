package io.archipelago.placement.domain;

import static io.archipelago.placement.domain.Atlas.anywhere;
import static io.archipelago.placement.domain.Atlas.declared;
import static io.archipelago.placement.domain.Atlas.demand;
import static io.archipelago.placement.domain.Atlas.from;
import static io.archipelago.placement.domain.Atlas.ruling;
import static io.archipelago.placement.domain.Atlas.site;
import static io.archipelago.placement.domain.Atlas.workload;
import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import io.archipelago.events.EventJson;
import io.archipelago.events.catalogue.CatalogueSpec;
import io.archipelago.events.catalogue.RoundTrip;
import io.archipelago.events.catalogue.Surveyor;
import io.archipelago.events.inventory.SiteSpec;
import io.archipelago.events.inventory.WorkloadSpec;
import io.archipelago.events.inventory.WorkloadSpec.AreaDemand;
import io.archipelago.events.ledger.LedgerKey;
import io.archipelago.events.place.Attestation;
import io.archipelago.events.placement.Placement;
import io.archipelago.events.placement.Placement.SiteShare;
import io.archipelago.events.placement.ReplicasRequested;
import io.archipelago.events.quantity.Usd;
import io.archipelago.events.residency.Ruling;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The life of a cloud of three regions, told through the placements it leads to. */
class PlacementStoryTest {
    private static final Map<String, SiteSpec> SITES = new TreeMap<>(Map.of(
            "fra", site("eu-central", "eu-central-1", 8),
            "dub", site("eu-central", "eu-west-1", 8),
            "iad", site("us-east", "us-east-1", 8),
            "pdx", site("us-east", "us-west-2", 8),
            "sin", site("ap-southeast", "ap-southeast-1", 8),
            "nrt", site("ap-southeast", "ap-northeast-1", 8)));

    private static final LedgerKey SURVEYOR = LedgerKey.generate();

    private final Islands islands = cloud(7);

    private static Islands cloud(long seed) {
        var islands = new Islands(seed).withDuplicates(0.2);
        islands.tellAll("inventory.catalogues.v1", "world", declared("world", "eu-central", 1, Atlas.world()));
        SITES.forEach(
                (name, spec) -> islands.tellAll("inventory.sites.v1", name, declared(name, spec.region(), 1, spec)));
        return islands.settle();
    }

    private static void declare(Islands islands, String name, String home, long revision, WorkloadSpec spec) {
        islands.tellAll("inventory.workloads.v1", name, declared(name, home, revision, spec));
    }

    private static void rule(Islands islands, Ruling ruling) {
        islands.tellAll("residency.rulings.v1", ruling.subject(), ruling);
    }

    private static void wants(Islands islands, String workload, long revision, AreaDemand... areas) {
        islands.tellAll(
                "inventory.demands.v1", workload, declared(workload, "eu-central", revision, demand(workload, areas)));
    }

    private void shopRuns() {
        declare(islands, "web", "eu-central", 1, workload(1, 12, from("DE", 200), from("US/New York City", 200)));
        rule(islands, anywhere("web"));
        islands.settle();
    }

    private static List<String> countries(Placement placement) {
        return placement.sites().stream().map(SiteShare::country).distinct().toList();
    }

    private static void assertServed(Placement placement) {
        assertThat(placement.waiting()).isEmpty();
        assertThat(placement.placed()).isGreaterThanOrEqualTo(placement.wanted());
    }

    private void assertConsistent(String planner, String workload) {
        var placement = islands.placement(planner, workload);
        assertThat(Islands.sites(placement)).isEqualTo(islands.holding(workload));
        for (var region : Islands.REGIONS)
            assertThat(islands.placement(region, workload))
                    .as("as %s sees it", region)
                    .isEqualTo(placement);
        for (var area : islands.weights(planner, workload).areas()) {
            assertThat(area.sites().stream().mapToInt(s -> s.permille()).sum()).isEqualTo(1000);
            assertThat(Islands.sites(placement).keySet())
                    .containsAll(area.sites().stream().map(s -> s.site()).toList());
        }
        assertThat(islands.deadLetters).isEmpty();
    }

    @Test
    void a_workload_runs_near_its_users_and_every_region_knows_where() {
        shopRuns();
        var placement = islands.placement("eu-central", "web");
        assertServed(placement);
        assertThat(placement.wanted()).isEqualTo(4);
        assertThat(countries(placement)).contains("US").containsAnyOf("DE", "IE");
        assertThat(placement.home()).isEqualTo("eu-central");
        assertThat(placement.perHour()).isGreaterThan(Usd.ZERO);
        assertConsistent("eu-central", "web");
    }

    @Test
    void personal_data_stays_where_the_law_lets_it_be_although_its_users_are_elsewhere() {
        declare(islands, "cart", "eu-central", 1, workload(2, 12, from("US", 300)));
        rule(islands, ruling("cart", "DE", "IE"));
        islands.settle();
        assertServed(islands.placement("eu-central", "cart"));
        assertThat(countries(islands.placement("eu-central", "cart"))).isSubsetOf("DE", "IE");
        assertConsistent("eu-central", "cart");
    }

    private void survey(RoundTrip... roundTrips) {
        var spec = new CatalogueSpec(
                null,
                null,
                null,
                null,
                null,
                null,
                null,
                null,
                List.of(roundTrips),
                List.of(new Surveyor("tuev", SURVEYOR.publicKey())));
        islands.tellAll("inventory.catalogues.v1", "survey", declared("survey", "eu-central", 1, spec));
    }

    @Test
    void a_site_that_cannot_be_where_it_claims_loses_what_the_law_allowed_there() {
        declare(islands, "cart", "eu-central", 1, workload(2, 6, from("DE", 200)));
        rule(islands, ruling("cart", "DE", "IE"));
        islands.settle();
        assertThat(countries(islands.placement("eu-central", "cart"))).contains("DE");
        survey(new RoundTrip("fra", "aws/us-east-1", 3));
        islands.settle().later(60).settle();
        assertServed(islands.placement("eu-central", "cart"));
        assertThat(countries(islands.placement("eu-central", "cart"))).containsExactly("IE");
        assertConsistent("eu-central", "cart");
    }

    @Test
    void where_the_law_asks_for_an_attested_place_a_claim_is_not_enough() {
        declare(islands, "cart", "eu-central", 1, workload(2, 6, from("DE", 200)));
        var denial = new Ruling.Verdict(false, List.of("p#abroad"), "is attested-place in place?", null, null, true);
        rule(islands, new Ruling("workload/cart", false, Map.of("DE", denial, "IE", denial), Map.of()));
        survey();
        islands.settle();
        assertThat(islands.holding("cart")).isEmpty();
        var claimed = requireNonNull(SITES.get("fra"));
        var text = Attestation.text("fra", claimed.region(), claimed.cloudRegion(), "DE");
        var attested = new SiteSpec(
                claimed.region(),
                claimed.cloudRegion(),
                claimed.capacity(),
                claimed.fillLimit(),
                null,
                new Attestation("DE", "tuev", SURVEYOR.sign(text)),
                null,
                null);
        islands.tellAll("inventory.sites.v1", "fra", declared("fra", claimed.region(), 2, attested));
        islands.settle().later(60).settle();
        assertServed(islands.placement("eu-central", "cart"));
        assertThat(islands.holding("cart")).containsOnlyKeys("fra");
    }

    @Test
    void nothing_is_placed_before_the_law_has_spoken() {
        declare(islands, "web", "eu-central", 1, workload(1, 4, from("DE", 100)));
        islands.settle().later(5);
        assertThat(islands.at("eu-central").overview().placements()).isEmpty();
        assertThat(islands.holding("web")).isEmpty();
    }

    @Test
    void four_times_the_demand_in_one_area_is_met_in_legal_places_below_the_price_ceiling() {
        var spec = Atlas.with(
                workload(1, 20, from("DE", 200), from("US", 100)),
                new WorkloadSpec.Spread(2, null, null, null),
                new WorkloadSpec.Budget(Usd.of("0.80")),
                100);
        declare(islands, "web", "eu-central", 1, spec);
        rule(islands, ruling("web", "DE", "IE", "US"));
        islands.settle();
        int before = islands.placement("eu-central", "web").placed();
        wants(islands, "web", 1, from("US", 400));
        islands.settle();
        var after = islands.placement("eu-central", "web");
        assertServed(after);
        assertThat(after.placed()).isGreaterThanOrEqualTo(before + 3);
        assertThat(countries(after)).isSubsetOf("DE", "IE", "US");
        assertThat(after.perHour()).isLessThanOrEqualTo(Usd.of("0.80"));
        assertThat(after.cause()).isEqualTo("demand for web changed");
        assertConsistent("eu-central", "web");
    }

    @Test
    void what_a_lost_region_ran_runs_elsewhere_and_its_users_are_sent_there() {
        shopRuns();
        islands.lose("us-east");
        islands.settle();
        var placement = islands.placement("eu-central", "web");
        assertServed(placement);
        assertThat(countries(placement)).doesNotContain("US");
        assertThat(placement.cause()).isEqualTo("region us-east lost");
        for (var area : islands.weights("eu-central", "web").areas())
            assertThat(area.sites()).isNotEmpty().noneMatch(weight -> weight.region()
                    .equals("us-east"));
    }

    @Test
    void when_the_lost_region_returns_its_surplus_drains_and_nothing_runs_twice() {
        shopRuns();
        islands.lose("us-east");
        islands.settle().later(30);
        islands.comesBack("us-east");
        islands.settle().later(30);
        assertServed(islands.placement("eu-central", "web"));
        assertConsistent("eu-central", "web");
        assertThat(islands.holding("web").values().stream().mapToInt(n -> n).sum())
                .isEqualTo(4);
    }

    @Test
    void a_survivor_plans_for_a_lost_home_and_keeps_the_workload_when_it_returns() {
        shopRuns();
        islands.lose("eu-central");
        islands.settle().later(5);
        var taker = Rendezvous.first("web", List.of("us-east", "ap-southeast")).orElseThrow();
        var placement = islands.placement(taker, "web");
        assertThat(placement.home()).isEqualTo(taker);
        assertThat(placement.epoch()).isEqualTo(2);
        assertServed(placement);
        assertThat(countries(placement)).doesNotContain("DE", "IE");

        islands.comesBack("eu-central");
        islands.settle().later(40);
        assertThat(islands.placement("eu-central", "web").home()).isEqualTo(taker);
        assertThat(islands.at("eu-central").overview().weights()).isEmpty();
        assertServed(islands.placement(taker, "web"));
        assertConsistent(taker, "web");
    }

    @Test
    void a_home_that_was_only_cut_off_gives_way_to_its_taker_after_the_heal() {
        shopRuns();
        islands.cut("eu-central", "us-east");
        islands.cut("eu-central", "ap-southeast");
        for (var other : List.of("us-east", "ap-southeast")) {
            islands.judge(other, "eu-central", "lost");
            islands.judge("eu-central", other, "lost");
        }
        islands.settle();
        assertServed(islands.placement("eu-central", "web")); // alone, it serves everyone from its own sites
        wants(islands, "web", 1, from("DE", 500));
        islands.settle().later(3);

        islands.heal();
        for (var other : List.of("us-east", "ap-southeast")) {
            islands.judge(other, "eu-central", "healthy");
            islands.judge("eu-central", other, "healthy");
        }
        islands.settle().later(60);
        var taker = Rendezvous.first("web", List.of("us-east", "ap-southeast")).orElseThrow();
        assertServed(islands.placement(taker, "web"));
        assertConsistent(taker, "web");
        assertThat(islands.said("eu-central"))
                .anyMatch(said -> said.startsWith("placement.placements.v1 web") && said.contains("\"removed\":true"));
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
    void two_planners_that_race_for_the_last_room_share_it_and_the_loser_says_what_is_missing(long seed) {
        var tight = new Islands(seed).withDuplicates(0.3).withDelaysUpTo(400);
        tight.tellAll("inventory.catalogues.v1", "world", declared("world", "eu-central", 1, Atlas.world()));
        tight.tellAll(
                "inventory.sites.v1", "fra", declared("fra", "eu-central", 1, site("eu-central", "eu-central-1", 5)));
        tight.settle();
        for (var home : Islands.REGIONS) {
            declare(tight, "w-" + home, home, 1, workload(3, 3));
            rule(tight, anywhere("w-" + home));
        }
        tight.settle().later(120);
        int held = 0;
        int waiting = 0;
        for (var home : Islands.REGIONS) {
            var placement = tight.placement(home, "w-" + home);
            held += placement.placed();
            waiting += placement.waiting().stream()
                    .mapToInt(Placement.Waiting::replicas)
                    .sum();
            assertThat(placement.placed()).isEqualTo(tight.holding("w-" + home).getOrDefault("fra", 0));
            assertThat(placement.waiting()).allSatisfy(w -> assertThat(w.rule()).isEqualTo("room"));
        }
        assertThat(held).isEqualTo(5);
        assertThat(waiting).isEqualTo(4);
        assertThat(tight.deadLetters).isEmpty();
    }

    @Test
    void a_stricter_law_moves_what_breaks_it_and_sends_no_user_there_meanwhile() {
        shopRuns();
        rule(islands, ruling("web", "DE", "IE"));
        islands.settle();
        var placement = islands.placement("eu-central", "web");
        assertServed(placement);
        assertThat(countries(placement)).isSubsetOf("DE", "IE");
        assertThat(placement.cause()).isEqualTo("the law for web changed");
        assertConsistent("eu-central", "web");
    }

    @Test
    void a_removed_workload_gives_everything_back() {
        shopRuns();
        islands.tellAll(
                "inventory.workloads.v1",
                "web",
                Atlas.removed(declared("web", "eu-central", 1, workload(1, 12, from("DE", 250)))));
        islands.settle();
        assertThat(islands.holding("web")).isEmpty();
        for (var region : Islands.REGIONS)
            assertThat(islands.at(region).overview().placements()).isEmpty();
        assertThat(islands.at("eu-central").overview().weights()).isEmpty();
    }

    @Test
    void a_workload_declared_again_after_its_removal_runs_again() {
        a_removed_workload_gives_everything_back();
        declare(islands, "web", "eu-central", 3, workload(1, 12, from("DE", 200), from("US/New York City", 200)));
        islands.settle();
        assertServed(islands.placement("eu-central", "web"));
        assertConsistent("eu-central", "web");
    }

    @Test
    void a_cordoned_site_keeps_what_it_runs_and_takes_nothing_new() {
        shopRuns();
        var before = islands.holding("web");
        for (var entry : SITES.entrySet())
            islands.tellAll(
                    "inventory.sites.v1",
                    entry.getKey(),
                    declared(entry.getKey(), entry.getValue().region(), 2, Atlas.cordoned(entry.getValue())));
        islands.settle();
        assertThat(islands.holding("web")).isEqualTo(before);
        wants(islands, "web", 1, from("DE", 900));
        islands.settle().later(20);
        assertThat(islands.holding("web")).isEqualTo(before);
        assertThat(islands.placement("eu-central", "web").waiting()).isNotEmpty();
    }

    @Test
    void a_removed_site_is_left_and_nothing_is_lost() {
        shopRuns();
        var name = islands.holding("web").keySet().iterator().next();
        var spec = SITES.get(name);
        assertThat(spec).isNotNull();
        islands.tellAll("inventory.sites.v1", name, Atlas.removed(declared(name, spec.region(), 1, spec)));
        islands.settle().later(2);
        assertThat(islands.holding("web")).doesNotContainKey(name);
        assertServed(islands.placement("eu-central", "web"));
    }

    @Test
    void a_site_that_shrinks_takes_back_the_least_important_first() {
        declare(islands, "low", "us-east", 1, Atlas.with(workload(4, 4), null, null, 50));
        declare(islands, "high", "us-east", 1, Atlas.with(workload(4, 4), null, null, 200));
        rule(islands, ruling("low", "DE"));
        rule(islands, ruling("high", "DE"));
        islands.settle();
        assertThat(islands.holding("low")).containsEntry("fra", 4);
        islands.tellAll(
                "inventory.sites.v1", "fra", declared("fra", "eu-central", 2, site("eu-central", "eu-central-1", 5)));
        islands.settle().later(40);
        assertThat(islands.holding("high")).containsEntry("fra", 4);
        assertThat(islands.holding("low")).containsEntry("fra", 1);
        assertThat(islands.placement("us-east", "low").waiting())
                .singleElement()
                .satisfies(waiting -> assertThat(waiting.replicas()).isEqualTo(3));
    }

    @Test
    void nothing_is_said_when_nothing_changes() {
        shopRuns();
        islands.later(3);
        var said = islands.said("eu-central").size();
        declare(islands, "web", "eu-central", 1, workload(1, 12, from("DE", 200), from("US/New York City", 200)));
        rule(islands, anywhere("web"));
        for (var judge : Islands.REGIONS) islands.judge(judge, "us-east", "suspect");
        islands.settle().later(60);
        assertThat(islands.said("eu-central")).hasSize(said);
    }

    @Test
    void the_same_log_leads_to_the_same_words() {
        shopRuns();
        islands.lose("us-east");
        islands.settle().later(5);
        islands.comesBack("us-east");
        islands.settle();
        for (var region : List.of("eu-central", "ap-southeast"))
            assertThat(replay(region)).isEqualTo(islands.said(region));
    }

    private List<String> replay(String region) {
        var core = Islands.core(region);
        var said = new ArrayList<String>();
        for (var input : islands.heard(region)) {
            var outcome = core.handle(input);
            outcome.changes().forEach(core::apply);
            for (var emit : outcome.events())
                said.add(emit.topic() + " " + emit.key() + " "
                        + EventJson.MAPPER.valueToTree(emit.body()).toString());
        }
        return said;
    }

    @Test
    void a_restart_from_the_documents_changes_nothing() {
        shopRuns();
        var before = islands.said("eu-central").size();
        islands.restart("eu-central");
        islands.later(3);
        assertThat(islands.said("eu-central")).hasSize(before);
        wants(islands, "web", 1, from("US", 600));
        islands.settle();
        assertServed(islands.placement("eu-central", "web"));
        assertConsistent("eu-central", "web");
    }

    @Test
    void a_request_in_anothers_name_is_refused_and_kept() {
        var forged = new ReplicasRequested("web", "fra", "us-east", "x", 8, Atlas.cores(1), 100, 9, 1);
        islands.tell("eu-central", "placement.requests.v1", "fra/web", forged);
        islands.settle();
        assertThat(islands.holding("web")).isEmpty();
        assertThat(islands.deadLetters).containsExactly("eu-central asks in the name of us-east");
    }

    @ParameterizedTest
    @ValueSource(longs = {11, 12, 13, 14, 15, 16, 17, 18, 19, 20, 21, 22})
    void whatever_happens_they_agree_in_the_end(long seed) {
        var sea = cloud(seed).withDuplicates(0.3).withDelaysUpTo(1500);
        var random = new java.util.Random(seed);
        for (var home : Islands.REGIONS) {
            declare(sea, "w-" + home, home, 1, workload(1, 12, from("DE", 150), from("US", 150), from("SG", 150)));
            rule(sea, anywhere("w-" + home));
        }
        sea.settle();
        for (int round = 1; round <= 6; round++) {
            var victim = Islands.REGIONS.get(random.nextInt(3));
            wants(sea, "w-" + Islands.REGIONS.get(random.nextInt(3)), round, from("US", random.nextInt(600)));
            if (random.nextBoolean()) isolateForAWhile(sea, victim, random);
            else {
                sea.lose(victim);
                wants(sea, "w-" + Islands.REGIONS.get(random.nextInt(3)), round + 100, from("DE", random.nextInt(600)));
                sea.settle().later(random.nextInt(20));
                sea.comesBack(victim);
            }
            if (random.nextBoolean()) sea.settle();
        }
        sea.settle().later(600);
        assertThat(sea.deadLetters).isEmpty();
        for (var home : Islands.REGIONS) {
            var workload = "w-" + home;
            var planner = sea.placement(home, workload).home();
            var placement = sea.placement(planner, workload);
            assertServed(placement);
            assertThat(Islands.sites(placement)).isEqualTo(sea.holding(workload));
            for (var region : Islands.REGIONS)
                assertThat(sea.placement(region, workload)).isEqualTo(placement);
        }
    }

    /** Cut off from both others, who may or may not notice; as may it. */
    private static void isolateForAWhile(Islands sea, String region, java.util.Random random) {
        var others =
                Islands.REGIONS.stream().filter(other -> !other.equals(region)).toList();
        others.forEach(other -> sea.cut(region, other));
        for (var other : others) {
            if (random.nextInt(4) > 0) sea.judge(other, region, "lost");
            if (random.nextInt(4) > 0) sea.judge(region, other, "lost");
        }
        sea.settle().later(random.nextInt(20));
        sea.heal();
        if (random.nextBoolean()) sea.settle(); // word may travel faster than the verdict
        for (var other : others) {
            sea.judge(other, region, "healthy");
            sea.judge(region, other, "healthy");
        }
    }
}
