package io.archipelago.placement.domain;

import io.archipelago.events.catalogue.CloudRegion;
import io.archipelago.events.quantity.Resources;
import io.archipelago.events.quantity.Usd;

/**
 * What turns everything placement weighs into money per hour. Compute and transfer are paid to providers and come from the
 * catalogues; the rest says what nearness, clean power and calm are worth.
 *
 * @param carbonTonne price of a tonne of CO2e
 * @param wattsPerCpu drawn by a vCPU under load
 * @param wattsPerGibibyte drawn by a GiB of memory
 * @param powerUsageEffectiveness what a data centre draws per watt of its machines
 * @param waiting what it is worth to spare a million requests one millisecond each
 * @param misses what it is worth that a million requests meet their latency objective
 * @param move cost of moving one replica, once
 * @param paybackHours within how many hours a voluntary move must earn that
 */
public record Prices(
        Usd carbonTonne,
        double wattsPerCpu,
        double wattsPerGibibyte,
        double powerUsageEffectiveness,
        Usd waiting,
        Usd misses,
        Usd move,
        int paybackHours) {

    /**
     * USD 100 per tonne; watts as Cloud Carbon Footprint reckons AWS at half load; a tenth of a cent per million request
     * milliseconds makes 100 requests per second that come 100 ms nearer worth about one vCPU.
     */
    public static final Prices DEFAULT =
            new Prices(Usd.of(100), 2.12, 0.392, 1.135, Usd.of("0.001"), Usd.of(1), Usd.of("0.05"), 24);

    private static final double HOURS_PER_MONTH = 730;
    private static final double GIB_PER_GB = 1.073741824;

    /** List price of running one replica for an hour. */
    public Usd compute(CloudRegion at, Resources replica) {
        return new Usd(Math.round(at.cpuHour().micros() * replica.cpu().cores()
                + at.memoryGiBHour().micros() * replica.memory().gibibytes()
                + at.storageGiBMonth().micros() * replica.storage().gibibytes() / HOURS_PER_MONTH));
    }

    /** Grams of CO2e that one replica causes in an hour. */
    public double grams(CloudRegion at, Resources replica) {
        double watts = wattsPerCpu * replica.cpu().cores()
                + wattsPerGibibyte * replica.memory().gibibytes();
        return watts * powerUsageEffectiveness / 1000 * at.carbonGramsPerKwh();
    }

    public Usd carbon(CloudRegion at, Resources replica) {
        return new Usd(Math.round(grams(at, replica) / 1_000_000 * carbonTonne.micros()));
    }

    /** Micro-USD per GiB from a price per GB. */
    static long perGibibyte(Usd perGigabyte) {
        return Math.round(perGigabyte.micros() * GIB_PER_GB);
    }
}
