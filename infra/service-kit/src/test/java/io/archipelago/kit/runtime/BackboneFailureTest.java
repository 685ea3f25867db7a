package io.archipelago.kit.runtime;

import static io.archipelago.kit.sample.LedgerCore.NOTES;
import static io.archipelago.kit.sample.LedgerCore.TOTALS;
import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.hasItem;

import io.archipelago.kit.sample.LedgerCore;
import io.archipelago.kit.sample.LedgerCore.Add;
import io.archipelago.kit.sample.LedgerCore.Note;
import io.archipelago.kit.sample.LedgerCore.Total;
import io.archipelago.testkit.Region;
import io.archipelago.testkit.RegionUnderTest;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.time.Duration;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What a service stands on goes away and comes back. */
@QuarkusTest
@QuarkusTestResource(RegionUnderTest.class)
class BackboneFailureTest {

    private static final Duration LONG = Duration.ofSeconds(60);

    Region region;

    @Inject
    CoreRuntime<LedgerCore> runtime;

    @BeforeEach
    void isReady() {
        await().atMost(LONG).until(() -> ready() == 200);
    }

    private static int ready() {
        return given().get("/q/health/ready").statusCode();
    }

    private Total total(String account) {
        return runtime.query(core -> core.total(account)).await().indefinitely();
    }

    @Test
    void postgres_restarts_and_nothing_is_lost_or_double() {
        region.publishMirrored("us-east", NOTES, "restarted", new Note(1));
        await().atMost(LONG).until(() -> total("restarted").total() == 1);

        region.database().stop();
        try {
            for (int i = 0; i < 10; i++) region.publishMirrored("us-east", NOTES, "restarted", new Note(1));
            await().atMost(LONG).until(() -> ready() == 503);
            given().get("/q/health/ready").then().body("checks.data.reason", hasItem(containsString("refused")));
            assertThat(given().get("/q/health/live").statusCode()).isEqualTo(200);
        } finally {
            region.database().start();
        }

        await().atMost(LONG).until(() -> total("restarted").equals(new Total("restarted", 11, 11)));
        await().atMost(LONG).until(() -> ready() == 200);
        var last = region.awaitEvent(
                TOTALS,
                event ->
                        event.key().equals("restarted") && event.as(Total.class).total() == 11);
        assertThat(last.as(Total.class).additions()).isEqualTo(11);
    }

    @Test
    void the_broker_restarts_and_commands_go_on_meanwhile() {
        region.broker().stop();
        try {
            given().contentType("application/json")
                    .body(new Add("meanwhile", 4))
                    .post("/api/v1/totals")
                    .then()
                    .statusCode(200);
        } finally {
            region.broker().start();
        }

        region.publishMirrored("us-east", NOTES, "meanwhile", new Note(3));
        await().atMost(LONG).until(() -> total("meanwhile").total() == 7);
    }
}
