package io.archipelago.observability.domain;

import io.archipelago.events.cost.Charge;
import io.archipelago.events.quantity.Usd;
import io.archipelago.observability.domain.Picture.Money;
import io.archipelago.observability.domain.Picture.MoneyRow;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** What it costs, of all regions whose charges are known here. */
final class MoneyRows {

    /** A rate that its region has not stated for so long is not taken for current. */
    private static final Duration STALE = Duration.ofMinutes(1);

    private MoneyRows() {}

    static Money of(Facts facts, Instant now) {
        var byOwner = new TreeMap<String, MoneyRow>();
        var byLink = new TreeMap<String, MoneyRow>();
        var all = new MoneyRow("", Usd.ZERO, Usd.ZERO);
        for (var charge : facts.charges.values()) {
            var rate = charge.meteredUntil().isBefore(now.minus(STALE)) ? Usd.ZERO : charge.ratePerHour();
            all = plus(all, new MoneyRow("", rate, charge.billedCost()));
            add(byOwner, charge.owner(), rate, charge);
            var link = charge.link();
            if (link != null) add(byLink, link, rate, charge);
        }
        return new Money(all.perHour(), all.billed(), List.copyOf(byOwner.values()), List.copyOf(byLink.values()));
    }

    private static void add(Map<String, MoneyRow> rows, String name, Usd rate, Charge charge) {
        rows.merge(name, new MoneyRow(name, rate, charge.billedCost()), MoneyRows::plus);
    }

    private static MoneyRow plus(MoneyRow a, MoneyRow b) {
        return new MoneyRow(a.name(), a.perHour().plus(b.perHour()), a.billed().plus(b.billed()));
    }
}
