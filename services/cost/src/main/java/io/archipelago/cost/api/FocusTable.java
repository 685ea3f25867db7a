package io.archipelago.cost.api;

import io.archipelago.events.cost.Charge;
import java.math.BigDecimal;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Charges as a table of FOCUS 1.3: every mandatory column, those conditional ones that have a value here, and own
 * columns after {@code x_}. Nulls are empty fields, as FOCUS asks of CSV.
 */
final class FocusTable {

    private static final Map<String, Function<Charge, @Nullable Object>> COLUMNS = columns();

    private FocusTable() {}

    static String of(Collection<Charge> charges) {
        var table = new StringBuilder(String.join(",", COLUMNS.keySet())).append("\r\n");
        for (var charge : charges)
            table.append(COLUMNS.values().stream()
                            .map(column -> field(column.apply(charge)))
                            .collect(Collectors.joining(",")))
                    .append("\r\n");
        return table.toString();
    }

    private static Map<String, Function<Charge, @Nullable Object>> columns() {
        var columns = new LinkedHashMap<String, Function<Charge, @Nullable Object>>();
        columns.put("BilledCost", charge -> charge.billedCost().dollars());
        columns.put("BillingAccountId", Charge::owner);
        columns.put("BillingAccountName", Charge::owner);
        columns.put("BillingCurrency", charge -> "USD");
        columns.put("BillingPeriodEnd", charge -> month(charge, 1));
        columns.put("BillingPeriodStart", charge -> month(charge, 0));
        columns.put("ChargeCategory", Charge::chargeCategory);
        columns.put("ChargeClass", charge -> null);
        columns.put("ChargeDescription", FocusTable::description);
        columns.put("ChargeFrequency", charge -> "Usage-Based");
        columns.put("ChargePeriodEnd", Charge::chargePeriodEnd);
        columns.put("ChargePeriodStart", Charge::chargePeriodStart);
        columns.put("ConsumedQuantity", Charge::consumedQuantity);
        columns.put("ConsumedUnit", Charge::consumedUnit);
        columns.put("ContractedCost", charge -> charge.billedCost().dollars());
        columns.put("EffectiveCost", charge -> charge.billedCost().dollars());
        columns.put("InvoiceIssuerName", charge -> "Archipelago");
        columns.put("ListCost", charge -> charge.billedCost().dollars());
        columns.put("ListUnitPrice", charge -> charge.listUnitPrice().dollars());
        columns.put("PricingCategory", charge -> "Standard");
        columns.put("PricingQuantity", charge -> BigDecimal.valueOf(charge.pricingQuantity()));
        columns.put("PricingUnit", Charge::pricingUnit);
        columns.put("ProviderName", Charge::provider);
        columns.put("PublisherName", Charge::provider);
        columns.put("ServiceProviderName", Charge::provider);
        columns.put("HostProviderName", Charge::provider);
        columns.put("RegionId", Charge::region);
        columns.put("RegionName", Charge::region);
        columns.put("ResourceId", Charge::resource);
        columns.put("ResourceName", charge -> charge.resource()
                .substring(charge.resource().indexOf('/') + 1));
        columns.put("ServiceCategory", Charge::serviceCategory);
        columns.put(
                "ServiceName",
                charge -> charge.serviceCategory().equals(Charge.COMPUTE) ? "Replicas" : "Transfer between regions");
        columns.put("x_Site", Charge::site);
        columns.put("x_SourceRegionId", Charge::sourceRegion);
        columns.put("x_DestinationRegionId", Charge::destinationRegion);
        columns.put("x_LinkId", Charge::link);
        columns.put("x_RatePerHour", charge -> charge.ratePerHour().dollars());
        columns.put("x_MeteredUntil", Charge::meteredUntil);
        return columns;
    }

    private static String description(Charge charge) {
        return charge.site() != null
                ? charge.resource() + " at " + charge.site()
                : charge.resource() + " from " + charge.sourceRegion() + " to " + charge.destinationRegion();
    }

    private static Object month(Charge charge, int later) {
        return charge.chargePeriodStart()
                .atOffset(ZoneOffset.UTC)
                .truncatedTo(ChronoUnit.DAYS)
                .withDayOfMonth(1)
                .plusMonths(later)
                .toInstant();
    }

    private static String field(@Nullable Object value) {
        if (value == null) return "";
        var text = value instanceof BigDecimal number ? number.toPlainString() : value.toString();
        return text.chars().anyMatch(c -> c == ',' || c == '"' || c == '\n' || c == '\r')
                ? '"' + text.replace("\"", "\"\"") + '"'
                : text;
    }
}
