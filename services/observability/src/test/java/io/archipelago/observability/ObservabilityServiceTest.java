package io.archipelago.observability;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasItem;
import static org.hamcrest.Matchers.is;

import io.archipelago.events.inventory.SiteSpec;
import io.archipelago.events.observability.ProbeSent;
import io.archipelago.events.quantity.Bytes;
import io.archipelago.events.quantity.Cpu;
import io.archipelago.events.quantity.Resources;
import io.archipelago.events.resource.Declared;
import io.archipelago.testkit.Region;
import io.archipelago.testkit.RegionUnderTest;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The whole service in a region whose peers are played by the test. */
@QuarkusTest
@QuarkusTestResource(RegionUnderTest.class)
class ObservabilityServiceTest {

    private static final Duration PATIENCE = Duration.ofSeconds(30);

    Region region;

    @TestHTTPResource("/api/v1/stream")
    URI stream;

    @BeforeEach
    void isReady() {
        await().atMost(Duration.ofSeconds(60))
                .until(() -> given().get("/q/health/ready").statusCode() == 200);
    }

    private void site(String name) {
        var spec = new SiteSpec(
                "eu-central",
                "aws/eu-central-1",
                new Resources(new Cpu(1000), Bytes.gibibytes(1), Bytes.NONE),
                null,
                null);
        region.publish(
                "inventory.sites.v1", name, new Declared<>(name, "eu-central", 1, false, null, spec, null, null));
    }

    @Test
    void a_probe_goes_out_every_two_seconds_and_comes_back() {
        region.awaitEvent(
                "observability.probes.v1", event -> event.as(ProbeSent.class).sequence() == 2);
        await().atMost(PATIENCE).untilAsserted(() -> given().get("/api/v1/regions")
                .then()
                .body("items.find { it.self }.verdict", is("healthy"))
                .body("items.region", hasItem("us-east")));
    }

    @Test
    void a_peer_that_speaks_is_healthy_and_its_link_is_measured() {
        region.publishMirrored(
                "us-east", "observability.probes.v1", "us-east", new ProbeSent("us-east", 1, Instant.now(), Map.of()));
        await().atMost(PATIENCE).untilAsserted(() -> given().get("/api/v1/regions")
                .then()
                .body("items.find { it.region == 'us-east' }.verdict", equalTo("healthy")));
        region.awaitEvent("observability.regions.v1", "us-east");
        given().get("/api/v1/links")
                .then()
                .body("items.find { it.from == 'us-east' && it.to == 'eu-central' }.received", is(1));
    }

    @Test
    void a_fact_is_shown_in_the_state_and_as_an_event() {
        site("a-site");
        await().atMost(PATIENCE).untilAsserted(() -> {
            given().get("/api/v1/state").then().body("sites.site", hasItem("a-site"));
            given().get("/api/v1/events")
                    .then()
                    .body("items.summary", hasItem("site a-site (aws/eu-central-1) declared"));
        });
    }

    @Test
    void a_stream_begins_with_everything_and_goes_on_with_what_changed() {
        var lines = new CopyOnWriteArrayList<String>();
        var http = HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
        try {
            var reading = http.sendAsync(
                            request(region.issuer().token("rita", "reader")), HttpResponse.BodyHandlers.ofLines())
                    .thenAccept(response -> response.body().forEach(lines::add));
            await().atMost(PATIENCE).untilAsserted(() -> assertThat(data(lines))
                    .first()
                    .asString()
                    .contains("\"viewingFrom\":\"eu-central\"", "\"weights\":["));
            int before = lines.size();
            site("streamed-site");
            await().atMost(PATIENCE).untilAsserted(() -> {
                var later = List.copyOf(lines).subList(before, lines.size());
                assertThat(later).contains("event:state-delta");
                assertThat(data(later))
                        .anyMatch(text -> text.contains("\"site\":\"streamed-site\"") && !text.contains("\"weights\""))
                        .anyMatch(text -> text.startsWith("[{\"sequence\"") && text.contains("streamed-site"));
            });
            assertThat(reading).isNotDone();

            // Who opens the page later sees what happened before.
            var laterLines = new CopyOnWriteArrayList<String>();
            var late = http.sendAsync(
                            request(region.issuer().token("rita", "reader")), HttpResponse.BodyHandlers.ofLines())
                    .thenAccept(response -> response.body().forEach(laterLines::add));
            await().atMost(PATIENCE).untilAsserted(() -> assertThat(data(laterLines))
                    .anyMatch(text -> text.startsWith("[{\"sequence\"") && text.contains("streamed-site")));
            assertThat(late).isNotDone();
        } finally {
            http.shutdownNow();
        }
    }

    private HttpRequest request(String token) {
        return HttpRequest.newBuilder(stream)
                .header("Authorization", "Bearer " + token)
                .build();
    }

    @Test
    void a_stream_ends_with_the_token_it_was_opened_with() {
        var token = region.issuer()
                .token("rita", List.of("reader"), claims -> claims.setExpirationTimeMinutesInTheFuture(0.05f));
        try (var http = HttpClient.newHttpClient()) {
            var reading = http.sendAsync(request(token), HttpResponse.BodyHandlers.discarding());
            assertThat(reading).succeedsWithin(PATIENCE);
        }
    }

    private static List<String> data(List<String> lines) {
        return lines.stream()
                .filter(line -> line.startsWith("data:"))
                .map(line -> line.substring(5).strip())
                .toList();
    }

    @Test
    void what_is_not_known_is_a_problem_that_says_so() {
        given().get("/api/v1/journeys/none").then().statusCode(404).contentType("application/problem+json");
        given().get("/api/v1/decisions/none").then().statusCode(404);
        given().get("/api/v1/events?limit=0").then().statusCode(400);
    }
}
