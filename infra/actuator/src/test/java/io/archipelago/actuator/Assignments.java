package io.archipelago.actuator;

import io.archipelago.actuator.domain.Assignment;
import io.archipelago.events.inventory.WorkloadSpec;
import io.archipelago.events.inventory.WorkloadSpec.Replicas;
import io.archipelago.events.placement.ReplicasDecided;
import io.archipelago.events.quantity.Bytes;
import io.archipelago.events.quantity.Cpu;
import io.archipelago.events.quantity.Resources;
import org.jspecify.annotations.Nullable;

/** Assignments for tests. */
public final class Assignments {

    private static final Resources SMALL = new Resources(Cpu.of("500m"), Bytes.of("1Gi"), null);

    private Assignments() {}

    public static Assignment of(String site, String workload, int replicas) {
        return of(site, workload, replicas, 1, "registry.example.com/shop/" + workload + ":1");
    }

    public static Assignment of(String site, String workload, int replicas, long epoch, @Nullable String image) {
        return new Assignment(decided(site, workload, replicas, epoch), spec(image));
    }

    public static ReplicasDecided decided(String site, String workload, int replicas, long epoch) {
        return new ReplicasDecided(
                workload, site, "eu-central", "us-east", replicas, replicas, null, epoch, 17, SMALL, null);
    }

    public static WorkloadSpec spec(@Nullable String image) {
        return new WorkloadSpec(
                "shop", image, new Replicas(1, 9, null), SMALL, null, null, null, null, null, null, null, null);
    }
}
