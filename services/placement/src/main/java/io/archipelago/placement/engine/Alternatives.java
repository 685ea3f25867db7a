package io.archipelago.placement.engine;

import java.util.List;
import java.util.Optional;

/**
 * Why a group runs where it runs.
 *
 * @param bySite one entry per site, in site order
 * @param runnerUp the open site that would be cheapest for one replica more or moved, if there is any
 * @param flips the smallest single changes that would put a replica elsewhere, cheapest first
 */
public record Alternatives(int group, List<Alternative> bySite, Optional<Alternative> runnerUp, List<Flip> flips) {

    /**
     * What one replica at this site would mean.
     *
     * @param replicas already there in the plan
     * @param from the site the best single move would come from; -1 when a waiting replica would start here
     * @param deltaMicroUsd hourly cost of that move, move cost included; ignores the blocker
     * @param blocker what forbids it
     */
    public record Alternative(int site, int replicas, int from, long deltaMicroUsd, Blocker blocker) {}

    /** What stands against one more replica at a site. */
    public sealed interface Blocker {
        record Open() implements Blocker {}

        /** The domain ruled the site out. */
        record Excluded(int reason) implements Blocker {}

        record Capacity(int resource, long shortBy) implements Blocker {}

        record PerSiteLimit(int limit) implements Blocker {}

        /** The move would leave too few distinct domains of a scope. */
        record SpreadKept(Scope scope) implements Blocker {}

        /** @param payer the group whose ceiling it is: this one, or one that calls it */
        record BudgetCeiling(int payer, long overBy) implements Blocker {}
    }

    /** One change, all else equal, after which a replica moves from one site to another; from is -1 for a waiting one. */
    public sealed interface Flip {
        int site();

        int from();

        /** Price per replica and hour at {@code site} from {@code price} to {@code below} or less. */
        record Price(int site, int from, long price, long below) implements Flip {}

        /** This much more of a resource at {@code site}. */
        record MoreCapacity(int site, int from, int resource, long amount) implements Flip {}

        /** The exclusion with this reason lifted. */
        record ExclusionLifted(int site, int from, int reason) implements Flip {}

        /** The payer's spending ceiling this much higher, in micro-USD per hour. */
        record HigherBudget(int site, int from, int payer, long by) implements Flip {}
    }
}
