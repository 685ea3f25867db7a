package io.archipelago.events.residency;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Where a workload may run, or a dataset may lie, under the policies in force. The body of {@code residency.rulings.v1}.
 *
 * @param subject {@code workload/cart} or {@code dataset/customers}; the record key
 * @param removed true when the workload or dataset is gone
 * @param verdicts one per jurisdiction; a jurisdiction that is missing is denied
 * @param policies the policies that were in force, by name, with their revisions
 */
public record Ruling(String subject, boolean removed, Map<String, Verdict> verdicts, Map<String, Long> policies) {

    /**
     * @param rules what decided, as {@code policy#rule}; empty for a denial by default, whose reason holds the question
     *     that would settle it
     * @param source the legal sources of those rules
     * @param treatments of a dataset's columns when a copy crosses to there: drop, mask or pseudonymise, by column
     * @param attested true for a denial that does not hold at sites whose place is attested
     */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    public record Verdict(
            boolean allowed,
            List<String> rules,
            String reason,
            @Nullable String source,
            @Nullable Map<String, String> treatments,
            @Nullable Boolean attested) {

        /** A verdict that asks for no treatment. */
        public Verdict(boolean allowed, List<String> rules, String reason, @Nullable String source) {
            this(allowed, rules, reason, source, null, null);
        }

        /** True for a denial that does not hold at sites whose place is attested. */
        public boolean allowedWhereAttested() {
            return Boolean.TRUE.equals(attested);
        }
    }

    public boolean allows(String jurisdiction) {
        var verdict = verdicts.get(jurisdiction);
        return !removed && verdict != null && verdict.allowed();
    }
}
