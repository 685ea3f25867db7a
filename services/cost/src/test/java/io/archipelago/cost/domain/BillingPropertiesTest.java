package io.archipelago.cost.domain;

import static io.archipelago.cost.domain.Books.NOON;
import static io.archipelago.cost.domain.Books.placement;
import static org.assertj.core.api.Assertions.assertThat;

import io.archipelago.events.cost.Charge;
import io.archipelago.events.quantity.Usd;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.List;
import java.util.TreeSet;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;

class BillingPropertiesTest {

    private static final int FOUR_HOURS_MS = 4 * 3_600_000;

    /** @param atMs when, after noon */
    record Step(int atMs, int replicas) {}

    @Provide
    Arbitrary<List<Step>> histories() {
        return Combinators.combine(
                        Arbitraries.integers().between(0, FOUR_HOURS_MS),
                        Arbitraries.integers().between(0, 7))
                .as(Step::new)
                .list()
                .ofMaxSize(12)
                .map(steps -> steps.stream()
                        .sorted(java.util.Comparator.comparingInt(Step::atMs))
                        .toList());
    }

    @Property(tries = 200)
    void the_bill_does_not_depend_on_when_the_meter_is_read(
            @ForAll("histories") List<Step> history,
            @ForAll @Size(max = 40) List<@IntRange(max = FOUR_HOURS_MS) Integer> readings) {
        assertThat(billed(history, readings)).isEqualTo(billed(history, List.of()));
    }

    @Property(tries = 200)
    void no_charge_is_more_than_one_rounding_away_from_the_time_its_replicas_ran(
            @ForAll("histories") List<Step> history,
            @ForAll @Size(max = 20) List<@IntRange(max = FOUR_HOURS_MS) Integer> readings) {
        long replicaMs = 0;
        for (int i = 0; i < history.size(); i++) {
            int end = i + 1 < history.size() ? history.get(i + 1).atMs : FOUR_HOURS_MS;
            replicaMs += (long) history.get(i).replicas * (end - history.get(i).atMs);
        }
        var charges = billed(history, readings);
        assertThat(charges.stream().mapToLong(Charge::consumedQuantity).sum()).isEqualTo(replicaMs);
        for (var charge : charges) assertThat(charge.billedCost()).isEqualTo(roundedOnce(charge));
    }

    private static Usd roundedOnce(Charge charge) {
        return new Usd(BigDecimal.valueOf(charge.consumedQuantity())
                .multiply(BigDecimal.valueOf(charge.listUnitPrice().micros()))
                .divide(BigDecimal.valueOf(3_600_000), 0, RoundingMode.HALF_UP)
                .longValueExact());
    }

    private static List<Charge> billed(List<Step> history, List<Integer> readings) {
        var books = Books.withPrices();
        var moments = new TreeSet<>(readings);
        int plan = 0;
        for (var step : history) {
            for (var reading : moments.headSet(step.atMs)) books.tick(NOON.plusMillis(reading));
            moments.headSet(step.atMs).clear();
            var at = NOON.plusMillis(step.atMs);
            books.place(placement("cart", step.replicas, ++plan, at), at);
        }
        for (var reading : moments) books.tick(NOON.plusMillis(reading));
        books.tick(NOON.plusMillis(FOUR_HOURS_MS));
        return books.charges().stream()
                .filter(charge -> charge.consumedQuantity() > 0)
                .map(BillingPropertiesTest::withoutRate)
                .toList();
    }

    /** What was metered and what it costs; when it was last said is another matter. */
    private static Charge withoutRate(Charge c) {
        return new Charge(
                c.region(),
                c.chargePeriodStart(),
                c.chargePeriodEnd(),
                c.chargeCategory(),
                c.serviceCategory(),
                c.resource(),
                c.owner(),
                c.provider(),
                c.site(),
                c.sourceRegion(),
                c.destinationRegion(),
                c.consumedQuantity(),
                c.consumedUnit(),
                c.pricingQuantity(),
                c.pricingUnit(),
                c.listUnitPrice(),
                c.billedCost(),
                Usd.ZERO,
                c.chargePeriodEnd());
    }
}
