package io.archipelago.cost;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.hamcrest.Matchers.hasItem;
import static org.hamcrest.Matchers.is;
import static org.hamcrest.Matchers.startsWith;

import io.archipelago.events.catalogue.CatalogueSpec;
import io.archipelago.events.catalogue.CloudRegion;
import io.archipelago.events.catalogue.TransferPrice;
import io.archipelago.events.cost.Charge;
import io.archipelago.events.quantity.Usd;
import io.archipelago.events.residency.TransferReported;
import io.archipelago.events.resource.Declared;
import io.archipelago.testkit.Region;
import io.archipelago.testkit.RegionUnderTest;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The whole service in a region: reports and prices come by Kafka, the bill is read over HTTP. */
@QuarkusTest
@QuarkusTestResource(RegionUnderTest.class)
class CostServiceTest {

    Region region;

    @BeforeEach
    void knowsPrices() {
        await().atMost(Duration.ofSeconds(60))
                .until(() -> given().get("/q/health/ready").statusCode() == 200);
        var catalogue = new CatalogueSpec(
                null,
                null,
                "aws",
                List.of(
                        cloudRegion("eu-central-1", "EU"),
                        cloudRegion("us-east-1", "NA"),
                        cloudRegion("ap-southeast-1", "AS")),
                List.of(new TransferPrice("*", "provider", Usd.of("0.02"))),
                null,
                null,
                null);
        region.publish(
                "inventory.catalogues.v1",
                "aws",
                new Declared<>("aws", "eu-central", 1, false, null, catalogue, null, null));
    }

    private static CloudRegion cloudRegion(String name, String continent) {
        return new CloudRegion(
                name,
                name,
                "DE",
                continent,
                0,
                0,
                3,
                Usd.of("0.04"),
                Usd.of("0.005"),
                Usd.of("0.1"),
                300,
                "list",
                "list");
    }

    @Test
    void a_crossing_is_rated_published_and_in_the_bill() {
        var from = Instant.now().truncatedTo(ChronoUnit.MILLIS);
        region.publish(
                "residency.transfers.v1",
                "shop.products|us-east",
                new TransferReported(
                        "shop.products",
                        "eu-central",
                        "us-east",
                        "products",
                        "shop",
                        "public",
                        from,
                        from.plusSeconds(5),
                        10,
                        1_000_000_000,
                        Map.of(),
                        10));
        var event = region.awaitEvent(
                "cost.charges.v1", e -> e.as(Charge.class).resource().equals("flow/shop.products"));
        assertThat(event.as(Charge.class).billedCost()).isEqualTo(Usd.of("0.02"));
        assertThat(event.key()).isEqualTo(event.as(Charge.class).key());
        given().get("/api/v1/costs?by=link")
                .then()
                .statusCode(200)
                .body("items.name", hasItem("eu-central->us-east"))
                .body("by", is("link"))
                .body("currency", is("USD"));
        given().get("/api/v1/charges?format=focus-csv")
                .then()
                .statusCode(200)
                .contentType(startsWith("text/csv"))
                .body(startsWith("BilledCost,BillingAccountId,"));
    }

    @Test
    void a_charge_of_a_peer_is_in_the_bill_of_every_region() {
        var hour = Instant.now().truncatedTo(ChronoUnit.HOURS);
        var charge = new Charge(
                "us-east",
                hour,
                hour.plusSeconds(3600),
                "Usage",
                Charge.COMPUTE,
                "workload/far",
                "abroad",
                "aws",
                "ashburn",
                null,
                null,
                3_600_000,
                "Replica-Milliseconds",
                1,
                "Replica-Hours",
                Usd.of("0.5"),
                Usd.of("0.5"),
                Usd.ZERO,
                hour.plusSeconds(3600));
        region.publishMirrored("us-east", "cost.charges.v1", charge.key(), charge);
        await().atMost(Duration.ofSeconds(30)).untilAsserted(() -> given().get("/api/v1/costs?by=owner")
                .then()
                .body("items.find { it.name == 'abroad' }.amount", is(0.5f)));
    }

    @Test
    void a_question_nobody_understands_is_a_problem_that_names_the_parameter() {
        given().get("/api/v1/costs?by=colour")
                .then()
                .statusCode(400)
                .contentType("application/problem+json")
                .body("errors[0].path", is("by"));
        given().get("/api/v1/costs?from=yesterday").then().statusCode(400).body("errors[0].path", is("from"));
        given().get("/api/v1/charges?format=xml").then().statusCode(400);
    }
}
