package io.archipelago.placement.domain;

import static io.archipelago.placement.domain.Atlas.anywhere;
import static io.archipelago.placement.domain.Atlas.declared;
import static io.archipelago.placement.domain.Atlas.demand;
import static io.archipelago.placement.domain.Atlas.from;
import static io.archipelago.placement.domain.Atlas.ruling;
import static io.archipelago.placement.domain.Atlas.site;
import static io.archipelago.placement.domain.Atlas.workload;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import io.archipelago.events.EventJson;
import io.archipelago.events.inventory.SiteSpec;
import io.archipelago.events.inventory.WorkloadSpec;
import io.archipelago.events.placement.Placement;
import io.archipelago.events.placement.ReplicasDecided;
import io.archipelago.events.placement.ReplicasRequested;
import io.archipelago.events.residency.Ruling;
import io.archipelago.events.resource.Declared;
import io.archipelago.kit.core.Change;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** On the way from one placement to the next nobody stands without a place and no site is asked for what it does not have. */
class WaveTest {
    private static final Instant NOW = Instant.parse("2026-01-01T00:00:00Z");

    private Islands islands = cloud(3);

    private static Islands cloud(long seed) {
        var islands = new Islands(seed).withDelaysUpTo(400);
        islands.tellAll("inventory.catalogues.v1", "world", declared("world", "eu-central", 1, Atlas.world()));
        return islands;
    }

    /** The site's own region hears of it first. */
    private void declare(String name, SiteSpec spec) {
        islands.tell(spec.region(), "inventory.sites.v1", name, declared(name, spec.region(), 1, spec));
        islands.settle();
        islands.tellAll("inventory.sites.v1", name, declared(name, spec.region(), 1, spec));
    }

    private void declare(String name, Ruling law, WorkloadSpec spec) {
        islands.tellAll("inventory.workloads.v1", name, declared(name, "eu-central", 1, spec));
        islands.tellAll("residency.rulings.v1", law.subject(), law);
        islands.settle();
    }

    private void wants(String workload, WorkloadSpec.AreaDemand... areas) {
        islands.tellAll("inventory.demands.v1", workload, declared(workload, "eu-central", 1, demand(workload, areas)));
        islands.settle();
    }

    private <T> List<T> said(String region, String topic, String key, Class<T> type) {
        return islands.said(region).stream()
                .map(said -> said.split(" ", 3))
                .filter(said -> said[0].equals(topic) && said[1].equals(key))
                .map(said -> read(said[2], type))
                .toList();
    }

    private static <T> T read(String json, Class<T> type) {
        try {
            return EventJson.MAPPER.readValue(json, type);
        } catch (JsonProcessingException e) {
            throw new AssertionError(json, e);
        }
    }

    /** What was placed in each word about a workload, from the first complete one on. */
    private List<Integer> placedFromThenOn(String workload, int wanted) {
        return said("eu-central", Announcements.PLACEMENTS, workload, Placement.class).stream()
                .map(Placement::placed)
                .dropWhile(placed -> placed < wanted)
                .toList();
    }

    private void assertNobodyWasRefused() {
        for (var region : Islands.REGIONS)
            assertThat(islands.said(region))
                    .noneMatch(said -> said.startsWith(Announcements.RESERVATIONS + " ")
                            && read(said.split(" ", 3)[2], ReplicasDecided.class)
                                            .reason()
                                    != null);
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4})
    void a_move_that_pays_takes_its_new_place_before_it_gives_back_the_old(long seed) {
        islands = cloud(seed);
        declare("fra", site("eu-central", "eu-central-1", 8));
        declare("web", anywhere("web"), workload(2, 12, from("US/New York City", 400)));
        declare("iad", site("us-east", "us-east-1", 8));
        islands.settle();
        assertThat(islands.holding("web")).isEqualTo(Map.of("iad", 4));
        assertThat(placedFromThenOn("web", 4)).hasSizeGreaterThan(1).allMatch(placed -> placed >= 4);
        assertThat(islands.placement("eu-central", "web").cause()).isEqualTo("site iad declared");
        assertNobodyWasRefused();
    }

    @Test
    void a_move_towards_a_region_that_does_not_answer_leaves_everything_where_it_runs() {
        declare("fra", site("eu-central", "eu-central-1", 8));
        declare("web", anywhere("web"), workload(2, 12, from("US/New York City", 400)));
        islands.cut("eu-central", "us-east");
        declare("iad", site("us-east", "us-east-1", 8));
        islands.settle().later(5);
        assertThat(islands.holding("web")).isEqualTo(Map.of("fra", 4));
        assertThat(Islands.sites(islands.placement("eu-central", "web"))).isEqualTo(Map.of("fra", 4));
        islands.heal();
        islands.settle();
        assertThat(islands.holding("web")).isEqualTo(Map.of("iad", 4));
    }

    @Test
    void who_makes_room_for_another_has_a_new_place_first_and_the_other_asks_only_then() {
        declare("fra", site("eu-central", "eu-central-1", 4));
        declare("web", anywhere("web"), workload(2, 12, from("DE", 400)));
        declare("iad", site("us-east", "us-east-1", 8));
        islands.settle();
        assertThat(islands.holding("web")).isEqualTo(Map.of("fra", 4));
        declare("cart", ruling("cart", "DE"), workload(2, 12, from("DE", 200)));
        assertThat(islands.holding("cart")).isEqualTo(Map.of("fra", 2));
        assertThat(islands.holding("web")).isEqualTo(Map.of("fra", 2, "iad", 2));
        assertThat(placedFromThenOn("web", 4)).hasSizeGreaterThan(1).allMatch(placed -> placed >= 4);
        assertNobodyWasRefused();
    }

    @Test
    void what_became_illegal_does_not_wait_for_a_new_place() {
        declare("fra", site("eu-central", "eu-central-1", 8));
        declare("iad", site("us-east", "us-east-1", 8));
        declare("web", anywhere("web"), workload(2, 12, from("US/New York City", 400)));
        islands.cut("eu-central", "us-east");
        islands.tellAll("residency.rulings.v1", "workload/web", ruling("web", "DE"));
        islands.settle();
        assertThat(Islands.sites(islands.placement("eu-central", "web"))).isEqualTo(Map.of("fra", 4));
        var placements = said("eu-central", Announcements.PLACEMENTS, "web", Placement.class);
        assertThat(placements.get(placements.size() - 2).sites()).isEmpty();
    }

    @Test
    void less_demand_gives_back_at_once() {
        declare("fra", site("eu-central", "eu-central-1", 8));
        declare("web", anywhere("web"), workload(2, 12, from("DE", 800)));
        wants("web", from("DE", 200));
        assertThat(islands.holding("web")).isEqualTo(Map.of("fra", 2));
    }

    /** No plan of today makes two moves wait for each other, but a better one may. */
    @Test
    void of_two_that_wait_for_each_others_place_the_less_important_gives_way() {
        var state = new RegionState("eu-central", List.of("us-east"));
        put(state, Documents.CATALOGUE, "world", new Fact.CatalogueFact(home("world", Atlas.world()), NOW));
        for (var full : List.of("fra/eu-central-1/web", "iad/us-east-1/cart")) {
            var name = full.split("/");
            var workload = Atlas.with(workload(4, 4), null, null, name[2].equals("web") ? 200 : 100);
            var ruling = new Fact.RulingFact(anywhere(name[2]), NOW);
            put(state, Documents.SITE, name[0], new Fact.SiteFact(home(name[0], site("eu-central", name[1], 4)), NOW));
            put(state, Documents.WORKLOAD, name[2], new Fact.WorkloadFact(home(name[2], workload), NOW));
            put(state, Documents.RULING, "workload/" + name[2], ruling);
            var held = new ReplicasRequested(name[2], name[0], "eu-central", "shop", 4, Atlas.cores(1), 100, 1, 1);
            var key = PairMap.key(name[0], name[2]);
            put(state, Documents.RESERVATION, key, Reservation.granting(held, "eu-central", 4, null));
        }
        var planner = new Planner(Prices.DEFAULT, 0);
        var model = planner.model(state, List.of("cart", "web"));
        var swapped = planner.engine.assess(model.problem(), new int[][] {{4, 0}, {0, 4}});
        assertThat(Wave.next(state, new Planner.Decision(model, swapped))).isDeepEqualTo(new int[][] {{0, 0}, {4, 4}});
    }

    private static <S> Declared<S> home(String name, S spec) {
        return declared(name, "eu-central", 1, spec);
    }

    private static void put(RegionState state, String kind, String key, Object body) {
        state.apply(new Change.Put(kind, key, body));
    }
}
