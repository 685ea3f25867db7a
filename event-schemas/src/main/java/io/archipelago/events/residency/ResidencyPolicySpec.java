package io.archipelago.events.residency;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A law as data: which jurisdictions may store, process or be sent data of some classes about some subjects.
 * A model, not advice. Where no rule of any policy in force allows an action, it is denied.
 *
 * @param dataClasses the classes it speaks of
 * @param subjects whose data: jurisdictions or groups; {@code *} for all
 * @param effectiveFrom in force from then on; at once when absent
 * @param effectiveUntil in force before then; for good when absent
 * @param rules among rules of the same precedence a deny always beats an allow, in whatever policy it stands
 * @param processedIn binds only data processed in these jurisdictions or groups, that is, kept first there; wherever it
 *     is when absent
 * @param otherwise allow or deny: what it says of whatever none of its rules settles; nothing when absent
 * @param precedence rules of a higher precedence decide over those of a lower one; 0 when absent
 * @param draft true: checked and previewed, never in force
 */
@JsonInclude(JsonInclude.Include.NON_EMPTY)
public record ResidencyPolicySpec(
        @Nullable String description,
        List<String> dataClasses,
        List<String> subjects,
        @Nullable Instant effectiveFrom,
        @Nullable Instant effectiveUntil,
        List<Rule> rules,
        @Nullable List<String> processedIn,
        @Nullable String otherwise,
        @Nullable Integer precedence,
        @Nullable Boolean draft) {

    /**
     * @param id unique in its policy; an explanation names it as {@code policy#id}
     * @param effect allow or deny
     * @param actions store, process, send
     * @param jurisdictions where: codes or groups; {@code *} for everywhere
     * @param except jurisdictions or groups it does not hold for
     * @param source the legal source it models
     * @param reason one sentence a person understands
     * @param purposes holds only for these purposes; for any when absent
     * @param safeguards what must be in place for an allow to hold: all of them
     * @param localCopy an allow holds only for data that is kept first in one of these jurisdictions or groups
     * @param volume holds only while the count of records that left the country is in this range
     * @param when a condition in CEL; holds where it is true
     * @param treatments how columns of a class are treated when a copy crosses: drop, mask, encrypt or pseudonymise
     */
    @JsonInclude(JsonInclude.Include.NON_EMPTY)
    public record Rule(
            String id,
            String effect,
            List<String> actions,
            List<String> jurisdictions,
            @Nullable List<String> except,
            String source,
            @Nullable String reason,
            @Nullable List<String> purposes,
            @Nullable List<String> safeguards,
            @Nullable List<String> localCopy,
            @Nullable Volume volume,
            @Nullable String when,
            @Nullable Map<String, String> treatments) {}

    /**
     * A range of the count of records of one owner and class that have left the country.
     *
     * @param atLeast from this many on; from the first when absent
     * @param below up to, not including, this many; without end when absent
     */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    public record Volume(@Nullable Long atLeast, @Nullable Long below) {}
}
