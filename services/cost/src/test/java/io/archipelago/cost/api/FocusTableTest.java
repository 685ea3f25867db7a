package io.archipelago.cost.api;

import static org.assertj.core.api.Assertions.assertThat;

import io.archipelago.events.cost.Charge;
import io.archipelago.events.quantity.Usd;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

class FocusTableTest {

    private static final List<String> MANDATORY = List.of(
            "BilledCost",
            "BillingAccountId",
            "BillingAccountName",
            "BillingCurrency",
            "BillingPeriodEnd",
            "BillingPeriodStart",
            "ChargeCategory",
            "ChargeClass",
            "ChargeDescription",
            "ChargePeriodEnd",
            "ChargePeriodStart",
            "ContractedCost",
            "EffectiveCost",
            "InvoiceIssuerName",
            "ListCost",
            "PricingQuantity",
            "PricingUnit",
            "ProviderName",
            "PublisherName",
            "ServiceCategory",
            "ServiceName",
            "ServiceProviderName",
            "HostProviderName");

    private static final Charge CHARGE = new Charge(
            "eu-central",
            Instant.parse("2026-11-30T23:00:00Z"),
            Instant.parse("2026-12-01T00:00:00Z"),
            "Usage",
            Charge.COMPUTE,
            "workload/cart",
            "shop, \"north\"",
            "aws",
            "frankfurt",
            null,
            null,
            5_400_000,
            "Replica-Milliseconds",
            1.5,
            "Replica-Hours",
            Usd.of("0.00001"),
            Usd.of("0.000015"),
            Usd.ZERO,
            Instant.parse("2026-12-01T00:00:00Z"));

    private static String[] lines(String table) {
        return table.split("\r\n", -1);
    }

    @Test
    void every_mandatory_column_of_focus_is_there() {
        assertThat(lines(FocusTable.of(List.of()))[0].split(",", -1)).containsAll(MANDATORY);
    }

    @Test
    void small_amounts_are_written_out_and_text_with_commas_is_quoted() {
        var row = lines(FocusTable.of(List.of(CHARGE)))[1];
        assertThat(row).startsWith("0.000015,\"shop, \"\"north\"\"\",");
    }

    @Test
    void a_charge_belongs_to_the_month_its_hour_began_in() {
        var row = lines(FocusTable.of(List.of(CHARGE)))[1];
        assertThat(row).contains("USD,2026-12-01T00:00:00Z,2026-11-01T00:00:00Z,Usage");
    }
}
