package io.archipelago.cost.domain;

import static io.archipelago.events.cost.Charge.COMPUTE;
import static io.archipelago.events.cost.Charge.NETWORKING;

import io.archipelago.events.cost.Charge;
import io.archipelago.events.quantity.Usd;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * The entries one decision makes in the books. Usage is cut at full hours; each piece adds to the charge of its hour.
 * Because a charge keeps what was metered as a whole number and its cost follows from that alone, it does not matter
 * into how many readings the time was cut.
 */
final class Entries {

    private static final long MS_PER_HOUR = Duration.ofHours(1).toMillis();
    private static final long BYTES_PER_GB = 1_000_000_000;

    /** A burst is taken for what one minute of its kind would be: a shorter window says little about an hour. */
    private static final long SHORTEST_WINDOW_MS = Duration.ofMinutes(1).toMillis();

    private final String region;
    private final Tariff tariff;
    private final Map<String, Charge> known;
    private final Map<String, Charge> made = new LinkedHashMap<>();

    Entries(String region, Tariff tariff, Map<String, Charge> known) {
        this.region = region;
        this.tariff = tariff;
        this.known = known;
    }

    /** The charges that are new or grew, each once. */
    Collection<Charge> made() {
        return made.values();
    }

    /**
     * Charges replicas for the time they ran. An empty span only states the rate.
     *
     * @param goesOn true when they run on afterwards
     * @return false, and nothing is charged, when no catalogue has the price
     */
    boolean add(Usage.Running used, boolean goesOn) {
        var found = tariff.replicaHour(used.cloudRegion(), used.perReplica());
        if (found.isEmpty()) return false;
        var price = found.get();
        var start = used.from();
        do {
            var hour = start.truncatedTo(ChronoUnit.HOURS);
            var hourEnd = hour.plus(1, ChronoUnit.HOURS);
            var end = used.until().isBefore(hourEnd) ? used.until() : hourEnd;
            long replicaMs = Math.multiplyExact(Duration.between(start, end).toMillis(), used.replicas());
            var rate = goesOn && end.isBefore(hourEnd) ? price.times(used.replicas()) : Usd.ZERO;
            if (replicaMs > 0 || goesOn || isOpen(compute(used, hour, price)))
                grow(compute(used, hour, price), replicaMs, rate, end);
            start = end;
        } while (start.isBefore(used.until()));
        return true;
    }

    private boolean isOpen(Charge charge) {
        return made.containsKey(charge.key()) || known.containsKey(charge.key());
    }

    /** Charges a transfer to the hour in which its window began; false when no catalogue has the price. */
    boolean add(Usage.Moved moved) {
        var found = tariff.perGB(region, moved.to());
        if (found.isEmpty()) return false;
        var price = found.get();
        var hour = moved.from().truncatedTo(ChronoUnit.HOURS);
        long windowMs = Math.max(
                SHORTEST_WINDOW_MS,
                Duration.between(moved.from(), moved.until()).toMillis());
        var rate = rounded(
                product(moved.bytes(), price).multiply(BigDecimal.valueOf(MS_PER_HOUR)),
                BigDecimal.valueOf(BYTES_PER_GB).multiply(BigDecimal.valueOf(windowMs)));
        grow(transfer(moved, hour, price), moved.bytes(), rate, moved.until());
        return true;
    }

    private void grow(Charge blank, long quantity, Usd rate, Instant until) {
        var before = made.getOrDefault(blank.key(), known.getOrDefault(blank.key(), blank));
        long consumed = Math.addExact(before.consumedQuantity(), quantity);
        long unit = before.serviceCategory().equals(COMPUTE) ? MS_PER_HOUR : BYTES_PER_GB;
        var billed = rounded(product(consumed, before.listUnitPrice()), BigDecimal.valueOf(unit));
        var metered = until.isAfter(before.meteredUntil()) ? until : before.meteredUntil();
        made.put(blank.key(), with(blank, consumed, consumed / (double) unit, billed, rate, metered));
    }

    private static BigDecimal product(long quantity, Usd price) {
        return BigDecimal.valueOf(quantity).multiply(BigDecimal.valueOf(price.micros()));
    }

    private static Usd rounded(BigDecimal dividend, BigDecimal divisor) {
        return new Usd(dividend.divide(divisor, 0, RoundingMode.HALF_UP).longValueExact());
    }

    private Charge compute(Usage.Running used, Instant hour, Usd price) {
        return new Charge(
                region,
                hour,
                hour.plus(1, ChronoUnit.HOURS),
                "Usage",
                COMPUTE,
                "workload/" + used.workload(),
                used.owner(),
                Tariff.provider(used.cloudRegion()),
                used.site(),
                null,
                null,
                0,
                "Replica-Milliseconds",
                0,
                "Replica-Hours",
                price,
                Usd.ZERO,
                Usd.ZERO,
                hour);
    }

    private Charge transfer(Usage.Moved moved, Instant hour, Usd price) {
        return new Charge(
                region,
                hour,
                hour.plus(1, ChronoUnit.HOURS),
                "Usage",
                NETWORKING,
                "flow/" + moved.flow(),
                moved.owner(),
                tariff.providerOf(region).orElse(null),
                null,
                region,
                moved.to(),
                0,
                "Bytes",
                0,
                "GB",
                price,
                Usd.ZERO,
                Usd.ZERO,
                hour);
    }

    private static Charge with(Charge blank, long consumed, double quantity, Usd billed, Usd rate, Instant metered) {
        return new Charge(
                blank.region(),
                blank.chargePeriodStart(),
                blank.chargePeriodEnd(),
                blank.chargeCategory(),
                blank.serviceCategory(),
                blank.resource(),
                blank.owner(),
                blank.provider(),
                blank.site(),
                blank.sourceRegion(),
                blank.destinationRegion(),
                consumed,
                blank.consumedUnit(),
                quantity,
                blank.pricingUnit(),
                blank.listUnitPrice(),
                billed,
                rate,
                metered);
    }
}
