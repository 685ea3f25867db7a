package io.archipelago.residency.domain;

import io.archipelago.events.ledger.Crossing;
import java.time.Instant;

/** Where the parts of the ledger lie in the service's archive. */
public final class LedgerArchive {

    /** The entries, by {@link #key}. */
    public static final String ENTRIES = "ledger";

    /** The hashes of the records of an entry, by {@link #key}; in it by {@link #leaves}. */
    public static final String LEAVES = "ledger-leaves";

    /** The text of each law that something crossed by, by its version. */
    public static final String LAWS = "law";

    /** The entries again in short, many on a page, by {@link #page}. */
    public static final String PAGES = "ledger-pages";

    private LedgerArchive() {}

    /** Sorts as the numbers do. */
    public static String key(long number) {
        return String.format("%016d", number);
    }

    /** Sorts by the time of the last entry on it. */
    public static String page(LedgerPage page) {
        return pagesSince(page.end()) + '-' + key(page.last());
    }

    /** Of the first page on which anything of that time or later may stand. */
    public static String pagesSince(Instant time) {
        return String.format("%016d", time.toEpochMilli());
    }

    public static String leaves(Crossing crossing) {
        return crossing.sequence() + '|' + crossing.first();
    }
}
