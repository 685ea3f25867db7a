package io.archipelago.residency.domain;

import com.fasterxml.jackson.annotation.JsonIgnore;
import com.fasterxml.jackson.annotation.JsonInclude;
import io.archipelago.events.residency.Ruling;
import io.archipelago.kit.core.Rejection;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What drafts would lead to.
 *
 * @param items every ruling that would hold
 * @param changed how they differ from those that hold now; empty when nothing would change
 * @param at the time that was ruled for
 * @param deadlines of the policies among the drafts
 * @param orders what the gate would go by; null when the drafts cannot be judged
 * @param rejection why the drafts cannot be judged; null when they can
 */
public record Preview(
        List<Ruling> items,
        List<Difference> changed,
        Instant at,
        List<Deadline> deadlines,
        @JsonIgnore @Nullable GateOrders orders,
        @JsonIgnore @Nullable Rejection rejection) {

    static Preview rejected(Rejection rejection) {
        return new Preview(List.of(), List.of(), Instant.EPOCH, List.of(), null, rejection);
    }

    /**
     * When a policy binds.
     *
     * @param from null for as soon as it is declared
     * @param until null for ever
     */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    public record Deadline(
            String policy, @Nullable Instant from, @Nullable Instant until) {}

    /**
     * @param gained jurisdictions that would be allowed and are not now
     * @param lost jurisdictions that are allowed now and would not be
     */
    @JsonInclude(JsonInclude.Include.NON_EMPTY)
    public record Difference(String subject, List<String> gained, List<String> lost) {}
}
