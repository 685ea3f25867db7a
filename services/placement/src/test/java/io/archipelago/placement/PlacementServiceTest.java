package io.archipelago.placement;

import static io.archipelago.placement.domain.Atlas.declared;
import static io.archipelago.placement.domain.Atlas.from;
import static io.archipelago.placement.domain.Atlas.ruling;
import static io.archipelago.placement.domain.Atlas.site;
import static io.archipelago.placement.domain.Atlas.workload;
import static io.restassured.RestAssured.given;
import static io.restassured.RestAssured.when;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.empty;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.everyItem;
import static org.hamcrest.Matchers.greaterThan;
import static org.hamcrest.Matchers.hasItem;
import static org.hamcrest.Matchers.hasItems;
import static org.hamcrest.Matchers.hasSize;
import static org.hamcrest.Matchers.not;
import static org.hamcrest.Matchers.startsWith;

import io.archipelago.events.EventJson;
import io.archipelago.events.envelope.Header;
import io.archipelago.events.observability.RegionHealth;
import io.archipelago.events.placement.Placement;
import io.archipelago.events.placement.ReplicasDecided;
import io.archipelago.events.placement.ReplicasRequested;
import io.archipelago.events.placement.TrafficWeights;
import io.archipelago.placement.domain.Atlas;
import io.archipelago.testkit.Region;
import io.archipelago.testkit.RegionUnderTest;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The whole service on a real broker and a real database: facts come in by topic, decisions go out by outbox. */
@QuarkusTest
@QuarkusTestResource(RegionUnderTest.class)
class PlacementServiceTest {
    private static final String REQUESTS = "placement.requests.v1";
    private static final String RESERVATIONS = "placement.reservations.v1";
    private static final String PLACEMENTS = "placement.placements.v1";

    Region region; // set by the test resource

    @BeforeEach
    void a_world_with_three_sites() {
        region.publish("inventory.catalogues.v1", "world", declared("world", "eu-central", 1, Atlas.world()));
        region.publish(
                "inventory.sites.v1", "fra", declared("fra", "eu-central", 1, site("eu-central", "eu-central-1", 32)));
        region.publish("inventory.sites.v1", "iad", declared("iad", "us-east", 1, site("us-east", "us-east-1", 32)));
        region.publish(
                "inventory.sites.v1",
                "sin",
                declared("sin", "ap-southeast", 1, site("ap-southeast", "ap-southeast-1", 32)));
    }

    /** Declares a workload for users in Germany and New York, legal there only, and lets us-east grant its part. */
    private void runs(String name) {
        region.publish(
                "inventory.workloads.v1",
                name,
                declared(name, "eu-central", 1, workload(2, 12, from("DE", 200), from("US/New York City", 200))));
        region.publish("residency.rulings.v1", "workload/" + name, ruling(name, "DE", "US"));
        grants(region.awaitEvent(REQUESTS, "iad/" + name).as(ReplicasRequested.class));
    }

    private void grants(ReplicasRequested asked) {
        region.publishMirrored(
                "us-east",
                RESERVATIONS,
                ReplicasRequested.key(asked.site(), asked.workload()),
                new ReplicasDecided(
                        asked.workload(),
                        asked.site(),
                        "us-east",
                        asked.home(),
                        asked.replicas(),
                        asked.replicas(),
                        null,
                        asked.epoch(),
                        asked.plan(),
                        asked.perReplica(),
                        Atlas.cores(20)));
    }

    private Placement placed(String name, int replicas) {
        return region.awaitEvent(
                        PLACEMENTS,
                        event -> event.key().equals(name)
                                && event.as(Placement.class).placed() == replicas
                                && event.as(Placement.class).waiting().isEmpty())
                .as(Placement.class);
    }

    @Test
    void a_workload_runs_where_law_and_users_want_it_once_every_site_has_agreed() {
        runs("web");
        var placement = placed("web", 4);
        assertThat(placement.sites()).extracting(Placement.SiteShare::site).containsExactly("fra", "iad");
        assertThat(placement.cause()).contains("web");

        var request = region.awaitEvent(REQUESTS, "iad/web");
        assertThat(request.header(Header.AUDIENCE)).isEqualTo("us-east");
        assertThat(request.header(Header.DATA_CLASS)).isEqualTo("internal");
        assertThat(request.header(Header.OWNER)).isEqualTo("shop-team");

        when().get("/api/v1/placements/web").then().statusCode(200).body("sites.site", contains("fra", "iad"));
        when().get("/api/v1/placements").then().statusCode(200).body("items.workload", hasItem("web"));
        when().get("/api/v1/weights/web")
                .then()
                .statusCode(200)
                .body("areas.area", contains("DE", "US/New York City"))
                .body("areas[1].sites[0].site", equalTo("iad"))
                .body("areas[1].sites[0].permille", equalTo(1000));
        when().get("/api/v1/reservations")
                .then()
                .statusCode(200)
                .body("items.find { it.site == 'fra' }.own", equalTo(true))
                .body("items.find { it.site == 'fra' }.reservations.workload", hasItem("web"));
        when().get("/api/v1/placements/web/explanation")
                .then()
                .statusCode(200)
                .body("planner", equalTo("eu-central"))
                .body("sites.find { it.site == 'iad' }.verdict", equalTo("chosen"))
                .body("sites.find { it.site == 'sin' }.rule", equalTo("law"))
                .body("sites.find { it.site == 'sin' }.reason", startsWith("gdpr#transfer keeps it out of SG"))
                .body("perHour.total", greaterThan(0f))
                .body("inputs", not(empty()));
        when().get("/api/v1/placements/web/explanation?site=sin")
                .then()
                .statusCode(200)
                .body("flips.site", everyItem(equalTo("sin")));
        region.awaitEvent("placement.decisions.v1", "web");
    }

    @Test
    void users_are_sent_elsewhere_when_a_region_is_lost() {
        runs("cart");
        placed("cart", 4);
        verdict("us-east", "lost");
        region.awaitEvent(
                "placement.weights.v1",
                event -> event.key().equals("cart")
                        && event.as(TrafficWeights.class).areas().stream()
                                .flatMap(area -> area.sites().stream())
                                .allMatch(weight -> weight.site().equals("fra")));
        assertThat(placed("cart", 4).sites()).isNotEmpty();
        verdict("us-east", "healthy");
        region.awaitEvent(
                PLACEMENTS,
                event -> event.key().equals("cart")
                        && event.as(Placement.class).cause().contains("region us-east is back"));
    }

    private void verdict(String about, String verdict) {
        region.publish(
                "observability.regions.v1",
                about,
                new RegionHealth(about, "eu-central", verdict, Instant.now(), null, null, "test"));
    }

    @Test
    void a_request_from_abroad_is_admitted_once_and_its_repeat_gets_the_same_answer() {
        var request = new ReplicasRequested("api", "fra", "us-east", "us-team", 3, Atlas.cores(1), 100, 1, 1);
        region.publishMirrored("us-east", REQUESTS, "fra/api", request);
        var first = region.awaitEvent(RESERVATIONS, "fra/api");
        assertThat(first.as(ReplicasDecided.class).granted()).isEqualTo(3);
        assertThat(first.header(Header.OWNER)).isEqualTo("us-team");

        region.publishMirrored("us-east", REQUESTS, "fra/api", request);
        var second = region.awaitEvent(
                RESERVATIONS, event -> event.key().equals("fra/api") && event.offset() > first.offset());
        assertThat(second.as(ReplicasDecided.class).granted()).isEqualTo(3);
        when().get("/api/v1/reservations")
                .then()
                .body(
                        "items.find { it.site == 'fra' }.reservations.findAll { it.workload == 'api' }.granted",
                        contains(3));
    }

    @Test
    void what_is_forged_or_unreadable_goes_to_the_dead_letters_and_stops_nothing() {
        region.publishMirrored(
                "us-east",
                REQUESTS,
                "fra/forged",
                new ReplicasRequested("forged", "fra", "ap-southeast", "x", 8, Atlas.cores(1), 100, 9, 1));
        var forged = region.awaitEvent("placement.dead-letters.v1", "fra/forged");
        assertThat(forged.header(Header.DLQ_REASON)).contains("us-east asks in the name of ap-southeast");

        region.publish(
                "inventory.workloads.v1", "broken", "{\"name\": ".getBytes(java.nio.charset.StandardCharsets.UTF_8));
        var broken = region.awaitEvent("placement.dead-letters.v1", "broken");
        assertThat(broken.header(Header.DLQ_TOPIC)).isEqualTo("inventory.workloads.v1");
        assertThat(broken.value()).isEqualTo("{\"name\": ".getBytes(java.nio.charset.StandardCharsets.UTF_8));

        runs("after");
        placed("after", 4);
    }

    @Test
    void a_plan_tells_what_drafts_would_lead_to_and_changes_nothing() {
        runs("shop");
        placed("shop", 4);
        given().contentType("application/json")
                .body(EventJson.MAPPER
                        .valueToTree(Map.of("resources", List.of(), "rulings", List.of(ruling("shop", "DE"))))
                        .toString())
                .post("/api/v1/plan")
                .then()
                .statusCode(200)
                .body("workloads.find { it.workload == 'shop' }.changed", equalTo(true))
                .body("workloads.find { it.workload == 'shop' }.after.sites.site", contains("fra"))
                .body("moves.findAll { it.workload == 'shop' }", hasSize(1))
                .body("moves.find { it.workload == 'shop' }.forced", equalTo(true));
        when().get("/api/v1/placements/shop").then().body("sites.site", contains("fra", "iad"));

        given().contentType("application/json")
                .body("""
                        {"resources": [{"apiVersion": "archipelago.io/v1", "kind": "Demand",
                          "metadata": {"name": "sale"},
                          "spec": {"workload": "shop", "areas": [{"area": "DE", "requestsPerSecond": 800}]}}]}""")
                .post("/api/v1/plan")
                .then()
                .statusCode(200)
                .body("workloads.find { it.workload == 'shop' }.after.wanted", equalTo(10));
    }

    @Test
    void a_market_is_looked_over_and_nothing_is_changed() {
        runs("eu");
        given().contentType("application/json")
                .body("""
                        {"market": {"country": "JP", "workload": "eu", "certifications": ["iso-27001"]}}""")
                .post("/api/v1/plan/market")
                .then()
                .statusCode(200)
                .body("candidates[0].cloudRegion", equalTo("aws/ap-northeast-1"))
                .body("candidates[0].law.allowed", equalTo(false))
                .body("candidates[0].rtt.p50", greaterThan(0f))
                .body("gaps.kind", hasItems("site", "law", "demand", "certification"));
        given().contentType("application/json")
                .body("{\"market\": {\"country\": \"JP\", \"workload\": \"ghost\"}}")
                .post("/api/v1/plan/market")
                .then()
                .statusCode(404);
        given().contentType("application/json")
                .body("{}")
                .post("/api/v1/plan/market")
                .then()
                .statusCode(400);
    }

    @Test
    void a_draft_that_is_wrong_is_answered_with_the_path_of_the_mistake() {
        given().contentType("application/json")
                .body("""
                        {"resources": [{"apiVersion": "archipelago.io/v1", "kind": "Demand",
                          "metadata": {"name": "sale"}, "spec": {"workload": "shop", "areas": 7}}]}""")
                .post("/api/v1/plan")
                .then()
                .statusCode(422)
                .contentType(containsString("application/problem+json"))
                .body("errors[0].path", equalTo("spec.areas"));
    }

    @Test
    void what_does_not_exist_is_a_problem_that_says_so() {
        when().get("/api/v1/placements/ghost")
                .then()
                .statusCode(404)
                .contentType(containsString("application/problem+json"))
                .body("type", equalTo("urn:archipelago:problem:not-found"))
                .body("detail", containsString("ghost"));
        when().get("/api/v1/placements/ghost/explanation").then().statusCode(404);
        when().get("/api/v1/weights/ghost").then().statusCode(404);
    }
}
