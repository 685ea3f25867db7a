package io.archipelago.residency.gate;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.archipelago.residency.treatment.Answer.Refused;
import io.archipelago.residency.treatment.Treater;
import java.util.Objects;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.internals.RecordHeader;
import org.jspecify.annotations.Nullable;

/**
 * What becomes of a record at one destination's counter. There are few of them, made in advance: deciding makes nothing
 * new.
 *
 * @param crosses false: it stays home
 * @param why the rules that let it cross, as {@code policy#rule}, or the reason it stays
 * @param ruling {@code why} as the header of a copy
 * @param treatments what the treater does, as the header of a copy; null when there is none
 * @param treater treats the columns of what crosses; null when it crosses as it is
 */
record Decision(
        boolean crosses,
        String why,
        Header ruling,
        @Nullable Header treatments,
        @Nullable Treater treater) {

    static final Decision UNLABELLED = kept("unlabelled");
    static final Decision UNREADABLE = kept("unreadable label");
    static final Decision UNKNOWN_CLASS = kept("unknown class");
    static final Decision UNKNOWN_JURISDICTION = kept("unknown jurisdiction");

    /** A fact that came from elsewhere is never sent on. */
    static final Decision REPEATED = kept("another region's fact");

    static final Decision OTHER_AUDIENCE = kept("for another region");
    static final Decision NO_AUDIENCE = kept("for nobody");
    static final Decision TOO_LARGE = kept("too large");

    /** Columns must be treated, and of one of them nobody has said what it holds. */
    static final Decision UNDECLARED = kept(Refused.UNDECLARED.reason());

    static final Decision UNKNOWN_COLUMN = kept("unknown class of a column");
    private static final Decision UNREADABLE_VALUE = kept(Refused.UNREADABLE.reason());
    private static final Decision KEY_LOST = kept(Refused.KEY_LOST.reason());

    /** Whom it is about cannot be told: nobody knows whose key to take, or whether that person was erased. */
    static final Decision UNKNOWN_SUBJECT = kept(Refused.UNKNOWN_SUBJECT.reason());

    static final Decision SUBJECT_ERASED = kept(Refused.SUBJECT_ERASED.reason());

    /** Of the past: how it was treated nobody knows any more. */
    static final Decision TREATED_OTHERWISE = kept("treated otherwise");

    static Decision kept(String reason) {
        return new Decision(false, reason, header(Copier.RULING, ""), null, null);
    }

    static Decision kept(Refused refused) {
        return switch (refused) {
            case UNREADABLE -> UNREADABLE_VALUE;
            case UNDECLARED -> UNDECLARED;
            case KEY_LOST -> KEY_LOST;
            case UNKNOWN_SUBJECT -> UNKNOWN_SUBJECT;
            case SUBJECT_ERASED -> SUBJECT_ERASED;
        };
    }

    static Decision crosses(String rules) {
        return crosses(rules, null);
    }

    static Decision crosses(String rules, @Nullable Treater treater) {
        var treatments =
                treater == null ? null : header(Copier.TREATED, treater.plan().toString());
        return new Decision(true, rules, header(Copier.RULING, rules), treatments, treater);
    }

    private static Header header(String name, String value) {
        return new RecordHeader(name, value.getBytes(UTF_8));
    }

    /** True when the same copy crosses by both, or none does. */
    boolean isLike(Decision other) {
        return crosses == other.crosses && Objects.equals(treater, other.treater);
    }
}
