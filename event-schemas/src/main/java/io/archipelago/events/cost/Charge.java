package io.archipelago.events.cost;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.archipelago.events.quantity.Usd;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * One rated usage over one hour, in the words of FOCUS 1.3. The body of {@code cost.charges.v1}. State-based: it grows
 * until the hour closes and usage that came late is known, so of two copies the one with the larger
 * {@code consumedQuantity}, then the later {@code meteredUntil}, is the newer.
 *
 * @param region the Archipelago region that metered it and publishes it
 * @param chargeCategory Usage
 * @param serviceCategory Compute or Networking
 * @param resource {@code workload/cart} or {@code flow/shop.customers}
 * @param owner who pays
 * @param provider whose price it is, such as aws
 * @param site where, for compute
 * @param sourceRegion whence, for a transfer
 * @param destinationRegion where to, for a transfer
 * @param consumedQuantity what was metered, whole: replica-milliseconds or bytes
 * @param consumedUnit Replica-Milliseconds or Bytes
 * @param pricingQuantity the same in pricing units
 * @param pricingUnit Replica-Hours or GB
 * @param listUnitPrice per pricing unit; a price that changes within the hour makes another charge
 * @param billedCost {@code consumedQuantity} in pricing units times {@code listUnitPrice}, rounded once
 * @param ratePerHour what it costs per hour at {@code meteredUntil}; nothing once it ended
 * @param meteredUntil usage is counted up to then
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record Charge(
        String region,
        Instant chargePeriodStart,
        Instant chargePeriodEnd,
        String chargeCategory,
        String serviceCategory,
        String resource,
        String owner,
        @Nullable String provider,
        @Nullable String site,
        @Nullable String sourceRegion,
        @Nullable String destinationRegion,
        long consumedQuantity,
        String consumedUnit,
        double pricingQuantity,
        String pricingUnit,
        Usd listUnitPrice,
        Usd billedCost,
        Usd ratePerHour,
        Instant meteredUntil) {

    public static final String COMPUTE = "Compute";
    public static final String NETWORKING = "Networking";

    /** What belongs to no workload or dataset is the cost of running Archipelago itself. */
    public static final String PLATFORM = "archipelago";

    /**
     * The record key: everything that tells this charge from another; two copies of it differ in what was used only.
     * Begins with the hour, so that keys sort by time.
     */
    public String key() {
        var place = site == null ? link() : site;
        return String.join(
                "|",
                chargePeriodStart.toString(),
                region,
                resource,
                String.valueOf(place),
                owner,
                listUnitPrice.toString());
    }

    /** {@code eu-central->us-east}; null for compute. */
    public @Nullable String link() {
        return sourceRegion == null || destinationRegion == null ? null : sourceRegion + "->" + destinationRegion;
    }

    /** True when this copy knows at least all that the other knows. */
    public boolean supersedes(Charge other) {
        return consumedQuantity != other.consumedQuantity
                ? consumedQuantity > other.consumedQuantity
                : !meteredUntil.isBefore(other.meteredUntil);
    }
}
