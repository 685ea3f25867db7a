package io.archipelago.placement.domain;

import static org.assertj.core.api.Assertions.assertThat;

import io.archipelago.events.inventory.SiteSpec;
import io.archipelago.events.placement.ReplicasRequested;
import io.archipelago.events.quantity.Resources;
import io.archipelago.placement.domain.SiteLedger.Answer;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

/** What a site promises, under requests of several planners that come late, twice and in any order. */
class SiteLedgerTest {

    /** Something that happens to a site. */
    sealed interface Happening {
        record Asked(ReplicasRequested request) implements Happening {}

        record Resized(int cores, boolean cordoned) implements Happening {}
    }

    private static SiteLedger site(int cores, Map<String, Reservation> held) {
        return site(cores, false, held);
    }

    private static SiteLedger site(int cores, boolean cordoned, Map<String, Reservation> held) {
        var spec = new SiteSpec("eu-central", "aws/eu-central-1", Atlas.cores(cores), 100, cordoned);
        return SiteLedger.of(Atlas.declared("fra", "eu-central", 1, spec), held);
    }

    private static ReplicasRequested request(String workload, String home, int replicas, long epoch, long plan) {
        return new ReplicasRequested(workload, "fra", home, "shop", replicas, Atlas.cores(1), 100, epoch, plan);
    }

    private static SiteLedger after(SiteLedger ledger, Happening happening) {
        return switch (happening) {
            case Happening.Asked asked -> settled(ledger, ledger.answer(asked.request()));
            case Happening.Resized resized -> {
                var next = site(resized.cores(), resized.cordoned(), ledger.held());
                for (var cut : next.settle()) next = next.with(cut);
                yield next;
            }
        };
    }

    private static SiteLedger settled(SiteLedger ledger, Answer answer) {
        if (!(answer instanceof Answer.Decided decided)) return ledger;
        var next = ledger.with(decided.reservation());
        for (var evicted : decided.evicted()) next = next.with(evicted);
        return next;
    }

    @Provide
    Arbitrary<List<Happening>> histories() {
        var homes = Arbitraries.of("eu-central", "us-east", "ap-southeast");
        var asked = Combinators.combine(
                        Arbitraries.of("web", "cart", "pay", "ads"),
                        homes,
                        Arbitraries.integers().between(0, 12),
                        Arbitraries.integers().between(1, 3),
                        Arbitraries.of(50, 100, 200),
                        Arbitraries.longs().between(1, 3),
                        Arbitraries.longs().between(1, 6))
                .as((workload, home, replicas, cores, priority, epoch, plan) ->
                        (Happening) new Happening.Asked(new ReplicasRequested(
                                workload, "fra", home, "shop", replicas, Atlas.cores(cores), priority, epoch, plan)));
        var resized = Combinators.combine(Arbitraries.integers().between(0, 16), Arbitraries.of(true, false))
                .as((cores, cordoned) -> (Happening) new Happening.Resized(cores, cordoned));
        return Arbitraries.frequencyOf(net.jqwik.api.Tuple.of(8, asked), net.jqwik.api.Tuple.of(1, resized))
                .list()
                .ofMaxSize(40);
    }

    @Property
    void never_promises_more_than_it_has(@ForAll("histories") List<Happening> history) {
        var ledger = site(10, new TreeMap<>());
        for (var happening : history) {
            ledger = after(ledger, happening);
            assertThat(ledger.promisable().covers(ledger.promised()))
                    .as(ledger.toString())
                    .isTrue();
            for (var held : ledger.held().values()) assertThat(held.granted()).isBetween(0, held.requested());
        }
    }

    @Property
    void an_older_planner_or_plan_changes_nothing(@ForAll("histories") List<Happening> history) {
        var ledger = site(10, new TreeMap<>());
        for (var happening : history) {
            var before = ledger;
            ledger = after(ledger, happening);
            if (!(happening instanceof Happening.Asked asked)) continue;
            var held = before.held().get(asked.request().workload());
            if (held == null) continue;
            int order = new Claim(asked.request().epoch(), asked.request().home()).compareTo(held.claim());
            if (order < 0 || order == 0 && asked.request().plan() <= held.plan())
                assertThat(ledger).isEqualTo(before);
        }
    }

    @Property
    void repeating_a_request_repeats_the_answer(@ForAll("histories") List<Happening> history) {
        var ledger = site(10, new TreeMap<>());
        for (var happening : history) {
            ledger = after(ledger, happening);
            assertThat(after(ledger, happening)).isEqualTo(ledger);
        }
    }

    @Property
    void of_one_planners_requests_the_latest_stands_in_whatever_order_they_come(
            @ForAll("histories") List<Happening> history, @ForAll @IntRange(max = 1000) int seed) {
        var requests = new ArrayList<ReplicasRequested>();
        for (var happening : history)
            if (happening instanceof Happening.Asked asked
                    && asked.request().workload().equals("web")
                    && requests.stream()
                            .noneMatch(r -> r.plan() == asked.request().plan()
                                    && r.epoch() == asked.request().epoch()
                                    && r.home().equals(asked.request().home()))) requests.add(asked.request());
        if (requests.isEmpty()) return;
        java.util.Collections.shuffle(requests, new java.util.Random(seed));
        var ledger = site(1000, new TreeMap<>());
        for (var request : requests) ledger = after(ledger, new Happening.Asked(request));
        var latest = requests.stream()
                .max(java.util.Comparator.comparing((ReplicasRequested r) -> new Claim(r.epoch(), r.home()))
                        .thenComparing(ReplicasRequested::plan))
                .orElseThrow();
        assertThat(ledger.held().get("web")).satisfies(held -> {
            assertThat(held.granted()).isEqualTo(latest.replicas());
            assertThat(held.plan()).isEqualTo(latest.plan());
        });
    }

    @Test
    void grants_what_fits_and_says_what_is_missing() {
        var ledger = site(3, new TreeMap<>());
        var answer = ledger.answer(request("web", "us-east", 5, 1, 1));
        assertThat(answer.reservation().granted()).isEqualTo(3);
        assertThat(answer.reservation().reason()).isEqualTo("room for 3 of 5: 1 CPU and 4Gi of memory short");
    }

    @Test
    void a_takeover_beats_the_late_request_of_the_old_home() {
        var ledger = site(8, new TreeMap<>());
        ledger = settled(ledger, ledger.answer(request("web", "us-east", 2, 2, 1)));
        var late = ledger.answer(request("web", "eu-central", 6, 1, 99));
        assertThat(late).isInstanceOf(Answer.Repeated.class);
        assertThat(late.reservation().home()).isEqualTo("us-east");
        assertThat(late.reservation().granted()).isEqualTo(2);
    }

    @Test
    void the_less_important_gives_way_and_no_more_of_it_than_needed() {
        var ledger = site(6, new TreeMap<>());
        ledger = settled(ledger, ledger.answer(request("batch", "us-east", 6, 1, 1)));
        var important = new ReplicasRequested("pay", "fra", "eu-central", "shop", 2, Atlas.cores(1), 200, 1, 1);
        var answer = ledger.answer(important);
        assertThat(answer.reservation().granted()).isEqualTo(2);
        assertThat(answer).isInstanceOfSatisfying(Answer.Decided.class, decided -> assertThat(decided.evicted())
                .singleElement()
                .satisfies(cut -> {
                    assertThat(cut.granted()).isEqualTo(4);
                    assertThat(cut.reason()).isEqualTo("gave way to pay, which has priority 200");
                }));
    }

    @Test
    void equals_do_not_push_each_other_out() {
        var ledger = site(4, new TreeMap<>());
        ledger = settled(ledger, ledger.answer(request("web", "us-east", 4, 1, 1)));
        assertThat(ledger.answer(request("cart", "eu-central", 2, 1, 1))
                        .reservation()
                        .granted())
                .isZero();
    }

    @Test
    void a_removed_site_holds_nothing() {
        var ledger = site(4, new TreeMap<>());
        ledger = settled(ledger, ledger.answer(request("web", "us-east", 4, 1, 1)));
        var spec = Atlas.site("eu-central", "eu-central-1", 4);
        var removed = SiteLedger.of(Atlas.removed(Atlas.declared("fra", "eu-central", 1, spec)), ledger.held());
        for (var cut : removed.settle()) removed = removed.with(cut);
        assertThat(removed.promised()).isEqualTo(Resources.NONE);
    }
}
