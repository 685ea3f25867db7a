package io.archipelago.cost.domain;

import io.archipelago.events.cost.Charge;
import io.archipelago.events.quantity.Usd;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * What was spent, by one dimension, the largest first.
 *
 * @param total of the items; charges the dimension does not apply to, such as transfers by site, are left out
 * @param perHour what the items cost per hour now
 * @param unrated usages that wait for a catalogue with their price
 * @param unmetered flows of which reports never came: crossed records nobody is charged for
 */
public record Bill(
        By by,
        Period period,
        String currency,
        Usd total,
        Usd perHour,
        List<Item> items,
        int unrated,
        List<FlowCount> unmetered) {

    /** How a bill can be cut. */
    public enum By {
        OWNER(Charge::owner),
        WORKLOAD(charge -> named(charge.resource(), "workload/")),
        SITE(Charge::site),
        LINK(Charge::link),
        FLOW(charge -> named(charge.resource(), "flow/")),
        REGION(Charge::region),
        PROVIDER(Charge::provider),
        CATEGORY(Charge::serviceCategory);

        private final Function<Charge, @Nullable String> dimension;

        By(Function<Charge, @Nullable String> dimension) {
            this.dimension = dimension;
        }

        /** As written in a query, in any case. */
        public static Optional<By> named(String text) {
            return Stream.of(values())
                    .filter(by -> by.toString().equals(text.toLowerCase(Locale.ROOT)))
                    .findFirst();
        }

        private static @Nullable String named(String resource, String kind) {
            return resource.startsWith(kind) ? resource.substring(kind.length()) : null;
        }

        @com.fasterxml.jackson.annotation.JsonValue
        @Override
        public String toString() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /**
     * @param share of the total, 0 to 1
     * @param perHour now
     */
    public record Item(String name, Usd amount, double share, Usd perHour) {}

    private record Sum(Usd amount, Usd perHour) {
        Sum plus(Sum other) {
            return new Sum(amount.plus(other.amount), perHour.plus(other.perHour));
        }
    }

    /** A rate is taken for current while its region goes on stating it: three accruals, at least a minute. */
    private static final Duration LEAST_PATIENCE = Duration.ofMinutes(1);

    static Bill of(By by, Period period, Collection<Charge> charges, Instant now, Duration accrual) {
        var patience = accrual.multipliedBy(3).compareTo(LEAST_PATIENCE) > 0 ? accrual.multipliedBy(3) : LEAST_PATIENCE;
        var fresh = now.minus(patience);
        var sums = new TreeMap<String, Sum>();
        var nothing = new Sum(Usd.ZERO, Usd.ZERO);
        for (var charge : charges) {
            var name = by.dimension.apply(charge);
            if (name == null || !period.overlaps(charge)) continue;
            var rate = charge.meteredUntil().isBefore(fresh) ? Usd.ZERO : charge.ratePerHour();
            sums.merge(name, new Sum(charge.billedCost(), rate), Sum::plus);
        }
        var total = sums.values().stream().reduce(nothing, Sum::plus);
        var items = sums.entrySet().stream()
                .map(entry -> item(entry, total.amount))
                .sorted(Comparator.comparing(Item::amount).reversed().thenComparing(Item::name))
                .toList();
        return new Bill(by, period, "USD", total.amount, total.perHour, items, 0, List.of());
    }

    private static Item item(Map.Entry<String, Sum> entry, Usd total) {
        var sum = entry.getValue();
        double share = total.micros() == 0 ? 0 : sum.amount.micros() / (double) total.micros();
        return new Item(entry.getKey(), sum.amount, Math.round(share * 1e6) / 1e6, sum.perHour);
    }

    Bill with(Collection<FlowCount> unmetered, int unrated) {
        return new Bill(by, period, currency, total, perHour, items, unrated, List.copyOf(unmetered));
    }
}
