package io.archipelago.cost.domain;

import static io.archipelago.cost.domain.Books.NOON;
import static io.archipelago.cost.domain.Books.placement;
import static io.archipelago.cost.domain.Books.transfer;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import io.archipelago.cost.domain.Bill.By;
import io.archipelago.events.cost.Charge;
import io.archipelago.events.quantity.Usd;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class CostCoreTest {

    private final Books books = Books.withPrices();

    @Test
    void two_replicas_for_an_hour_cost_two_replica_hours() {
        books.place(placement("cart", 2, 1, NOON), NOON);
        books.tick(NOON.plus(Duration.ofHours(1)));
        assertThat(books.charges())
                .filteredOn(charge -> charge.consumedQuantity() > 0)
                .singleElement()
                .satisfies(charge -> {
                    assertThat(charge.billedCost()).isEqualTo(Usd.of("0.05"));
                    assertThat(charge.pricingQuantity()).isEqualTo(2);
                    assertThat(charge.listUnitPrice()).isEqualTo(Books.FRANKFURT_REPLICA_HOUR);
                    assertThat(charge.provider()).isEqualTo("aws");
                    assertThat(charge.chargePeriodStart()).isEqualTo(NOON);
                });
    }

    @Test
    void nothing_is_charged_between_two_accruals() {
        books.place(placement("cart", 2, 1, NOON), NOON);
        books.tick(NOON.plusSeconds(10));
        int before = books.emitted.size();
        for (int second = 11; second < 20; second++) books.tick(NOON.plusSeconds(second));
        assertThat(books.emitted).hasSize(before);
        books.tick(NOON.plusSeconds(20));
        assertThat(books.emitted).hasSizeGreaterThan(before);
    }

    @Test
    void a_change_is_charged_from_the_moment_it_was_decided_however_late_it_is_heard() {
        books.place(placement("cart", 1, 1, NOON), NOON);
        books.place(placement("cart", 3, 2, NOON.plusSeconds(1800)), NOON.plusSeconds(2400));
        books.tick(NOON.plusSeconds(3600));
        assertThat(books.total(NOON)).isEqualTo(Usd.of("0.05")); // half an hour of one, half an hour of three
    }

    @Test
    void a_placement_decided_before_the_one_in_force_changes_nothing() {
        books.place(placement("cart", 1, 5, NOON), NOON);
        books.place(placement("cart", 9, 4, NOON.plusSeconds(1)), NOON.plusSeconds(1));
        books.tick(NOON.plusSeconds(3600));
        assertThat(books.total(NOON)).isEqualTo(Books.FRANKFURT_REPLICA_HOUR);
    }

    @Test
    void what_ended_costs_nothing_more_and_its_rate_falls_to_zero() {
        books.place(placement("cart", 4, 1, NOON), NOON);
        assertThat(books.bill(By.OWNER, NOON).perHour()).isEqualTo(Usd.of("0.1"));
        books.place(placement("cart", 0, 2, NOON.plusSeconds(900)), NOON.plusSeconds(900));
        books.tick(NOON.plus(Duration.ofHours(3)));
        assertThat(books.bill(By.OWNER, NOON.plusSeconds(901)).perHour()).isEqualTo(Usd.ZERO);
        assertThat(books.total(NOON)).isEqualTo(Books.FRANKFURT_REPLICA_HOUR);
    }

    @Test
    void a_rate_that_is_no_longer_stated_is_not_taken_for_current() {
        books.place(placement("cart", 4, 1, NOON), NOON);
        assertThat(books.bill(By.OWNER, NOON.plusSeconds(120)).perHour()).isEqualTo(Usd.ZERO);
    }

    @Test
    void a_new_price_holds_from_its_arrival_on_and_makes_another_charge() {
        books.place(placement("cart", 1, 1, NOON), NOON);
        books.catalogue("aws", Books.aws("0.08"), NOON.plusSeconds(1800));
        books.tick(NOON.plusSeconds(3600));
        assertThat(books.charges())
                .filteredOn(charge -> charge.consumedQuantity() > 0)
                .extracting(Charge::listUnitPrice, Charge::billedCost)
                .containsExactlyInAnyOrder(
                        tuple(Usd.of("0.025"), Usd.of("0.0125")), tuple(Usd.of("0.045"), Usd.of("0.0225")));
    }

    @Test
    void usage_without_a_price_waits_for_the_catalogue_and_is_charged_then() {
        var early = new Books();
        early.place(placement("cart", 1, 1, NOON), NOON);
        early.report(transfer("us-east", NOON, 10, 1_000_000_000, 10));
        early.place(placement("cart", 3, 2, NOON.plusSeconds(1800)), NOON.plusSeconds(1800));
        early.tick(NOON.plusSeconds(2000));
        assertThat(early.charges()).isEmpty();
        assertThat(early.bill(By.OWNER, NOON).unrated()).isEqualTo(2);
        early.catalogue("aws", Books.aws("0.04"), NOON.plusSeconds(2100));
        early.tick(NOON.plusSeconds(3600));
        assertThat(early.total(NOON)).isEqualTo(Usd.of("0.05").plus(Usd.of("0.02")));
        assertThat(early.bill(By.OWNER, NOON).unrated()).isZero();
    }

    @Test
    void a_transfer_costs_what_its_direction_costs() {
        books.report(transfer("ap-southeast", NOON, 10, 2_500_000_000L, 10));
        assertThat(books.bill(By.LINK, NOON).items()).singleElement().satisfies(item -> {
            assertThat(item.name()).isEqualTo("eu-central->ap-southeast");
            assertThat(item.amount()).isEqualTo(Usd.of("0.05")); // from Frankfurt, not Singapore's 0.09
        });
    }

    @Test
    void a_report_counts_once_however_often_it_arrives() {
        var report = transfer("us-east", NOON, 10, 1_000_000_000, 10);
        books.report(report);
        books.report(report);
        books.report(transfer("us-east", NOON.plusSeconds(5), 10, 1_000_000_000, 20));
        books.report(report);
        assertThat(books.total(NOON)).isEqualTo(Usd.of("0.04"));
    }

    @Test
    void a_report_that_never_came_is_noticed_and_charged_to_nobody() {
        books.report(transfer("us-east", NOON, 10, 1000, 10));
        books.report(transfer("us-east", NOON.plusSeconds(10), 10, 1000, 45));
        var bill = books.bill(By.LINK, NOON);
        assertThat(bill.unmetered())
                .singleElement()
                .extracting(FlowCount::missedRecords)
                .isEqualTo(25L);
    }

    @Test
    void a_gate_that_counts_anew_misses_nothing() {
        books.report(transfer("us-east", NOON, 10, 1000, 900));
        books.report(transfer("us-east", NOON.plusSeconds(10), 4, 1_000_000_000, 4));
        assertThat(books.bill(By.LINK, NOON).unmetered()).isEmpty();
        assertThat(books.total(NOON)).isEqualTo(Usd.of("0.02"));
    }

    @Test
    void small_transfers_of_an_hour_are_rounded_together() {
        for (int i = 0; i < 100; i++)
            books.report(transfer("us-east", NOON.plusSeconds(5L * i), 1, 10_000, i + 1)); // 0.2 millionths each
        assertThat(books.total(NOON)).isEqualTo(Usd.of("0.00002"));
    }

    @Test
    void the_charges_of_a_peer_stand_in_the_bill_once_whatever_order_its_copies_come_in() {
        var other = Books.withPrices();
        other.report(transfer("us-east", NOON, 10, 1_000_000_000, 10));
        var younger = other.charges().getFirst();
        other.report(transfer("us-east", NOON.plusSeconds(5), 10, 1_000_000_000, 20));
        var grown = other.charges().getFirst();
        books.event(CostCore.CHARGES, "us-east", grown.key(), grown, NOON);
        books.event(CostCore.CHARGES, "us-east", younger.key(), younger, NOON);
        books.event(CostCore.CHARGES, "us-east", grown.key(), grown, NOON);
        assertThat(books.total(NOON)).isEqualTo(Usd.of("0.04"));
        assertThat(books.emitted).isEmpty();
    }

    @Test
    void a_charge_is_labelled_internal_and_owned() {
        books.place(placement("cart", 1, 1, NOON), NOON);
        assertThat(books.emitted).singleElement().satisfies(emit -> {
            assertThat(emit.labels().dataClass()).isEqualTo("internal");
            assertThat(emit.labels().owner()).isEqualTo("shop");
            assertThat(emit.key()).isEqualTo(((Charge) emit.body()).key());
        });
    }

    @Test
    void charges_older_than_the_retention_are_forgotten_and_their_records_erased() {
        books.report(transfer("us-east", NOON, 10, 1_000_000_000, 10));
        books.emitted.clear();
        books.tick(NOON.plus(Duration.ofDays(90)).plusSeconds(3599));
        assertThat(books.charges()).hasSize(1);
        books.tick(NOON.plus(Duration.ofDays(90)).plusSeconds(3600));
        assertThat(books.charges()).isEmpty();
        assertThat(books.emitted).singleElement().satisfies(emit -> assertThat(emit.body())
                .isNull());
    }

    @Test
    void erased_records_and_placements_of_other_regions_change_nothing() {
        books.event(CostCore.PLACEMENTS, null, "cart", new Object(), NOON);
        books.event(CostCore.PLACEMENTS, "us-east", "cart", placement("cart", 5, 1, NOON), NOON);
        books.tick(NOON.plusSeconds(3600));
        assertThat(books.charges()).isEmpty();
    }

    @Test
    void a_core_that_starts_again_from_its_documents_goes_on_where_it_was() {
        books.place(placement("cart", 2, 1, NOON), NOON);
        books.tick(NOON.plusSeconds(100));
        var restarted = books.restarted();
        restarted.tick(NOON.plusSeconds(3600));
        assertThat(restarted.total(NOON)).isEqualTo(Usd.of("0.05"));
    }

    @Test
    void a_period_takes_the_hours_it_touches() {
        books.place(placement("cart", 1, 1, NOON), NOON);
        books.tick(NOON.plus(Duration.ofHours(5)));
        var twoHours = new Period(NOON.plus(Duration.ofHours(2)), NOON.plus(Duration.ofHours(4)));
        assertThat(books.core.bill(By.WORKLOAD, twoHours, Instant.now()).total())
                .isEqualTo(Usd.of("0.05"));
    }
}
