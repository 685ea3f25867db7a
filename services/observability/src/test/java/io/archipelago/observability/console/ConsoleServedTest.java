package io.archipelago.observability.console;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.is;

import io.archipelago.testkit.RegionUnderTest;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** The bundle as the service serves it. */
@QuarkusTest
@QuarkusTestResource(RegionUnderTest.class)
class ConsoleServedTest {

    private static final Pattern PART = Pattern.compile("(?:src|href)=\"(/[^\"]+)\"");

    @Test
    void the_page_and_its_parts_come_from_the_service_and_are_small() {
        var page = given().get("/")
                .then()
                .statusCode(200)
                .header("Content-Security-Policy", is(ConsoleUnderTest.policy()))
                .header("Cache-Control", is("no-cache"))
                .extract()
                .asString();
        var parts = PART.matcher(page)
                .results()
                .map(found -> found.group(1))
                .filter(part -> !part.startsWith("/api/"))
                .toList();
        assertThat(parts).hasSize(3).anyMatch(part -> part.endsWith(".js")).anyMatch(part -> part.endsWith(".css"));
        long total = 0;
        for (var part : parts) {
            total += given().get(part).then().statusCode(200).extract().asByteArray().length;
        }
        assertThat(total).as("bytes before compression").isLessThan(150_000);
    }

    @Test
    void parts_are_compressed_for_who_can_read_it() {
        given().header("Accept-Encoding", "gzip")
                .get("/")
                .then()
                .statusCode(200)
                .header("Content-Encoding", containsString("gzip"));
    }
}
