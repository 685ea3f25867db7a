package io.archipelago.observability.domain;

import static io.archipelago.observability.domain.Cloud.START;
import static org.assertj.core.api.Assertions.assertThat;

import io.archipelago.events.actuation.ReplicasObserved;
import io.archipelago.events.actuation.ReplicasObserved.State;
import io.archipelago.events.catalogue.CatalogueSpec;
import io.archipelago.events.catalogue.City;
import io.archipelago.events.catalogue.CloudRegion;
import io.archipelago.events.catalogue.TransferPrice;
import io.archipelago.events.cost.Charge;
import io.archipelago.events.inventory.DatasetSpec;
import io.archipelago.events.inventory.SiteSpec;
import io.archipelago.events.inventory.WorkloadSpec;
import io.archipelago.events.placement.DecisionExplained;
import io.archipelago.events.placement.Placement;
import io.archipelago.events.placement.ReplicasDecided;
import io.archipelago.events.placement.TrafficWeights;
import io.archipelago.events.quantity.Bytes;
import io.archipelago.events.quantity.Cpu;
import io.archipelago.events.quantity.Resources;
import io.archipelago.events.quantity.Usd;
import io.archipelago.events.residency.CanarySighted;
import io.archipelago.events.residency.Ruling;
import io.archipelago.events.residency.TransferReported;
import io.archipelago.events.resource.Declared;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class PictureTest {

    private static final Resources REPLICA = new Resources(new Cpu(500), Bytes.gibibytes(1), Bytes.NONE);

    private final Cloud cloud = new Cloud();
    private final Cloud.Node eu = cloud.node("eu-central");

    private void local(String topic, Object body) {
        cloud.event("eu-central", "eu-central", topic, body);
    }

    private void mirrored(String peer, String topic, Object body) {
        cloud.event("eu-central", peer, topic, body);
    }

    private Picture picture() {
        return eu.core.picture(ObservabilityCore.EVERYTHING, cloud.now());
    }

    private static <S> Declared<S> declared(String name, S spec) {
        return new Declared<>(name, "eu-central", 1, false, null, spec, null, null);
    }

    private void world() {
        local(
                "inventory.catalogues.v1",
                declared(
                        "aws",
                        new CatalogueSpec(
                                null,
                                null,
                                "aws",
                                List.of(
                                        region("eu-central-1", "DE", "EU", 50.1, 8.7),
                                        region("us-east-1", "US", "NA", 38.9, -77.4),
                                        region("ap-southeast-1", "SG", "AS", 1.3, 103.8)),
                                List.of(
                                        new TransferPrice("*", "provider", Usd.of("0.02")),
                                        new TransferPrice("ap-southeast-1", "provider", Usd.of("0.09"))),
                                null,
                                null,
                                List.of(
                                        new City("Suva", "FJ", -18, 179, 100),
                                        new City("Taveuni", "FJ", -18, -179, 100)))));
    }

    private static CloudRegion region(
            String name, String country, String continent, double latitude, double longitude) {
        return new CloudRegion(
                name,
                "The " + name,
                country,
                continent,
                latitude,
                longitude,
                3,
                Usd.of("0.04"),
                Usd.of("0.005"),
                Usd.of("0.1"),
                300,
                "list",
                "list");
    }

    private static WorkloadSpec workload() {
        return new WorkloadSpec(
                "shop",
                null,
                new WorkloadSpec.Replicas(1, 9, 100),
                REPLICA,
                new WorkloadSpec.Objective(80, 0.95),
                null,
                List.of(
                        new WorkloadSpec.DataUse("customers", "process"),
                        new WorkloadSpec.DataUse("customers", "store")),
                null,
                null,
                null,
                new WorkloadSpec.Budget(Usd.of(5)),
                null);
    }

    private static Placement placement(int replicas, long epoch, long plan, boolean removed) {
        return new Placement(
                "web",
                "us-east",
                "shop",
                removed,
                3,
                REPLICA,
                List.of(new Placement.SiteShare(
                        "frankfurt", "eu-central", "aws/eu-central-1", "DE", replicas, 9, Usd.of(1))),
                List.of(),
                Usd.of(replicas),
                "test",
                START,
                epoch,
                plan);
    }

    @Test
    void sites_are_drawn_where_their_cloud_region_stands_with_what_they_promised() {
        world();
        local(
                "inventory.sites.v1",
                declared(
                        "frankfurt",
                        new SiteSpec(
                                "eu-central",
                                "aws/eu-central-1",
                                new Resources(new Cpu(10_000), Bytes.gibibytes(64), Bytes.NONE),
                                50,
                                null)));
        local("inventory.workloads.v1", declared("web", workload()));
        local(
                "placement.reservations.v1",
                new ReplicasDecided("web", "frankfurt", "eu-central", "eu-central", 4, 4, null, 1, 1, null, null));
        assertThat(picture().sites()).singleElement().satisfies(site -> {
            assertThat(site.latitude()).isEqualTo(50.1);
            assertThat(site.title()).isEqualTo("The eu-central-1");
            assertThat(site.replicas()).isEqualTo(4);
            assertThat(site.promised().cpu()).isEqualTo(new Cpu(2000));
            assertThat(site.fill()).isEqualTo(0.4); // 2 of the 5 CPU that may be promised
            assertThat(site.place()).isEqualTo("claimed");
        });
    }

    @Test
    void a_reservation_counts_only_by_the_word_of_the_region_that_owns_the_site() {
        world();
        local(
                "inventory.sites.v1",
                declared(
                        "frankfurt",
                        new SiteSpec(
                                "eu-central",
                                "aws/eu-central-1",
                                new Resources(new Cpu(10_000), Bytes.gibibytes(64), Bytes.NONE),
                                50,
                                null)));
        mirrored(
                "us-east",
                "placement.reservations.v1",
                new ReplicasDecided("web", "frankfurt", "eu-central", "us-east", 4, 4, null, 1, 1, null, null));
        assertThat(picture().sites()).singleElement().satisfies(site -> assertThat(site.replicas())
                .isZero());
    }

    @Test
    void what_is_decided_admitted_and_running_is_shown_with_each_gap() {
        local("inventory.workloads.v1", declared("web", workload()));
        local("placement.placements.v1", placement(2, 1, 1, false));
        var site = only(picture().workloads()).sites().getFirst();
        assertThat(site.gap()).isEqualTo("0 admitted of 2 decided");
        local(
                "placement.reservations.v1",
                new ReplicasDecided("web", site.site(), "eu-central", "eu-central", 2, 2, null, 1, 1, null, null));
        assertThat(only(picture().workloads()).sites().getFirst())
                .returns(2, Picture.SiteShareRow::admitted)
                .returns(null, Picture.SiteShareRow::ready)
                .returns(null, Picture.SiteShareRow::gap);
        local(ReplicasObserved.TOPIC, running(site.site(), 1, State.STARTING, "1 of 2 are not ready: no such image"));
        assertThat(only(picture().workloads()).sites().getFirst())
                .returns(1, Picture.SiteShareRow::ready)
                .returns("1 of 2 are not ready: no such image", Picture.SiteShareRow::gap);
        local(ReplicasObserved.TOPIC, running(site.site(), 2, State.RUNNING, null));
        assertThat(only(picture().workloads()).sites().getFirst())
                .returns(State.RUNNING, Picture.SiteShareRow::run)
                .returns(null, Picture.SiteShareRow::gap);
    }

    @Test
    void what_runs_where_nothing_is_placed_any_more_is_shown_until_it_is_gone() {
        local("inventory.workloads.v1", declared("web", workload()));
        local("placement.placements.v1", placement(2, 1, 1, false));
        local(ReplicasObserved.TOPIC, running("elsewhere", 1, State.REMOVING, null));
        assertThat(only(picture().workloads()).sites()).extracting("site").endsWith("elsewhere");
        cloud.tombstone("eu-central", "us-east", ReplicasObserved.TOPIC, "elsewhere/web");
        assertThat(only(picture().workloads()).sites()).extracting("site").endsWith("elsewhere");
        cloud.tombstone("eu-central", "eu-central", ReplicasObserved.TOPIC, "elsewhere/web");
        assertThat(only(picture().workloads()).sites()).extracting("site").doesNotContain("elsewhere");
    }

    private static ReplicasObserved running(String site, int ready, State state, @Nullable String reason) {
        return new ReplicasObserved(
                "web", site, "eu-central", "eu-central", "one", 2, 2, ready, state, reason, null, 1, 1);
    }

    private static <T> T only(@Nullable List<T> rows) {
        assertThat(rows).hasSize(1);
        return rows.getFirst();
    }

    @Test
    void after_a_takeover_the_plan_with_the_higher_epoch_is_shown() {
        local("inventory.workloads.v1", declared("web", workload()));
        mirrored("us-east", "placement.placements.v1", placement(2, 1, 40, false));
        local("placement.placements.v1", placement(3, 2, 1, false));
        assertThat(picture().workloads()).singleElement().satisfies(web -> {
            assertThat(web.plannedBy()).isEqualTo("eu-central");
            assertThat(web.home()).isEqualTo("us-east");
            assertThat(web.placed()).isEqualTo(3);
            assertThat(web.budgetPerHour()).isEqualTo(Usd.of(5));
            assertThat(web.data()).containsExactly("customers");
        });
        local("placement.placements.v1", placement(0, 2, 2, true));
        assertThat(picture().workloads()).singleElement().satisfies(web -> assertThat(web.placed())
                .isEqualTo(2));
    }

    @Test
    void a_workload_nobody_placed_yet_is_shown_all_the_same() {
        local("inventory.workloads.v1", declared("web", workload()));
        assertThat(picture().workloads()).singleElement().satisfies(web -> {
            assertThat(web.placed()).isZero();
            assertThat(web.plannedBy()).isNull();
        });
        local("inventory.workloads.v1", new Declared<>("web", "eu-central", 2, true, null, workload(), null, null));
        assertThat(picture().workloads()).isEmpty();
    }

    @Test
    void the_people_of_an_area_on_both_sides_of_the_date_line_live_between() {
        world();
        local(
                "placement.weights.v1",
                new TrafficWeights(
                        "web",
                        "eu-central",
                        false,
                        List.of(new TrafficWeights.AreaWeights(
                                "FJ",
                                100,
                                0.5,
                                90,
                                List.of(new TrafficWeights.SiteWeight("frankfurt", "eu-central", 1000)))),
                        START,
                        1,
                        1));
        assertThat(picture().weights()).singleElement().satisfies(row -> {
            assertThat(Math.abs(row.longitude())).isEqualTo(180);
            assertThat(row.latitude()).isBetween(-18.1, -17.9);
            assertThat(row.country()).isEqualTo("FJ");
        });
    }

    @Test
    void what_crossed_and_what_stayed_is_counted_once_per_directed_link() {
        world();
        var report = new TransferReported(
                "shop.customers",
                "us-east",
                "eu-central",
                "customers",
                "shop",
                "personal",
                START,
                START.plusSeconds(5),
                10,
                1000,
                Map.of("denied gdpr#transfer", 3L),
                10);
        mirrored("us-east", "residency.transfers.v1", report);
        mirrored("us-east", "residency.transfers.v1", report);
        var link = eu.link("us-east", "eu-central");
        assertThat(link.bytes()).isEqualTo(1000);
        assertThat(link.records()).isEqualTo(10);
        assertThat(link.keptHome()).containsExactly(Map.entry("denied gdpr#transfer", 3L));
        assertThat(link.perGB()).isEqualTo(Usd.of("0.02"));
        assertThat(eu.link("ap-southeast", "eu-central").perGB()).isEqualTo(Usd.of("0.09"));
        assertThat(eu.core.happenings(1)).singleElement().satisfies(h -> assertThat(h.summary())
                .isEqualTo("3 records of shop.customers were kept from eu-central: denied gdpr#transfer"));
    }

    @Test
    void the_law_is_shown_with_what_it_denies_and_why() {
        local(
                "inventory.datasets.v1",
                declared("customers", new DatasetSpec("shop", "personal", "EU-EEA", null, List.of("us-east"), null)));
        local(
                "residency.rulings.v1",
                new Ruling(
                        "dataset/customers",
                        false,
                        Map.of(
                                "DE", new Ruling.Verdict(true, List.of("gdpr#home"), "at home", null),
                                "SG",
                                        new Ruling.Verdict(
                                                false, List.of("gdpr#adequacy"), "not adequate", "GDPR Art. 45")),
                        Map.of()));
        assertThat(picture().data()).singleElement().satisfies(row -> {
            assertThat(row.allowed()).containsExactly("DE");
            assertThat(row.dataClass()).isEqualTo("personal");
            assertThat(row.denied()).singleElement().satisfies(denial -> {
                assertThat(denial.jurisdiction()).isEqualTo("SG");
                assertThat(denial.source()).isEqualTo("GDPR Art. 45");
            });
        });
    }

    private static Charge charge(String owner, Instant hour, long quantity, String billed) {
        return new Charge(
                "us-east",
                hour,
                hour.plusSeconds(3600),
                "Usage",
                Charge.COMPUTE,
                "workload/web",
                owner,
                "aws",
                "ashburn",
                null,
                null,
                quantity,
                "Replica-Milliseconds",
                1,
                "Replica-Hours",
                Usd.of(1),
                Usd.of(billed),
                Usd.of(2),
                hour.plusSeconds(30));
    }

    @Test
    void money_adds_up_over_regions_and_a_charge_that_grew_replaces_its_younger_copy() {
        mirrored("us-east", "cost.charges.v1", charge("shop", START, 500, "0.5"));
        mirrored("us-east", "cost.charges.v1", charge("shop", START, 900, "0.9"));
        mirrored("us-east", "cost.charges.v1", charge("shop", START, 500, "0.5"));
        mirrored("us-east", "cost.charges.v1", charge("bank", START, 100, "0.1"));
        var money = picture().money();
        assertThat(money.billed()).isEqualTo(Usd.of(1));
        assertThat(money.perHour()).isEqualTo(Usd.of(4));
        assertThat(money.byOwner()).extracting(Picture.MoneyRow::name).containsExactly("bank", "shop");
    }

    @Test
    void charges_leave_the_picture_after_a_day() {
        mirrored("us-east", "cost.charges.v1", charge("shop", START, 500, "0.5"));
        cloud.run(2);
        assertThat(picture().money().billed()).isEqualTo(Usd.of("0.5"));
        mirrored("us-east", "cost.charges.v1", charge("shop", START.minus(Duration.ofHours(25)), 500, "0.5"));
        assertThat(picture().money().billed()).isEqualTo(Usd.of("0.5"));
    }

    @Test
    void a_decision_of_another_region_is_explained_here() {
        var why = new DecisionExplained(
                "web", "us-east", false, "3 replicas", "test", List.of(), List.of(), List.of(), START, 1, 7);
        mirrored("us-east", "placement.decisions.v1", why);
        assertThat(eu.core.decision("web")).hasValueSatisfying(explained -> {
            assertThat(explained.region()).isEqualTo("us-east");
            assertThat(explained.decision()).isEqualTo(why);
        });
        assertThat(eu.core.decision("cart")).isEmpty();
    }

    @Test
    void only_the_sections_that_changed_are_drawn_again() {
        world();
        long version = eu.core.version();
        assertThat(eu.core.picture(version, cloud.now()).blank()).isTrue();
        local("inventory.workloads.v1", declared("web", workload()));
        var delta = eu.core.picture(version, cloud.now());
        assertThat(delta.workloads()).hasSize(1);
        assertThat(delta.flows()).isNotEmpty();
        assertThat(delta.regions()).isNull();
        assertThat(delta.weights()).isNull();
    }

    @Test
    void five_hundred_events_are_remembered_and_who_missed_more_is_told_so() {
        for (int i = 0; i < 600; i++) local("inventory.workloads.v1", declared("web", workload()));
        assertThat(eu.core.happenings(10_000)).hasSize(500);
        assertThat(eu.core.happenings(1).getFirst().sequence()).isEqualTo(600);
        assertThat(eu.core.happeningsSince(50)).isEmpty();
        assertThat(eu.core.happeningsSince(597))
                .hasValueSatisfying(missed -> assertThat(missed).hasSize(3));
        assertThat(eu.core.happeningsSince(600))
                .hasValueSatisfying(missed -> assertThat(missed).isEmpty());
    }

    @Test
    void what_was_learnt_survives_a_restart_and_what_passes_does_not() {
        world();
        local("inventory.workloads.v1", declared("web", workload()));
        local("placement.placements.v1", placement(3, 1, 1, false));
        cloud.run(5);
        eu.restart();
        assertThat(picture().workloads()).singleElement().satisfies(web -> assertThat(web.placed())
                .isEqualTo(3));
        assertThat(eu.core.happenings(10)).isEmpty();
        assertThat(picture().flows()).isEmpty();
    }

    @Test
    void a_flow_tells_how_late_its_events_come() {
        cloud.run(10);
        assertThat(picture().flows())
                .filteredOn(
                        flow -> flow.peer().equals("us-east") && flow.topic().equals(Watch.PROBES))
                .singleElement()
                .satisfies(flow -> assertThat(flow.count()).isEqualTo(5));
    }

    @Test
    void an_alarm_is_shown_for_a_day_after_it_was_last_seen() {
        var fresh = alarm("us-east", START);
        mirrored("us-east", "residency.alarms.v1", fresh);
        mirrored("ap-southeast", "residency.alarms.v1", alarm("ap-southeast", START.minus(Duration.ofHours(24))));
        assertThat(eu.core.happenings(1)).singleElement().satisfies(event -> assertThat(event.summary())
                .startsWith("alarm: canaries of eu-central seen in ap-southeast"));
        cloud.run(Duration.ofSeconds(2));
        assertThat(picture().alarms()).containsExactly(fresh);
    }

    private static CanarySighted alarm(String region, Instant at) {
        return new CanarySighted(
                region,
                "eu-central",
                CanarySighted.Reason.FORBIDDEN,
                "eu-central.residency.canaries.v1",
                new TreeSet<>(List.of("personal")),
                3,
                at,
                at,
                "test");
    }
}
