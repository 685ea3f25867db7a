package io.archipelago.events.cost;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.archipelago.events.quantity.Usd;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * One rated usage over one period, in the words of FOCUS 1.3. The body of {@code cost.charges.v1}.
 *
 * @param chargeCategory Usage
 * @param serviceCategory Compute or Networking
 * @param resource {@code workload/cart} or {@code flow/shop.customers}
 * @param owner who pays
 * @param site where, for compute
 * @param sourceRegion whence, for a transfer
 * @param destinationRegion where to, for a transfer
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record Charge(
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
        double pricingQuantity,
        String pricingUnit,
        Usd listUnitPrice,
        Usd billedCost) {}
