package io.archipelago.residency.gate;

import static java.nio.charset.StandardCharsets.UTF_8;

/**
 * What becomes of a record at one destination's counter. There are few of them, made in advance: deciding makes nothing
 * new.
 *
 * @param crosses false: it stays home
 * @param why the rules that let it cross, as {@code policy#rule}, or the reason it stays
 * @param header {@code why} as the header of a copy
 */
record Decision(boolean crosses, String why, byte[] header) {

    static final Decision UNLABELLED = kept("unlabelled");
    static final Decision UNREADABLE = kept("unreadable label");
    static final Decision UNKNOWN_CLASS = kept("unknown class");
    static final Decision UNKNOWN_JURISDICTION = kept("unknown jurisdiction");

    /** A fact that came from elsewhere is never sent on. */
    static final Decision REPEATED = kept("another region's fact");

    static final Decision OTHER_AUDIENCE = kept("for another region");
    static final Decision NO_AUDIENCE = kept("for nobody");
    static final Decision TOO_LARGE = kept("too large");

    static Decision kept(String reason) {
        return new Decision(false, reason, new byte[0]);
    }

    static Decision crosses(String rules) {
        return new Decision(true, rules, rules.getBytes(UTF_8));
    }
}
