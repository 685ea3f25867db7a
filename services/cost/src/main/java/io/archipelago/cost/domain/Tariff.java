package io.archipelago.cost.domain;

import io.archipelago.events.catalogue.World;
import io.archipelago.events.quantity.Resources;
import io.archipelago.events.quantity.Usd;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.Map;
import java.util.Optional;

/** The price list: what the catalogues say, per unit that is charged. */
final class Tariff {

    private static final BigDecimal MILLIS_PER_CPU = BigDecimal.valueOf(1000);
    private static final BigDecimal BYTES_PER_GIB = BigDecimal.valueOf(1L << 30);

    /** 365 days in 12 months: how clouds turn a price per month into one per hour. */
    private static final BigDecimal HOURS_PER_MONTH = BigDecimal.valueOf(730);

    private final World world;
    private final Map<String, String> locations;

    Tariff(World world, Map<String, String> locations) {
        this.world = world;
        this.locations = locations;
    }

    /**
     * Price of one replica for one hour in a cloud region, rounded to a micro-dollar; this is the only rounding before
     * the sum of a charge. Empty when no catalogue knows the region.
     */
    Optional<Usd> replicaHour(String cloudRegion, Resources replica) {
        return world.region(cloudRegion)
                .map(region -> price(region.cpuHour(), replica.cpu().millis(), MILLIS_PER_CPU)
                        .add(price(region.memoryGiBHour(), replica.memory().count(), BYTES_PER_GIB))
                        .add(price(
                                region.storageGiBMonth(),
                                replica.storage().count(),
                                BYTES_PER_GIB.multiply(HOURS_PER_MONTH))))
                .map(micros -> new Usd(micros.setScale(0, RoundingMode.HALF_UP).longValueExact()));
    }

    private static BigDecimal price(Usd perUnit, long quantity, BigDecimal quantityPerUnit) {
        return BigDecimal.valueOf(perUnit.micros())
                .multiply(BigDecimal.valueOf(quantity))
                .divide(quantityPerUnit, 12, RoundingMode.HALF_EVEN);
    }

    /** Price of a GB from one region's backbone to another's, in this direction. Empty when no catalogue knows an end. */
    Optional<Usd> perGB(String from, String to) {
        var source = locations.get(from);
        var destination = locations.get(to);
        if (source == null || destination == null) return Optional.empty();
        if (world.region(source).isEmpty() || world.region(destination).isEmpty()) return Optional.empty();
        return Optional.of(world.transferPerGB(source, destination));
    }

    /** The provider part of a cloud region, such as aws. */
    static String provider(String cloudRegion) {
        int slash = cloudRegion.indexOf('/');
        return slash < 0 ? cloudRegion : cloudRegion.substring(0, slash);
    }

    Optional<String> providerOf(String region) {
        return Optional.ofNullable(locations.get(region)).map(Tariff::provider);
    }
}
