package io.archipelago.kit.store;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.archipelago.testkit.Region;
import io.archipelago.testkit.RegionUnderTest;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;

/** A region is upgraded: the service finds a database that the last published version has made. */
@QuarkusTest
@QuarkusTestResource(RegionUnderTest.class)
class PublishedDatabaseTest {
    private static final Path MIGRATIONS = Path.of("src/main/resources/db/migration");
    private static final Path PUBLISHED = Path.of("../test-kit/src/main/resources/published-database.sql");

    Region region;

    @Test
    void a_service_starts_on_the_tables_of_the_version_before_and_brings_them_forward() throws IOException {
        await().atMost(Duration.ofMinutes(1))
                .until(() -> given().get("/q/health/ready").statusCode() == 200);
        assertThat(region.database()
                        .query("select script from inventory.flyway_schema_history where installed_by = 'published'"))
                .contains("V1__documents_inbox_outbox.sql");
        assertThat(region.database().query("select script from inventory.flyway_schema_history where success"))
                .containsAll(migrations().stream()
                        .map(file -> file.getFileName().toString())
                        .toList());
    }

    /** Run at a release. */
    @Test
    @EnabledIfSystemProperty(named = "schemas.publish", matches = "true")
    void publish() throws IOException {
        var text = new StringBuilder("""
                -- The schema of a service as the migrations of the last published version leave it, with the history that Flyway keeps.
                -- Written at a release: mvn -pl infra/service-kit -am test -Dtest=PublishedDatabaseTest -Dschemas.publish=true

                """);
        for (var file : migrations()) text.append(Files.readString(file)).append('\n');
        text.append("""
                create table flyway_schema_history (
                    installed_rank int primary key,
                    version        varchar(50),
                    description    varchar(200) not null,
                    type           varchar(20) not null,
                    script         varchar(1000) not null,
                    checksum       int,
                    installed_by   varchar(100) not null,
                    installed_on   timestamp not null default now(),
                    execution_time int not null,
                    success        boolean not null
                );
                create index flyway_schema_history_s_idx on flyway_schema_history (success);
                insert into flyway_schema_history
                    (installed_rank, version, description, type, script, checksum, installed_by, execution_time, success)
                values
                """);
        var rows = region.database().query("""
                select format('    (%s, %L, %L, %L, %L, %s, ''published'', 0, true)', installed_rank, version, description,
                    type, script, coalesce(checksum::text, 'null'))
                from inventory.flyway_schema_history order by installed_rank""");
        Files.writeString(PUBLISHED, text + String.join(",\n", rows) + ";\n");
    }

    private static List<Path> migrations() throws IOException {
        try (var files = Files.list(MIGRATIONS)) {
            return files.sorted().toList();
        }
    }
}
