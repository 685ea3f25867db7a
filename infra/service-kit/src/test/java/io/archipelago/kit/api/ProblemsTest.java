package io.archipelago.kit.api;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.not;

import io.archipelago.testkit.RegionUnderTest;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.ValidatableResponse;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Whatever goes wrong with a request is told in the same form. */
@QuarkusTest
@QuarkusTestResource(RegionUnderTest.class)
class ProblemsTest {

    @TestHTTPResource
    URI service;

    @BeforeEach
    void isReady() {
        await().atMost(Duration.ofSeconds(60))
                .until(() -> given().get("/q/health/ready").statusCode() == 200);
    }

    private static void isProblem(ValidatableResponse answer, int status, String type, String detail) {
        answer.statusCode(status)
                .contentType(containsString("application/problem+json"))
                .body("status", equalTo(status))
                .body("type", equalTo("urn:archipelago:problem:" + type))
                .body("detail", containsString(detail));
    }

    private static ValidatableResponse post(String body) {
        return given().contentType("application/json")
                .body(body)
                .post("/api/v1/totals")
                .then();
    }

    @Test
    void a_refusal_names_the_field() {
        var answer = post("{\"account\":\"a\",\"amount\":-1}");

        isProblem(answer, 422, "invalid", "amount: -1 is negative");
        answer.body("errors[0].path", equalTo("amount"));
    }

    @Test
    void broken_json_is_told_with_its_line() {
        isProblem(post("{\n\"account\": oops}"), 400, "malformed", "line 2");
    }

    @Test
    void a_field_of_the_wrong_type_is_told_with_its_path() {
        var answer = post("{\"account\":\"a\",\"amount\":\"many\"}");

        isProblem(answer, 422, "invalid", "amount");
        answer.body("errors[0].path", equalTo("amount"));
    }

    @Test
    void an_address_with_nothing_behind_it_is_a_problem_too() {
        isProblem(given().get("/api/v1/nothing").then(), 404, "not-found", "/api/v1/nothing");
    }

    @Test
    void a_method_that_is_not_there_is_a_problem_too() {
        isProblem(given().delete("/api/v1/totals").then(), 405, "method-not-allowed", "");
    }

    @Test
    void a_media_type_nobody_reads_is_a_problem_too() {
        isProblem(
                given().contentType("text/csv")
                        .body("a,1")
                        .post("/api/v1/totals")
                        .then(),
                415,
                "unsupported-media-type",
                "text/csv");
    }

    @Test
    void an_unexpected_failure_shows_an_incident_and_nothing_of_the_inside() {
        var answer = given().get("/api/v1/totals/broken").then();

        isProblem(answer, 500, "unexpected", "log");
        answer.body("instance", containsString("urn:uuid:"))
                .body(not(containsString("IllegalStateException")))
                .body(not(containsString("broken on purpose")));
    }

    @Test
    void a_body_above_ten_megabytes_is_refused_by_its_length() {
        isProblem(post("x".repeat(10 * 1024 * 1024 + 1)), 413, "too-large", "10 MB");
    }

    @Test
    void a_body_of_unknown_length_is_refused_before_it_comes_in() throws IOException {
        try (var socket = new Socket(service.getHost(), service.getPort())) {
            socket.setSoTimeout(10_000);
            socket.getOutputStream()
                    .write(("POST /api/v1/totals HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\n"
                                    + "Transfer-Encoding: chunked\r\n\r\n5\r\nhello\r\n")
                            .getBytes(StandardCharsets.US_ASCII));
            var lines = new BufferedReader(new InputStreamReader(socket.getInputStream(), StandardCharsets.UTF_8));
            var answer = new StringBuilder();
            while (answer.indexOf("}") < 0) answer.append((char) lines.read());
            assertThat(answer.toString())
                    .startsWith("HTTP/1.1 411")
                    .contains("urn:archipelago:problem:length-required");
        }
    }
}
