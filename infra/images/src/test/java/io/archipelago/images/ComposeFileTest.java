package io.archipelago.images;

import static org.assertj.core.api.Assertions.assertThat;

import io.archipelago.local.LocalRegion;
import io.archipelago.local.PartName;
import io.archipelago.local.containers.Address;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;

class ComposeFileTest {
    private static final Path PROJECT = Path.of("../..");
    private static Map<String, Map<String, Object>> services = Map.of();

    @BeforeAll
    @SuppressWarnings("unchecked")
    static void read() throws IOException {
        var options = new LoaderOptions();
        options.setMaxAliasesForCollections(Integer.MAX_VALUE);
        Map<String, Object> file = new Yaml(options).load(Files.readString(PROJECT.resolve("docker-compose.yml")));
        services = new TreeMap<>((Map<String, Map<String, Object>>) file.get("services"));
    }

    @Test
    void every_part_of_every_region_is_there_and_published_where_the_command_line_looks() {
        for (var region : LocalRegion.ALL)
            for (var part : PartName.values()) {
                var service = services.get(Address.host(region, part));
                assertThat(service).as("%s of %s", part, region).isNotNull();
                if (part == PartName.POSTGRES) assertThat(service).doesNotContainKey("ports");
                else assertThat(list(service, "ports").getFirst()).startsWith(Address.outside(region, part) + ":");
            }
    }

    @Test
    void nothing_may_change_its_image_or_gain_rights_or_be_root() {
        services.forEach((name, service) -> {
            assertThat(service.get("read_only")).as(name).isEqualTo(true);
            assertThat(list(service, "cap_drop")).as(name).containsExactly("ALL");
            assertThat(list(service, "security_opt")).as(name).contains("no-new-privileges:true");
            assertThat(String.valueOf(service.get("user"))).as(name).matches("[1-9]\\d*:[1-9]\\d*");
            assertThat(service).as(name).doesNotContainKeys("privileged", "cap_add", "pid", "ipc");
            assertThat(service).as(name).containsKeys("mem_limit", "pids_limit", "healthcheck");
        });
    }

    @Test
    void every_image_is_of_one_version() {
        services.forEach((name, service) -> assertThat(String.valueOf(service.get("image")))
                .as(name)
                .matches(".+:(v?\\d+(\\.\\d+)+|\\$\\{ARCHIPELAGO_VERSION:.*})"));
    }

    @Test
    void no_secret_stands_in_an_environment_or_an_argument() {
        services.forEach((name, service) -> {
            var said = new ArrayList<String>(list(service, "command"));
            if (service.get("environment") instanceof Map<?, ?> environment)
                environment.forEach((key, value) -> {
                    if (!key.toString().endsWith("_FILE")) said.add(key + "=" + value);
                });
            assertThat(said).as(name).noneMatch(text -> text.matches("(?i).*(password|secret|token|key=).*"));
        });
    }

    @Test
    void ports_are_for_this_machine_only() {
        services.forEach((name, service) ->
                assertThat(list(service, "ports")).as(name).allMatch(port -> port.startsWith("127.0.0.1:")));
    }

    @Test
    void a_part_sees_its_own_hand_out_and_what_it_keeps_but_nobody_elses() {
        for (var region : LocalRegion.ALL)
            for (var part : PartName.values()) {
                var name = Address.host(region, part);
                var own = List.of(name, region.name() + "-database", region.name() + "-log", region.name() + "-ledger");
                assertThat(list(services.get(name), "volumes"))
                        .as(name)
                        .isNotEmpty()
                        .allMatch(volume -> own.contains(volume.substring(0, volume.indexOf(':'))))
                        .allMatch(volume -> !volume.startsWith(name + ":") || volume.endsWith(":ro,nocopy"));
            }
    }

    @Test
    void only_hand_out_sees_authorities() {
        services.forEach((name, service) -> {
            if (!name.startsWith("hand-out-"))
                assertThat(list(service, "volumes")).as(name).noneMatch(volume -> volume.startsWith("authorities"));
            else assertThat(service.get("network_mode")).as(name).isEqualTo("none");
        });
    }

    @Test
    void one_region_alone_starts_nothing_of_the_others() {
        services.forEach((name, service) -> {
            if (name.startsWith("us-east") || name.startsWith("ap-southeast"))
                assertThat(list(service, "profiles")).as(name).containsExactly("three");
            else assertThat(list(service, "profiles")).as(name).isNotEmpty();
        });
    }

    private static List<String> list(Map<String, Object> service, String key) {
        return service.get(key) instanceof List<?> all
                ? all.stream().map(String::valueOf).toList()
                : List.of();
    }
}
