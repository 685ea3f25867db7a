package io.archipelago.actuator.domain;

import io.archipelago.events.inventory.WorkloadSpec;
import io.archipelago.events.placement.ReplicasDecided;
import io.archipelago.events.resource.Declared;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * What is admitted, as the topics tell it. State-based: the last word of each key counts, and a workload that was
 * deleted is still known for as long as a site holds replicas of it.
 */
public final class Orders {

    private final Map<String, ReplicasDecided> reservations = new TreeMap<>();
    private final Map<String, WorkloadSpec> workloads = new TreeMap<>();

    /** @param decided null for a tombstone */
    public void reserved(String key, @Nullable ReplicasDecided decided) {
        if (decided == null) reservations.remove(key);
        else reservations.put(key, decided);
    }

    /** @param declared null for a tombstone */
    public void declared(String name, @Nullable Declared<WorkloadSpec> declared) {
        if (declared == null) workloads.remove(name);
        else workloads.put(name, declared.spec());
    }

    /**
     * What these sites have admitted, in the order of sites and workloads.
     *
     * @param sites all when empty
     */
    public List<Assignment> assignments(Set<String> sites) {
        return reservations.values().stream()
                .filter(decided -> decided.granted() > 0)
                .filter(decided -> sites.isEmpty() || sites.contains(decided.site()))
                .map(decided -> new Assignment(decided, workloads.get(decided.workload())))
                .toList();
    }
}
