package io.archipelago.local.containers;

import static org.assertj.core.api.Assertions.assertThat;

import io.archipelago.local.Installation;
import io.archipelago.local.LocalRegion;
import io.archipelago.local.PartName;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Optional;
import java.util.Properties;
import java.util.TreeMap;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class HandoutTest {
    private static final List<LocalRegion> REGIONS = LocalRegion.first(2);

    @TempDir
    private static Path folder;

    @BeforeAll
    static void hand_out() {
        handout(Optional.of("http://telemetry:4317")).write();
    }

    private static Handout handout(Optional<String> otlp) {
        return new Handout(
                new Installation(folder.resolve("project"), folder.resolve("state")),
                REGIONS,
                otlp,
                folder.resolve("handout"));
    }

    @Test
    void a_part_is_handed_no_key_but_its_own() throws IOException {
        for (var region : REGIONS)
            for (var part : PartName.values()) {
                var expected =
                        switch (part) {
                            case POSTGRES -> List.<String>of();
                            case KAFKA -> List.of("broker.pem");
                            case CONNECT -> List.of("mirror.pem", "service-connect.pem");
                            default -> List.of(part.text() + ".key", "service-" + part.text() + ".pem");
                        };
                assertThat(keysIn(region, part))
                        .as("%s %s", region.name(), part)
                        .isEqualTo(expected);
            }
    }

    @Test
    void a_second_time_changes_nothing_but_the_token_that_lives_an_hour() throws IOException {
        var before = everything();
        handout(Optional.of("http://telemetry:4317")).write();
        assertThat(everything()).isEqualTo(before);
    }

    @Test
    void keys_of_our_own_programs_are_for_their_user_alone() throws IOException {
        try (var files = Files.walk(part(REGIONS.getFirst(), PartName.INVENTORY))) {
            for (var file : files.filter(Files::isRegularFile).toList())
                assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
                        .as(file.toString())
                        .isEqualTo("rw-------");
        }
    }

    @Test
    void every_file_that_settings_name_lies_where_they_say() throws IOException {
        for (var region : REGIONS) {
            named(region, PartName.KAFKA, "server.properties");
            named(region, PartName.CONNECT, "worker.properties");
            for (var service : PartName.services()) named(region, service, "service.properties");
        }
    }

    @Test
    void the_broker_calls_itself_by_the_name_that_each_side_can_reach() throws IOException {
        var settings = settings(REGIONS.get(1), PartName.KAFKA, "server.properties");
        assertThat(settings.getProperty("advertised.listeners"))
                .isEqualTo("SSL://us-east-kafka:9092,OUTSIDE://127.0.0.1:18292");
        assertThat(settings.getProperty("listener.security.protocol.map")).doesNotContain("PLAINTEXT");
    }

    @Test
    void without_a_collector_services_are_told_of_none() throws IOException {
        handout(Optional.empty()).write();
        assertThat(settings(REGIONS.getFirst(), PartName.COST, "service.properties"))
                .doesNotContainKey("archipelago.otlp-endpoint");
        hand_out();
    }

    @Test
    void what_is_for_this_machine_may_be_copied_anywhere() throws IOException {
        try (var files = Files.walk(folder.resolve("handout/outside"))) {
            for (var file : files.filter(Files::isRegularFile).toList())
                assertThat(Files.readString(file)).as(file.toString()).doesNotContain(folder.toString());
        }
    }

    private static List<String> keysIn(LocalRegion region, PartName part) throws IOException {
        try (var files = Files.walk(part(region, part))) {
            return files.filter(Files::isRegularFile)
                    .filter(file -> !file.toString().endsWith(".jar"))
                    .filter(file -> file.toString().endsWith(".key") || holdsKey(file))
                    .map(file -> file.getFileName().toString())
                    .sorted()
                    .toList();
        }
    }

    private static boolean holdsKey(Path file) {
        try {
            return Files.readString(file).contains("PRIVATE KEY");
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    private static TreeMap<String, String> everything() throws IOException {
        var all = new TreeMap<String, String>();
        try (var files = Files.walk(folder.resolve("handout"))) {
            for (var file : files.filter(Files::isRegularFile).toList())
                if (!file.toString().endsWith(".jar") && !file.endsWith("token"))
                    all.put(file.toString(), Files.readString(file));
        }
        return all;
    }

    /** The part sees its folder at the path of the state folder. */
    private static void named(LocalRegion region, PartName part, String file) throws IOException {
        var state = folder.resolve("state").toString();
        settings(region, part, file).forEach((name, value) -> {
            if (value.toString().startsWith(state) && !name.toString().contains("allowed.paths"))
                assertThat(part(region, part).resolve(value.toString().substring(state.length() + 1)))
                        .as("%s of %s", name, part)
                        .exists();
        });
    }

    private static Properties settings(LocalRegion region, PartName part, String file) throws IOException {
        var settings = new Properties();
        try (var in = Files.newInputStream(part(region, part).resolve(file))) {
            settings.load(in);
        }
        return settings;
    }

    private static Path part(LocalRegion region, PartName part) {
        return folder.resolve("handout").resolve(region.name()).resolve(part.text());
    }
}
