package io.archipelago.actuator.kubernetes;

import io.archipelago.actuator.domain.Assignment;
import io.archipelago.actuator.domain.Observed;
import io.archipelago.actuator.domain.Slot;
import io.archipelago.events.actuation.ReplicasObserved.Drift;
import io.fabric8.kubernetes.api.model.ContainerStateWaiting;
import io.fabric8.kubernetes.api.model.DeletionPropagation;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * The Deployments of one cluster that are the actuator's. It asks by server-side apply under the field manager
 * {@value Manifests#MANAGER}, so it owns the fields it names and no others.
 *
 * @param manifests how an assignment is written down
 * @param dryRun asks the cluster whether it would, and changes nothing
 */
public record Cluster(KubernetesClient client, Manifests manifests, boolean dryRun) {

    /**
     * What runs at these sites.
     *
     * @param assignments what is admitted: what somebody has changed is told by comparing with it
     * @throws ClusterFailure when the cluster does not say
     */
    public SortedMap<Slot, Observed> observe(Collection<String> sites, List<Assignment> assignments) {
        var wanted = assignments.stream().collect(Collectors.toMap(Assignment::slot, assignment -> assignment));
        var all = new TreeMap<Slot, Observed>();
        for (var site : sites) {
            var namespace = manifests.namespaceOf(site);
            try {
                client.apps()
                        .deployments()
                        .inNamespace(namespace)
                        .withLabels(Map.of(Manifests.MANAGED_BY, Manifests.MANAGER, Manifests.SITE, site))
                        .list()
                        .getItems()
                        .forEach(live -> {
                            var slot = new Slot(site, live.getMetadata().getName());
                            all.put(slot, observed(slot, live, wanted.get(slot)));
                        });
            } catch (KubernetesClientException e) {
                throw ClusterFailure.of(e, namespace);
            }
        }
        return all;
    }

    /** @throws ClusterFailure when the cluster does not take it */
    public void apply(Assignment assignment) {
        var deployment = manifests.deployment(assignment);
        var namespace = deployment.getMetadata().getNamespace();
        try {
            var there = client.apps()
                    .deployments()
                    .inNamespace(namespace)
                    .withName(deployment.getMetadata().getName())
                    .get();
            if (there != null && !isOurs(there))
                throw new ClusterFailure("a Deployment of this name is in namespace " + namespace
                        + " already, and not Archipelago's: remove it, or use another namespace");
            client.resource(deployment).patch(context());
        } catch (KubernetesClientException e) {
            throw ClusterFailure.of(e, namespace);
        }
    }

    /** Fields that somebody else took are taken back: what is admitted is the truth, and the loss is reported as drift. */
    private PatchContext context() {
        var context = new PatchContext.Builder()
                .withPatchType(PatchType.SERVER_SIDE_APPLY)
                .withFieldManager(Manifests.MANAGER)
                .withForce(true);
        if (dryRun) context.withDryRun(List.of("All"));
        return context.build();
    }

    /** @throws ClusterFailure when the cluster does not do it */
    public void remove(Slot slot) {
        if (dryRun) return;
        var namespace = manifests.namespaceOf(slot.site());
        try {
            var named = client.apps().deployments().inNamespace(namespace).withName(slot.workload());
            var there = named.get();
            if (there == null || !isOurs(there)) return;
            var unused =
                    named.withPropagationPolicy(DeletionPropagation.FOREGROUND).delete();
        } catch (KubernetesClientException e) {
            throw ClusterFailure.of(e, namespace);
        }
    }

    private static boolean isOurs(Deployment deployment) {
        var labels = deployment.getMetadata().getLabels();
        return labels != null && Manifests.MANAGER.equals(labels.get(Manifests.MANAGED_BY));
    }

    private Observed observed(Slot slot, Deployment live, @Nullable Assignment assignment) {
        var annotations = Objects.requireNonNullElse(live.getMetadata().getAnnotations(), Map.<String, String>of());
        var order = annotations.getOrDefault(Manifests.ORDER, "");
        int asked = Objects.requireNonNullElse(live.getSpec().getReplicas(), 1);
        int ready = ready(live);
        return new Observed(
                slot,
                annotations.getOrDefault(Manifests.HOME, ""),
                asked,
                ready,
                number(annotations.get(Manifests.EPOCH)),
                number(annotations.get(Manifests.PLAN)),
                order,
                drift(order, live, assignment),
                ready >= asked ? null : trouble(live, asked, ready));
    }

    /** Only what was asked last can have been changed since. */
    private List<Drift> drift(String order, Deployment live, @Nullable Assignment assignment) {
        if (assignment == null || assignment.obstacle() != null) return List.of();
        if (!order.equals(manifests.fingerprint(assignment))) return List.of();
        return Drifts.between(manifests.deployment(assignment), live);
    }

    private static long number(@Nullable String text) {
        try {
            return text == null ? 0 : Long.parseLong(text);
        } catch (NumberFormatException changedByHand) {
            return 0;
        }
    }

    /** Replicas of an earlier order do not count. */
    private static int ready(Deployment live) {
        var status = live.getStatus();
        if (status == null || status.getReadyReplicas() == null) return 0;
        var seen = status.getObservedGeneration();
        var generation = live.getMetadata().getGeneration();
        if (seen != null && generation != null && seen < generation) return 0;
        int updated = Objects.requireNonNullElse(status.getUpdatedReplicas(), status.getReadyReplicas());
        return Math.min(status.getReadyReplicas(), updated);
    }

    private String trouble(Deployment live, int asked, int ready) {
        var missing = "%d of %d are not ready".formatted(asked - ready, asked);
        var status = live.getStatus();
        if (status != null && status.getConditions() != null)
            for (var condition : status.getConditions()) {
                boolean failing = condition.getType().equals("ReplicaFailure")
                        ? "True".equals(condition.getStatus())
                        : condition.getType().equals("Progressing") && "False".equals(condition.getStatus());
                if (failing) return missing + ": " + condition.getMessage();
            }
        var waiting = waiting(live);
        return waiting == null ? missing : missing + ": " + waiting;
    }

    /** What a pod says it waits for, such as an image that cannot be pulled. */
    private @Nullable String waiting(Deployment live) {
        var pods = client.pods()
                .inNamespace(live.getMetadata().getNamespace())
                .withLabels(live.getSpec().getSelector().getMatchLabels())
                .list()
                .getItems();
        for (var pod : pods) {
            var status = pod.getStatus();
            if (status == null) continue;
            for (var condition : status.getConditions())
                if (condition.getType().equals("PodScheduled") && "False".equals(condition.getStatus()))
                    return condition.getReason() + ": " + condition.getMessage();
            for (var container : status.getContainerStatuses()) {
                var state = container.getState();
                if (state != null && state.getWaiting() != null) return words(state.getWaiting());
            }
        }
        return null;
    }

    private static String words(ContainerStateWaiting waiting) {
        return waiting.getMessage() == null ? waiting.getReason() : waiting.getReason() + ": " + waiting.getMessage();
    }
}
