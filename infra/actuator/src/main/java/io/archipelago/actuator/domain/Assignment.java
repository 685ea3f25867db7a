package io.archipelago.actuator.domain;

import io.archipelago.events.inventory.WorkloadSpec;
import io.archipelago.events.placement.ReplicasDecided;
import io.archipelago.events.quantity.Resources;
import org.jspecify.annotations.Nullable;

/**
 * What a site has admitted, with what is to run there.
 *
 * @param spec null while the workload itself is not known here
 */
public record Assignment(ReplicasDecided admitted, @Nullable WorkloadSpec spec) {

    public Slot slot() {
        return new Slot(admitted.site(), admitted.workload());
    }

    public int replicas() {
        return admitted.granted();
    }

    /** What one replica may use: what the site set aside for it. */
    public Resources perReplica() {
        var told = admitted.perReplica();
        if (told != null) return told;
        return spec == null ? Resources.NONE : spec.resources();
    }

    /** @throws IllegalStateException when nothing could be started, see {@link #obstacle} */
    public String image() {
        if (spec == null || spec.image() == null) throw new IllegalStateException(String.valueOf(obstacle()));
        return spec.image();
    }

    /** @throws IllegalStateException when the workload is not known, see {@link #obstacle} */
    public String owner() {
        if (spec == null) throw new IllegalStateException(String.valueOf(obstacle()));
        return spec.owner();
    }

    /** Why nothing can be started; null when it can. */
    public @Nullable String obstacle() {
        if (spec == null) return "its declaration has not arrived here";
        var image = spec.image();
        return image == null || image.isBlank() ? "its declaration names no image: set spec.image" : null;
    }
}
