package io.archipelago.kit.api;

import static io.restassured.RestAssured.given;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.awaitility.Awaitility.await;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.is;

import io.archipelago.testkit.Region;
import io.archipelago.testkit.RegionUnderTest;
import io.archipelago.testkit.TestIssuer;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.ValidatableResponse;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Attacks on the way in for people. */
@QuarkusTest
@QuarkusTestResource(RegionUnderTest.class)
class TokensTest {

    private static final List<String> ALL = List.of("reader", "operator", "policy-owner");

    Region region;

    @BeforeEach
    void isReady() {
        await().atMost(Duration.ofMinutes(1))
                .until(() -> given().get("/q/health/ready").statusCode() == 200);
    }

    private static ValidatableResponse get(String authorization, String path) {
        return given().header("Authorization", authorization).get(path).then();
    }

    private static void isRefused(ValidatableResponse answer, int status, String type, String detail) {
        answer.statusCode(status)
                .contentType(containsString("application/problem+json"))
                .header("WWW-Authenticate", containsString("Bearer"))
                .body("type", equalTo("urn:archipelago:problem:" + type))
                .body("detail", containsString(detail));
    }

    private static String withoutSignature(String token, String header) {
        var base64 = Base64.getUrlEncoder().withoutPadding();
        return base64.encodeToString(header.getBytes(UTF_8)) + '.' + token.split("\\.", -1)[1] + '.';
    }

    @Test
    void no_token() {
        isRefused(get("", "/api/v1/totals/a"), 401, "token-missing", "Authorization: Bearer");
    }

    @Test
    void another_way_to_say_who_one_is() {
        isRefused(get("Basic YWxpY2U6YWxpY2U=", "/api/v1/totals/a"), 401, "token-missing", "Bearer");
    }

    @Test
    void something_that_is_no_token() {
        isRefused(get("Bearer swordfish", "/api/v1/totals/a"), 401, "token-refused", "token");
    }

    @Test
    void a_token_that_has_expired() {
        var token = region.issuer().token("alice", ALL, claims -> claims.setExpirationTimeMinutesInTheFuture(-5));
        isRefused(get("Bearer " + token, "/api/v1/totals/a"), 401, "token-expired", "get a new one");
    }

    @Test
    void a_token_of_another_issuer_with_the_same_key() {
        var token = region.issuer().token("alice", ALL, claims -> claims.setIssuer("https://elsewhere.test"));
        isRefused(get("Bearer " + token, "/api/v1/totals/a"), 401, "token-refused", "issuer");
    }

    @Test
    void a_token_for_another_audience() {
        var token = region.issuer().token("alice", ALL, claims -> claims.setAudience("payroll"));
        isRefused(get("Bearer " + token, "/api/v1/totals/a"), 401, "token-refused", "somebody else");
    }

    @Test
    void a_token_signed_by_somebody_else_under_the_name_of_the_key() {
        var token = new TestIssuer().token("alice", "operator");
        isRefused(get("Bearer " + token, "/api/v1/totals/a"), 401, "token-refused", "signature");
    }

    @Test
    void a_token_that_says_it_needs_no_signature() {
        var token = withoutSignature(region.issuer().token("alice", "operator"), "{\"alg\":\"none\",\"kid\":\"test\"}");
        isRefused(get("Bearer " + token, "/api/v1/totals/a"), 401, "token-refused", "token");
    }

    @Test
    void a_token_whose_signature_is_left_out() {
        var token =
                withoutSignature(region.issuer().token("alice", "operator"), "{\"alg\":\"RS256\",\"kid\":\"test\"}");
        isRefused(get("Bearer " + token, "/api/v1/totals/a"), 401, "token-refused", "token");
    }

    @Test
    void a_reader_who_writes() {
        given().header("Authorization", "Bearer " + region.issuer().token("rita", "reader"))
                .contentType("application/json")
                .body("{\"account\":\"a\",\"amount\":1}")
                .post("/api/v1/totals")
                .then()
                .statusCode(403)
                .body("type", equalTo("urn:archipelago:problem:role-missing"))
                .body("detail", containsString("operator"));
    }

    @Test
    void somebody_without_a_role_who_reads() {
        var token = region.issuer().token("nobody");
        isRefused(get("Bearer " + token, "/api/v1/totals/a"), 403, "role-missing", "reader");
    }

    @Test
    void an_operator_and_a_policy_owner_may_read() {
        for (var role : List.of("reader", "operator", "policy-owner"))
            get("Bearer " + region.issuer().token("olga", role), "/api/v1/totals/nobodys")
                    .statusCode(200)
                    .body("total", is(0));
    }

    @Test
    void an_address_that_names_no_role_is_closed_to_all() {
        var token = region.issuer().token("olga", ALL, claims -> {});
        isRefused(get("Bearer " + token, "/api/v1/totals/forgotten/role"), 403, "role-missing", "nobody may");
    }

    @Test
    void figures_are_for_readers_and_health_is_for_all() {
        get("", "/q/metrics").statusCode(401);
        get("Bearer " + region.issuer().token("rita", "reader"), "/q/metrics").statusCode(200);
        get("", "/q/health/live").statusCode(200);
    }
}
