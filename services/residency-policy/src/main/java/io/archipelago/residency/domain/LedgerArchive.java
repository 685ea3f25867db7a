package io.archipelago.residency.domain;

import io.archipelago.events.ledger.Crossing;

/** Where the parts of the ledger lie in the service's archive. */
public final class LedgerArchive {

    /** The entries, by {@link #key}. */
    public static final String ENTRIES = "ledger";

    /** The hashes of the records of an entry, by {@link #key}; in it by {@link #leaves}. */
    public static final String LEAVES = "ledger-leaves";

    /** The text of each law that something crossed by, by its version. */
    public static final String LAWS = "law";

    private LedgerArchive() {}

    /** Sorts as the numbers do. */
    public static String key(long number) {
        return String.format("%016d", number);
    }

    public static String leaves(Crossing crossing) {
        return crossing.sequence() + '|' + crossing.first();
    }
}
