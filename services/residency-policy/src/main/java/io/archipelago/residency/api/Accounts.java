package io.archipelago.residency.api;

import io.archipelago.residency.domain.ReportTransfers.Line;
import io.archipelago.residency.domain.TransferTotal;
import io.archipelago.residency.gate.Tally;
import java.time.Instant;
import java.util.List;
import java.util.TreeMap;

/** The totals with what the gate has counted since, so that people see a crossing at once and not a report later. */
final class Accounts {

    private final String region;
    private final TreeMap<String, TransferTotal> totals = new TreeMap<>();

    private Accounts(String region) {
        this.region = region;
    }

    /** @param pending read after the totals: a window that comes in between is missing for a moment, never doubled */
    static List<TransferTotal> upToNow(String region, List<TransferTotal> totals, Tally.Pending pending, Instant now) {
        var accounts = new Accounts(region);
        totals.forEach(total -> accounts.totals.put(total.flow() + '|' + total.to(), total));
        var window = pending.handedOver();
        if (window != null) window.lines().forEach(line -> accounts.add(line, window.windowEnd()));
        pending.open().forEach(line -> accounts.add(line, now));
        return List.copyOf(accounts.totals.values());
    }

    private void add(Line line, Instant upTo) {
        totals.compute(
                line.flow() + '|' + line.to(),
                (key, before) -> before != null && !before.upTo().isBefore(upTo)
                        ? before
                        : TransferTotal.of(before, region, line, upTo));
    }
}
