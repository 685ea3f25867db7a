package io.archipelago.events.actuation;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What really runs of a workload at a site. The body of {@code actuation.runs.v1}.
 *
 * @param region the owner of the site
 * @param home who plans the workload
 * @param cluster what the actuator calls the cluster it acts on
 * @param admitted how many replicas the site holds for the workload
 * @param asked how many the cluster was told to run
 * @param ready how many are ready to serve
 * @param reason what stands in the way; null when nothing does
 * @param drift fields of the actuator that somebody else has changed
 */
@JsonInclude(JsonInclude.Include.NON_EMPTY)
public record ReplicasObserved(
        String workload,
        String site,
        String region,
        String home,
        String cluster,
        int admitted,
        int asked,
        int ready,
        State state,
        @Nullable String reason,
        List<Drift> drift,
        long epoch,
        long plan) {

    public static final String TOPIC = "actuation.runs.v1";

    public ReplicasObserved(
            String workload,
            String site,
            String region,
            String home,
            String cluster,
            int admitted,
            int asked,
            int ready,
            State state,
            @Nullable String reason,
            @Nullable List<Drift> drift,
            long epoch,
            long plan) {
        this.workload = workload;
        this.site = site;
        this.region = region;
        this.home = home;
        this.cluster = cluster;
        this.admitted = admitted;
        this.asked = asked;
        this.ready = ready;
        this.state = state;
        this.reason = reason;
        this.drift = drift == null ? List.of() : List.copyOf(drift);
        this.epoch = epoch;
        this.plan = plan;
    }

    public enum State {
        /** As many as admitted are ready. */
        @JsonProperty("running")
        RUNNING,
        /** Told to run, not ready yet. */
        @JsonProperty("starting")
        STARTING,
        /** Somebody else changed what the actuator owns. */
        @JsonProperty("drifted")
        DRIFTED,
        /** The actuator cannot act on it. */
        @JsonProperty("blocked")
        BLOCKED,
        /** Nothing is admitted any more, something still runs. */
        @JsonProperty("removing")
        REMOVING
    }

    /**
     * @param field its path in the object, such as {@code .spec.replicas}
     * @param by the field manager that holds it now; null when the cluster does not say
     */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    public record Drift(
            String field,
            String wanted,
            String found,
            @Nullable String by) {}
}
