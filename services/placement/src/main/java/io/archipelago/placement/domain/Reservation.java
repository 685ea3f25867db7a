package io.archipelago.placement.domain;

import io.archipelago.events.placement.ReplicasDecided;
import io.archipelago.events.placement.ReplicasRequested;
import io.archipelago.events.quantity.Resources;
import org.jspecify.annotations.Nullable;

/**
 * What a site holds for a workload, and for whom. It stays when nothing is held any more: it is the fence that keeps a
 * late request of an older planner out.
 *
 * @param region the owner of the site, the only one that writes this
 * @param home the region whose request it answers
 * @param owner who pays; null when another region's site told of it
 * @param reason why fewer than requested were granted
 */
public record Reservation(
        String site,
        String workload,
        String region,
        String home,
        @Nullable String owner,
        int requested,
        int granted,
        Resources perReplica,
        int priority,
        @Nullable String reason,
        long epoch,
        long plan) {

    static Reservation granting(ReplicasRequested request, String region, int granted, @Nullable String reason) {
        return new Reservation(
                request.site(),
                request.workload(),
                region,
                request.home(),
                request.owner(),
                request.replicas(),
                granted,
                request.perReplica(),
                request.priority(),
                reason,
                request.epoch(),
                request.plan());
    }

    /** @param unit what a replica needs, for answers that do not tell */
    static Reservation told(ReplicasDecided answer, Resources unit) {
        return new Reservation(
                answer.site(),
                answer.workload(),
                answer.region(),
                answer.home(),
                null,
                answer.requested(),
                answer.granted(),
                answer.perReplica() == null ? unit : answer.perReplica(),
                0,
                answer.reason(),
                answer.epoch(),
                answer.plan());
    }

    ReplicasDecided answer(Resources free) {
        return new ReplicasDecided(
                workload, site, region, home, requested, granted, reason, epoch, plan, perReplica, free);
    }

    Reservation cutTo(int replicas, String why) {
        return new Reservation(
                site, workload, region, home, owner, requested, replicas, perReplica, priority, why, epoch, plan);
    }

    public Claim claim() {
        return new Claim(epoch, home);
    }

    public Resources held() {
        return perReplica.times(granted);
    }

    /** Whether it answers this wish, or a later one of the same planner. */
    boolean answers(ReplicasRequested wish) {
        return claim().equals(new Claim(wish.epoch(), wish.home())) && plan >= wish.plan();
    }
}
