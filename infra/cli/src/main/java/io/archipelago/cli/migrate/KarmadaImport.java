package io.archipelago.cli.migrate;

import io.archipelago.events.quantity.Bytes;
import io.archipelago.events.quantity.Cpu;
import io.archipelago.events.quantity.Resources;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Reads Karmada's policies and the Deployments that they place.
 *
 * @see <a href="https://karmada.io/docs/userguide/scheduling/propagation-policy">Karmada: Resource Propagating</a>
 */
final class KarmadaImport {

    /** A document and where it stands. */
    private record Thing(String file, Part part) {
        String kind() {
            return part.at("kind").text();
        }

        String name() {
            return part.at("metadata", "name").text();
        }

        /** As Karmada fills it in. */
        String namespace() {
            var written = part.at("metadata", "namespace").text();
            return written.isEmpty() ? "default" : written;
        }

        String where() {
            return file + " " + kind() + "/" + name();
        }
    }

    private static final Set<String> WORKLOADS = Set.of("Deployment", "StatefulSet", "ReplicaSet");
    private static final Set<String> PLACING = Set.of("PropagationPolicy", "ClusterPropagationPolicy");
    private static final Set<String> OVERRIDING = Set.of("OverridePolicy", "ClusterOverridePolicy");
    private static final Set<String> SCALING = Set.of("HorizontalPodAutoscaler", "FederatedHPA");

    private static final Reasons REASONS = new Reasons()
            .with(
                    "spec\\.template\\..*|spec\\.(selector|strategy|updateStrategy|minReadySeconds|revisionHistoryLimit"
                            + "|progressDeadlineSeconds|paused|serviceName|podManagementPolicy|volumeClaimTemplates"
                            + "|ordinals|persistentVolumeClaimRetentionPolicy)|metadata\\..*",
                    "how a pod is made and updated stays with what runs it at its site")
            .with("spec\\.placement\\.clusterTolerations.*", "sites have no taints; a cordoned site admits nothing new")
            .with("spec\\.failover.*", "who takes over from a lost region, and when, follows from the regions' health")
            .with(
                    "spec\\.(propagateDeps|association|dependentOverrides)",
                    "what a pod needs beside it stays with what runs it at its site")
            .with(
                    "spec\\.(preemption|conflictResolution|activationPreference|schedulerName|schedulePriority)",
                    "one scheduler decides here, by law, promises and price")
            .with("spec\\.suspension.*", "a workload that is declared is placed; declare it when it is to run")
            .with("spec\\.(metrics|behavior)", "the number of replicas follows demand and requestsPerSecond");

    private final Sites sites;
    private final Findings findings;
    private final List<Thing> things = new ArrayList<>();
    private final Map<String, Draft> drafts = new TreeMap<>();
    private final Set<Thing> chosen = Collections.newSetFromMap(new IdentityHashMap<>());

    KarmadaImport(Sites sites, Findings findings) {
        this.sites = sites;
        this.findings = findings;
    }

    void read(String file, Part document) {
        things.add(new Thing(file, document));
    }

    /** One workload per Deployment, in order of name. */
    List<Draft> drafts() {
        for (var thing : things) {
            thing.part().at("apiVersion").use();
            if (WORKLOADS.contains(thing.kind())) workload(thing);
            else if (!PLACING.contains(thing.kind())
                    && !OVERRIDING.contains(thing.kind())
                    && !SCALING.contains(thing.kind()))
                findings.add(
                        thing.where(),
                        thing.part(),
                        "is not placed by Archipelago: keep it with what runs at your sites");
        }
        for (var thing : things) if (OVERRIDING.contains(thing.kind())) overrides(thing);
        for (var thing : things)
            if (PLACING.contains(thing.kind()) && chosen.add(thing))
                findings.add(thing.where(), thing.part(), "places none of the workloads among the files");
        for (var thing : things) findings.unused(thing.where(), thing.part().unused(), REASONS);
        return List.copyOf(drafts.values());
    }

    private void workload(Thing thing) {
        var name = thing.name();
        var key = Draft.named(name);
        if (drafts.containsKey(key)) key = Draft.named(thing.namespace() + "-" + name);
        if (drafts.containsKey(key)) {
            findings.add(
                    thing.where(), thing.part(), "is the second of this name: declare it by hand under another one");
            return;
        }
        var policy = policy(thing);
        var from = thing.where() + (policy == null ? "" : ", placed by " + policy.where());
        var draft = new Draft(from, key);
        drafts.put(key, draft);
        if (!key.equals(name)) draft.decide("it was called " + name + " in " + thing.namespace());
        draft.owner(thing.namespace());
        draft.labels(thing.part().at("metadata", "labels").entries());
        int replicas = thing.part().at("spec", "replicas").number(1);
        draft.replicas(replicas, replicas);
        pods(thing, draft);
        scaling(thing, draft);
        if (policy == null) draft.decide("no policy among the files placed it, so Karmada ran it nowhere");
        else place(policy, draft);
    }

    // --- what a replica is -------------------------------------------------------------------------------------------

    private void pods(Thing thing, Draft draft) {
        var pod = thing.part().at("spec", "template", "spec");
        var each = Resources.NONE;
        boolean first = true;
        for (var container : pod.at("containers").items()) {
            var asked = container.at("resources", "requests");
            var limit = container.at("resources", "limits");
            each = each.plus(new Resources(
                    amount(asked, limit, "cpu").isEmpty() ? Cpu.NONE : Amounts.cpu(amount(asked, limit, "cpu")),
                    amount(asked, limit, "memory").isEmpty()
                            ? Bytes.NONE
                            : Amounts.bytes(amount(asked, limit, "memory")),
                    amount(asked, limit, "ephemeral-storage").isEmpty()
                            ? Bytes.NONE
                            : Amounts.bytes(amount(asked, limit, "ephemeral-storage"))));
            if (first) draft.image(container.at("image").text());
            else
                findings.add(
                        thing.where(),
                        container.at("image"),
                        "a workload names one image, that of its first container");
            first = false;
        }
        Guess.fill(draft, each, new Resources(new Cpu(100), Amounts.ofMebibytes(128), null));
    }

    /** What is asked for; the limit when nothing is, as Kubernetes has it. */
    private static String amount(Part asked, Part limit, String resource) {
        var most = limit.at(resource).text();
        var least = asked.at(resource).text();
        return least.isEmpty() ? most : least;
    }

    private void scaling(Thing thing, Draft draft) {
        for (var scaler : things) {
            if (!SCALING.contains(scaler.kind()) || !scaler.namespace().equals(thing.namespace())) continue;
            var target = scaler.part().at("spec", "scaleTargetRef");
            if (!target.at("kind").text().equals(thing.kind())
                    || !target.at("name").text().equals(thing.name())) continue;
            target.use();
            draft.replicas(
                    scaler.part().at("spec", "minReplicas").number(1),
                    scaler.part().at("spec", "maxReplicas").number(1));
            draft.remark(
                    "replicas", "decide: requestsPerSecond, what one replica serves, lets the number follow demand");
        }
    }

    // --- where it ran ------------------------------------------------------------------------------------------------

    /** The policy that Karmada would take: a namespace's own before the cluster's, then priority, then the more exact. */
    private @Nullable Thing policy(Thing workload) {
        var fitting = things.stream()
                .filter(thing -> PLACING.contains(thing.kind()) && exactness(thing, workload) > 0)
                .sorted(Comparator.comparing((Thing thing) -> thing.kind().startsWith("Cluster"))
                        .thenComparing(
                                thing -> -thing.part().at("spec", "priority").number(0))
                        .thenComparing(thing -> -exactness(thing, workload))
                        .thenComparing(Thing::name))
                .toList();
        for (var other : fitting.stream().skip(1).toList())
            findings.add(
                    other.where(),
                    "spec.resourceSelectors",
                    "chooses " + workload.where() + ", too; "
                            + fitting.getFirst().where() + " goes before it");
        chosen.addAll(fitting);
        return fitting.isEmpty() ? null : fitting.getFirst();
    }

    /** 3: named, 2: by label, 1: all of the kind, 0: not chosen. */
    private static int exactness(Thing policy, Thing workload) {
        int best = 0;
        for (var selector : policy.part().at("spec", "resourceSelectors").items()) {
            if (!selector.at("apiVersion")
                    .text()
                    .equals(workload.part().at("apiVersion").text())) continue;
            if (!selector.at("kind").text().equals(workload.kind())) continue;
            var namespace = selector.at("namespace").text();
            if (namespace.isEmpty() && !policy.kind().startsWith("Cluster")) namespace = policy.namespace();
            if (!namespace.isEmpty() && !namespace.equals(workload.namespace())) continue;
            var name = selector.at("name").text();
            if (!name.isEmpty()) {
                selector.use();
                if (name.equals(workload.name())) best = 3;
            } else if (!selector.at("labelSelector").there()) best = Math.max(best, 1);
            else if (Selector.matches(
                    selector.at("labelSelector").use(),
                    workload.part().at("metadata", "labels").entries())) best = Math.max(best, 2);
        }
        return best;
    }

    private void place(Thing policy, Draft draft) {
        policy.part().at("spec", "resourceSelectors").use();
        var placement = policy.part().at("spec", "placement");
        var affinities = placement.at("clusterAffinities").items();
        var affinity = affinities.isEmpty() ? placement.at("clusterAffinity") : affinities.getFirst();
        for (int i = 1; i < affinities.size(); i++)
            draft.decide("Karmada had another group of clusters in reserve ("
                    + affinities.get(i).path() + "); here every legal site is");
        affinities.stream().skip(1).forEach(Part::use);
        affinity.at("affinityName").use();
        var clusters = clusters(affinity, draft, policy);
        for (var constraint : placement.at("spreadConstraints").items()) spread(constraint, draft, policy);
        divide(placement.at("replicaScheduling"), clusters.size(), draft, policy);
    }

    /** @return the clusters that are named */
    private List<String> clusters(Part affinity, Draft draft, Thing policy) {
        var clusters = affinity.at("clusterNames").texts();
        if (!clusters.isEmpty()) sites.allow(draft, clusters, "clusters");
        for (var excluded : affinity.at("exclude").texts())
            draft.decide("it kept out of cluster " + excluded + ": allow names where it may run, not where it may not");
        var labels = affinity.at("labelSelector");
        if (labels.there())
            draft.decide("it ran in clusters with " + Selector.told(labels.use()) + ": name the sites in allow.sites");
        for (var field : affinity.at("fieldSelector", "matchExpressions").items()) {
            var values = field.at("values").texts();
            if (field.at("key").text().equals("provider")
                    && field.at("operator").text().equals("In")) values.forEach(value -> provider(value, draft));
            else
                draft.decide("it ran where the cluster's " + field.at("key").text() + " is "
                        + field.at("operator").text() + " " + String.join(", ", values)
                        + ": name the sites that stand there in allow.sites, or the countries in allow.countries");
            field.use();
        }
        if (!affinity.at("overflowAffinities").items().isEmpty())
            findings.add(
                    policy.where(), affinity.at("overflowAffinities"), "here every legal site takes what does not fit");
        return clusters;
    }

    private static void provider(String written, Draft draft) {
        var known = Providers.named(written);
        if (known == null)
            draft.decide("it ran at provider " + written + ": name it as the catalogue does in allow.providers");
        else draft.allowProvider(known);
    }

    private void spread(Part constraint, Draft draft, Thing policy) {
        int least = constraint.at("minGroups").number(1);
        var by = constraint.at("spreadByField").text();
        switch (by) {
            case "cluster" -> draft.minSites(least);
            case "region" -> {
                draft.minRegions(least);
                draft.decide("it was spread over " + least
                        + " regions of the provider: spread.minRegions counts Archipelago's"
                        + " regions, of which there may be fewer");
            }
            default -> {
                var label = constraint.at("spreadByLabel").text();
                draft.decide("it was spread over " + least + " groups by " + (by.isEmpty() ? label : by)
                        + ": spread counts sites and Archipelago's regions");
            }
        }
        if (constraint.at("maxGroups").there())
            findings.add(policy.where(), constraint.at("maxGroups"), "there is no upper limit on the number of places");
    }

    private void divide(Part scheduling, int clusters, Draft draft, Thing policy) {
        int replicas = draft.replicas();
        boolean divided = scheduling.at("replicaSchedulingType").text().equals("Divided");
        if (!divided) { // Karmada's default: all of them in every cluster
            if (clusters == 0)
                draft.decide("each cluster ran all " + replicas + " replicas: multiply them by the number of clusters");
            else if (clusters > 1) {
                draft.replicas(replicas * clusters, replicas * clusters);
                draft.minSites(clusters);
                draft.mostAtOneSite(replicas);
                draft.remark("replicas", replicas + " in each of " + clusters + " clusters");
            }
            return;
        }
        var weights = scheduling.at("weightPreference", "staticWeightList");
        if (weights.items().isEmpty()) {
            if (scheduling.at("replicaDivisionPreference").text().equals("Aggregated"))
                findings.add(
                        policy.where(),
                        scheduling.at("replicaDivisionPreference"),
                        "replicas are not packed into few places");
            scheduling.at("weightPreference", "dynamicWeight").use(); // room is looked at here, too
            return;
        }
        weighted(weights.items(), draft, policy);
        scheduling.at("replicaDivisionPreference").use();
    }

    /** Exact shares are not kept: how many sites there were is, and the largest share. */
    private void weighted(List<Part> weights, Draft draft, Thing policy) {
        long sum = 0;
        long most = 0;
        int places = 0;
        boolean single = true;
        for (var one : weights) {
            var clusters = one.at("targetCluster", "clusterNames").texts();
            int weight = one.at("weight").number(1);
            int here = Math.max(1, clusters.size());
            single &= !clusters.isEmpty();
            if (weight > 0) places += here;
            sum += (long) weight * here;
            most = Math.max(most, weight);
            one.use();
        }
        if (sum <= 0) return;
        draft.minSites(places);
        if (single) draft.mostAtOneSite((int) Math.ceilDiv(draft.replicas() * most, sum));
        findings.add(
                policy.where(),
                "spec.placement.replicaScheduling.weightPreference.staticWeightList",
                "exact shares are not kept: how many sites there are at least, and the largest share, are");
    }

    private void overrides(Thing policy) {
        policy.part().at("spec", "resourceSelectors").use();
        for (var rules : List.of("overrideRules", "overriders", "targetCluster")) {
            var part = policy.part().at("spec", rules);
            for (var rule : part.isList() ? part.items() : part.there() ? List.of(part) : List.<Part>of())
                findings.add(
                        policy.where(),
                        rule,
                        "a workload is the same at every site: declare a second one, with allow.sites, for what differs");
        }
    }
}
