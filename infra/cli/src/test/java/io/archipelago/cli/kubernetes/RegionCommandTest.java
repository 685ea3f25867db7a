package io.archipelago.cli.kubernetes;

import static org.assertj.core.api.Assertions.assertThat;

import io.archipelago.cli.Archipelago;
import io.archipelago.cli.ExitCode;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RegionCommandTest {

    @TempDir
    private Path overlays;

    @BeforeEach
    void a_region_alone() {
        assertThat(add("us-east", "aws", "US", "aws/us-east-1")).isEqualTo(ExitCode.OK);
    }

    private int add(String name, String provider, String jurisdiction, String location, String... more) {
        var words = new ArrayList<>(List.of(
                "region", "add", name, "--provider", provider, "--jurisdiction", jurisdiction, "--location", location));
        words.addAll(List.of("--overlays", overlays.toString()));
        words.addAll(List.of(more));
        return Archipelago.run(words.toArray(String[]::new));
    }

    @Test
    void a_region_is_added_and_its_peer_learns_of_it_when_asked() {
        assertThat(add("sa-east", "aws", "BR", "aws/sa-east-1", "--update-peers"))
                .isEqualTo(ExitCode.OK);
        assertThat(overlays.resolve("us-east/region/region.env")).content().contains("sa-east:BR:aws/sa-east-1");
        assertThat(overlays.resolve("sa-east/strimzi/mirrormaker2.yaml"))
                .content()
                .contains("alias: us-east");
    }

    @Test
    void nothing_between_commas_is_nobody() {
        assertThat(add("sa-east", "aws", "BR", "aws/sa-east-1", "--peers", "")).isEqualTo(ExitCode.OK);
        assertThat(overlays.resolve("sa-east/region/region.env")).content().contains("ARCHIPELAGO_PEERS=none");
    }

    @Test
    void wrong_words_are_a_usage_error_and_write_nothing() {
        assertThat(add("us-east", "aws", "US", "aws/us-east-1")).isEqualTo(ExitCode.USAGE);
        assertThat(add("sa-east", "azure", "BR", "aws/sa-east-1")).isEqualTo(ExitCode.USAGE);
        assertThat(add("sa-east", "aws", "Brazil", "aws/sa-east-1")).isEqualTo(ExitCode.USAGE);
        assertThat(add("sa-east", "aws", "BR", "aws/sa-east-1", "--peers", "nowhere"))
                .isEqualTo(ExitCode.USAGE);
        assertThat(add("export", "aws", "BR", "aws/sa-east-1")).isEqualTo(ExitCode.USAGE);
        assertThat(Archipelago.run("region", "render", "nowhere", "--overlays", overlays.toString()))
                .isEqualTo(ExitCode.USAGE);
        assertThat(overlays).isDirectoryNotContaining("glob:**/{sa-east,export}");
    }

    @Test
    void the_topology_is_rendered_for_an_installation_of_ones_own() {
        var out = overlays.resolve("own");
        assertThat(Archipelago.run(
                        "topology",
                        "render",
                        "--region",
                        "eu-central",
                        "--peers",
                        "us-east=kafka.us:9094",
                        "--out",
                        out.toString()))
                .isEqualTo(ExitCode.OK);
        assertThat(out.resolve("mirrormaker2.yaml")).content().contains("bootstrapServers: kafka.us:9094");
        assertThat(Archipelago.run("topology", "render", "--region", "placement"))
                .isEqualTo(ExitCode.USAGE);
        assertThat(Archipelago.run("topology", "render", "--region", "eu-central", "--profile", "huge"))
                .isEqualTo(ExitCode.USAGE);
    }
}
