package io.archipelago.actuator.domain;

import static org.assertj.core.api.Assertions.assertThat;

import io.archipelago.actuator.Assignments;
import io.archipelago.actuator.domain.Reconciler.OnDrift;
import io.archipelago.events.actuation.ReplicasObserved;
import io.archipelago.events.actuation.ReplicasObserved.Drift;
import io.archipelago.events.actuation.ReplicasObserved.State;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.IntStream;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class ReconcilerTest {

    private static final Reconciler CORRECTING = new Reconciler(ReconcilerTest::order, OnDrift.CORRECT, false);
    private static final Reconciler SHOWING = new Reconciler(ReconcilerTest::order, OnDrift.SHOW, false);

    private static String order(Assignment assignment) {
        return assignment.replicas() + " of " + assignment.image() + " by "
                + assignment.admitted().epoch();
    }

    @Test
    void what_is_admitted_and_does_not_run_is_asked_for() {
        var cart = Assignments.of("frankfurt", "cart", 3);
        assertThat(CORRECTING.steps(List.of(cart), Map.of()))
                .containsExactly(new Step.Apply(cart.slot(), cart, "nothing runs yet"));
    }

    @Test
    void what_runs_as_admitted_is_kept() {
        var cart = Assignments.of("frankfurt", "cart", 3);
        assertThat(CORRECTING.steps(List.of(cart), running(cart))).containsExactly(new Step.Keep(cart.slot()));
    }

    @Test
    void another_number_is_asked_for_and_said() {
        var before = Assignments.of("frankfurt", "cart", 3);
        var now = Assignments.of("frankfurt", "cart", 5);
        assertThat(CORRECTING.steps(List.of(now), running(before)))
                .containsExactly(new Step.Apply(now.slot(), now, "3 -> 5 replicas"));
    }

    @Test
    void what_is_admitted_no_more_is_removed() {
        var cart = Assignments.of("frankfurt", "cart", 3);
        assertThat(CORRECTING.steps(List.of(), running(cart))).containsExactly(new Step.Remove(cart.slot()));
    }

    @Test
    void a_workload_without_an_image_is_held_and_says_so() {
        var cart = Assignments.of("frankfurt", "cart", 3, 1, null);
        assertThat(CORRECTING.steps(List.of(cart), Map.of()))
                .containsExactly(new Step.Hold(cart.slot(), "its declaration names no image: set spec.image"));
    }

    @Test
    void news_older_than_what_runs_changes_nothing() {
        var newer = Assignments.of("frankfurt", "cart", 3, 5, "shop/cart:2");
        var older = Assignments.of("frankfurt", "cart", 1, 4, "shop/cart:1");
        assertThat(CORRECTING.steps(List.of(older), running(newer)))
                .singleElement()
                .isInstanceOfSatisfying(Step.Hold.class, held -> assertThat(held.reason())
                        .contains("epoch 5 runs, epoch 4 is admitted"));
    }

    @Test
    void drift_is_corrected_or_only_shown() {
        var cart = Assignments.of("frankfurt", "cart", 3);
        var observed = running(cart);
        observed.put(cart.slot(), drifted(cart));
        assertThat(CORRECTING.steps(List.of(cart), observed))
                .singleElement()
                .isInstanceOfSatisfying(
                        Step.Apply.class, apply -> assertThat(apply.why()).contains(".spec.replicas"));
        assertThat(SHOWING.steps(List.of(cart), observed)).containsExactly(new Step.Keep(cart.slot()));
        assertThat(Reconciler.reports("eu-central", "one", List.of(cart), observed, Map.of()))
                .singleElement()
                .returns(State.DRIFTED, ReplicasObserved::state)
                .returns(7, ReplicasObserved::asked);
    }

    @Test
    void a_topic_that_lost_everything_does_not_empty_the_cluster() {
        var all = IntStream.range(0, 8)
                .mapToObj(i -> Assignments.of("frankfurt", "w" + i, 1))
                .toArray(Assignment[]::new);
        assertThat(CORRECTING.steps(List.of(all[0]), running(all)))
                .filteredOn(step -> !(step instanceof Step.Keep))
                .hasSize(7)
                .allSatisfy(
                        step -> assertThat(((Step.Hold) step).reason()).contains("7 of 8 would be removed at once"));
        assertThat(new Reconciler(ReconcilerTest::order, OnDrift.CORRECT, true).steps(List.of(all[0]), running(all)))
                .filteredOn(Step.Remove.class::isInstance)
                .hasSize(7);
    }

    @Test
    void a_report_names_what_is_missing() {
        var cart = Assignments.of("frankfurt", "cart", 3);
        var slot = cart.slot();
        var observed = Map.of(
                slot, new Observed(slot, "us-east", 3, 1, 1, 17, order(cart), List.of(), "2 of 3 are not ready"));
        assertThat(Reconciler.reports("eu-central", "one", List.of(cart), observed, Map.of()))
                .singleElement()
                .returns(State.STARTING, ReplicasObserved::state)
                .returns("2 of 3 are not ready", ReplicasObserved::reason);
        assertThat(Reconciler.reports("eu-central", "one", List.of(cart), Map.of(), Map.of(slot, "no namespace")))
                .singleElement()
                .returns(State.BLOCKED, ReplicasObserved::state)
                .returns(0, ReplicasObserved::ready)
                .returns("us-east", ReplicasObserved::home);
    }

    /** Whatever ran before: after one round without faults there is nothing left to do. */
    @Property
    void one_round_is_enough(
            @ForAll("assignments") List<Assignment> admitted, @ForAll("assignments") List<Assignment> before) {
        var cluster = running(before.toArray(Assignment[]::new));
        var reconciler = new Reconciler(ReconcilerTest::order, OnDrift.CORRECT, true);
        for (var step : reconciler.steps(admitted, cluster)) obey(step, cluster);
        assertThat(reconciler.steps(admitted, cluster)).allMatch(Step.Keep.class::isInstance);
        assertThat(Reconciler.reports("eu-central", "one", admitted, cluster, Map.of()))
                .hasSize(
                        (int) admitted.stream().map(Assignment::slot).distinct().count())
                .allMatch(report -> report.state() == State.RUNNING);
    }

    /** Never more than half at once, unless that is meant. */
    @Property
    void never_does_a_round_remove_more_than_half(
            @ForAll("assignments") List<Assignment> admitted, @ForAll("assignments") List<Assignment> before) {
        var cluster = running(before.toArray(Assignment[]::new));
        long removed = CORRECTING.steps(admitted, cluster).stream()
                .filter(Step.Remove.class::isInstance)
                .count();
        assertThat(removed).isLessThanOrEqualTo(Math.max(3, cluster.size() / 2));
    }

    @Provide
    Arbitrary<List<Assignment>> assignments() {
        var one = Combinators.combine(
                        Arbitraries.of("frankfurt", "paris"),
                        Arbitraries.of("a", "b", "c", "d", "e", "f"),
                        Arbitraries.integers().between(1, 9))
                .as(Assignments::of);
        return one.list().uniqueElements(Assignment::slot).ofMaxSize(12);
    }

    private static void obey(Step step, Map<Slot, Observed> cluster) {
        switch (step) {
            case Step.Apply apply -> cluster.putAll(running(apply.assignment()));
            case Step.Remove remove -> cluster.remove(remove.slot());
            case Step.Keep kept -> {}
            case Step.Hold hold -> throw new AssertionError(hold);
        }
    }

    private static Map<Slot, Observed> running(Assignment... assignments) {
        var observed = new TreeMap<Slot, Observed>();
        for (var assignment : new ArrayList<>(List.of(assignments)))
            observed.put(assignment.slot(), observed(assignment, assignment.replicas(), List.of(), null));
        return observed;
    }

    private static Observed drifted(Assignment assignment) {
        return observed(assignment, 7, List.of(new Drift(".spec.replicas", "3", "7", "kubectl-scale")), null);
    }

    private static Observed observed(Assignment assignment, int asked, List<Drift> drift, @Nullable String trouble) {
        var admitted = assignment.admitted();
        return new Observed(
                assignment.slot(),
                admitted.home(),
                asked,
                asked,
                admitted.epoch(),
                admitted.plan(),
                order(assignment),
                drift,
                trouble);
    }
}
