package io.archipelago.events.residency;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A law as data: which jurisdictions may store, process or be sent data of some classes about some subjects.
 * A model, not advice. Where no rule of any policy in force allows an action, it is denied.
 *
 * @param dataClasses the classes it speaks of
 * @param subjects whose data: jurisdictions or groups; {@code *} for all
 * @param effectiveFrom in force from then on; at once when absent
 * @param effectiveUntil in force before then; for good when absent
 * @param rules a deny always beats an allow, in whatever policy it stands
 */
@JsonInclude(JsonInclude.Include.NON_EMPTY)
public record ResidencyPolicySpec(
        @Nullable String description,
        List<String> dataClasses,
        List<String> subjects,
        @Nullable Instant effectiveFrom,
        @Nullable Instant effectiveUntil,
        List<Rule> rules) {

    /**
     * @param id unique in its policy; an explanation names it as {@code policy#id}
     * @param effect allow or deny
     * @param actions store, process, send
     * @param jurisdictions where: codes or groups; {@code *} for everywhere
     * @param except jurisdictions or groups it does not hold for
     * @param source the legal source it models
     * @param reason one sentence a person understands
     */
    @JsonInclude(JsonInclude.Include.NON_EMPTY)
    public record Rule(
            String id,
            String effect,
            List<String> actions,
            List<String> jurisdictions,
            @Nullable List<String> except,
            String source,
            @Nullable String reason) {}
}
