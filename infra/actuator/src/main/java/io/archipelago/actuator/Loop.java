package io.archipelago.actuator;

import io.archipelago.actuator.domain.Assignment;
import io.archipelago.actuator.domain.Reconciler;
import io.archipelago.actuator.domain.Slot;
import io.archipelago.actuator.domain.Step;
import io.archipelago.actuator.kubernetes.Cluster;
import io.archipelago.actuator.kubernetes.ClusterFailure;
import io.archipelago.events.actuation.ReplicasObserved;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Consumer;

/**
 * One round: look at the cluster, do what is to be done, look again, and say what there is. What fails is held and tried
 * again in the next round.
 *
 * @param name of the cluster, for people
 * @param sites that this cluster stands for
 * @param onStep is told of each step before it is done
 */
record Loop(
        String region,
        String name,
        Collection<String> sites,
        Cluster cluster,
        Reconciler reconciler,
        Consumer<Step> onStep) {

    /** @throws ClusterFailure when the cluster does not say what it runs: then nothing is known, and nothing is done */
    List<ReplicasObserved> round(List<Assignment> assignments) {
        var held = new TreeMap<Slot, String>();
        for (var step : reconciler.steps(assignments, cluster.observe(sites, assignments))) {
            if (!(step instanceof Step.Keep)) onStep.accept(step);
            attempt(step, held);
        }
        return Reconciler.reports(region, name, assignments, cluster.observe(sites, assignments), held);
    }

    private void attempt(Step step, Map<Slot, String> held) {
        try {
            switch (step) {
                case Step.Keep kept -> {}
                case Step.Apply apply -> cluster.apply(apply.assignment());
                case Step.Remove remove -> cluster.remove(remove.slot());
                case Step.Hold hold -> held.put(hold.slot(), hold.reason());
            }
        } catch (ClusterFailure failure) {
            held.put(step.slot(), String.valueOf(failure.getMessage()));
        }
    }
}
