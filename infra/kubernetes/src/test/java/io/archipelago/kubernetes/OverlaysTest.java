package io.archipelago.kubernetes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class OverlaysTest {

    private static final Overlays SHIPPED = new Overlays(Manifests.K8S.resolve("overlays"));
    private static final Catalogue CATALOGUE = new Catalogue(Manifests.PROJECT.resolve("infra/catalogue/data"));

    @TempDir
    private Path folder;

    private Overlays overlays;

    @BeforeEach
    void twoRegions() {
        overlays = new Overlays(folder);
        overlays.add(region("eu-central", "DE", "aws/eu-central-1"), true);
        overlays.add(region("us-east", "US", "aws/us-east-1", "eu-central"), true);
    }

    private static Region region(String name, String jurisdiction, String location, String... peers) {
        return new Region(name, location, jurisdiction, name + ".example.org", List.of(peers));
    }

    static Stream<String> shipped() {
        return SHIPPED.all().keySet().stream();
    }

    @ParameterizedTest
    @MethodSource("shipped")
    void the_shipped_overlays_say_what_topology_and_description_say(String region) throws IOException {
        for (var file : SHIPPED.generated(region).entrySet()) Committed.as(file.getKey(), file.getValue());
    }

    @Test
    void the_regions_of_the_local_cloud_are_shipped() {
        assertThat(SHIPPED.all().values())
                .extracting(Region::asPeer)
                .containsExactly(
                        "ap-southeast:SG:aws/ap-southeast-1",
                        "eu-central:DE:aws/eu-central-1",
                        "us-east:US:aws/us-east-1");
    }

    @Test
    void a_new_region_names_the_files_its_peers_must_change_and_changes_none() throws IOException {
        var before = Files.readString(folder.resolve("us-east/region/region.env"));
        var added = overlays.add(region("sa-east", "BR", "aws/sa-east-1", "us-east", "eu-central"), false);
        assertThat(added.written()).contains(folder.resolve("sa-east/kustomization.yaml"));
        assertThat(added.peers())
                .contains(
                        folder.resolve("us-east/region.yaml"),
                        folder.resolve("us-east/region/region.env"),
                        folder.resolve("us-east/strimzi/users.yaml"),
                        folder.resolve("us-east/strimzi/mirrormaker2.yaml"),
                        folder.resolve("eu-central/strimzi/topics.yaml"))
                .noneMatch(file -> file.startsWith(folder.resolve("sa-east")));
        assertThat(folder.resolve("us-east/region/region.env")).content().isEqualTo(before);
        assertThat(folder.resolve("sa-east/region/region.env"))
                .content()
                .contains("ARCHIPELAGO_PEERS=eu-central:DE:aws/eu-central-1,us-east:US:aws/us-east-1");
    }

    @Test
    void peers_that_are_updated_know_the_new_region_and_need_nothing_more() {
        overlays.add(region("sa-east", "BR", "aws/sa-east-1", "us-east"), true);
        assertThat(folder.resolve("us-east/region/region.env"))
                .content()
                .contains("ARCHIPELAGO_PEERS=eu-central:DE:aws/eu-central-1,sa-east:BR:aws/sa-east-1");
        assertThat(folder.resolve("us-east/strimzi/users.yaml")).content().contains("name: mirror.sa-east");
        assertThat(folder.resolve("us-east/plain/backbone/cloud.json"))
                .content()
                .contains("kafka.sa-east.example.org");
        assertThat(folder.resolve("eu-central/region/region.env")).content().doesNotContain("sa-east");
        assertThat(overlays.render("us-east")).isEmpty();
    }

    @Test
    void what_people_wrote_into_an_overlay_stays() throws IOException {
        var own = folder.resolve("us-east/kustomization.yaml");
        Files.writeString(own, "# mine\n");
        overlays.add(region("sa-east", "BR", "aws/sa-east-1", "us-east"), true);
        overlays.render("us-east");
        assertThat(own).content().isEqualTo("# mine\n");
    }

    @Test
    void a_region_alone_has_no_mirror() {
        overlays.add(region("alone", "BR", "aws/sa-east-1"), true);
        assertThat(folder.resolve("alone/strimzi/mirrormaker2.yaml")).doesNotExist();
        assertThat(folder.resolve("alone/region/region.env")).content().contains("ARCHIPELAGO_PEERS=none");
    }

    @Test
    void what_cannot_be_added_is_told_and_leaves_nothing_behind() {
        assertThatThrownBy(() -> overlays.add(region("us-east", "US", "aws/us-east-1"), true))
                .isInstanceOf(InvalidRegion.class)
                .hasMessageContaining("already");
        assertThatThrownBy(() -> overlays.add(region("sa-east", "BR", "aws/sa-east-1", "nowhere"), true))
                .isInstanceOf(InvalidRegion.class)
                .hasMessage("no region 'nowhere' is described; there are eu-central, us-east");
        // The topology's own word: its topics would look like copies of this region's.
        assertThatThrownBy(() -> overlays.add(region("placement", "BR", "aws/sa-east-1"), true))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("'placement' cannot name a region");
        assertThat(overlays.all()).containsOnlyKeys("eu-central", "us-east");
    }

    @Test
    void a_description_says_what_is_wrong_with_it() throws IOException {
        var file = folder.resolve("us-east/region.yaml");
        Files.writeString(file, Files.readString(file).replace("US", "UX"));
        assertThatThrownBy(overlays::all).isInstanceOf(InvalidRegion.class).hasMessageContaining("ISO 3166");
        Files.writeString(file, "name: us-east\nlocation: aws/us-east-1\ndomain: a.b\npeers: []\n");
        assertThatThrownBy(overlays::all).isInstanceOf(InvalidRegion.class).hasMessageContaining("jurisdiction");
        Files.writeString(file, "name: other\nlocation: a/b\njurisdiction: US\ndomain: a.bc\npeers: []\n");
        assertThatThrownBy(overlays::all).isInstanceOf(InvalidRegion.class).hasMessageContaining("folder");
    }

    @Test
    void words_that_are_no_region_are_refused() {
        assertThatThrownBy(() -> region("Sa_East", "BR", "aws/sa-east-1")).hasMessageContaining("lower case");
        assertThatThrownBy(() -> region("sa-east", "br", "aws/sa-east-1")).hasMessageContaining("ISO 3166");
        assertThatThrownBy(() -> region("sa-east", "BR", "sa-east-1")).hasMessageContaining("provider/region");
        assertThatThrownBy(() -> region("sa-east", "BR", "aws/sa-east-1", "sa-east"))
                .hasMessageContaining("itself");
        assertThatThrownBy(() -> region("sa-east", "BR", "aws/sa-east-1", "a1", "a1"))
                .hasMessageContaining("twice");
        assertThatThrownBy(() -> new Region("sa-east", "aws/sa-east-1", "BR", "no domain", List.of()))
                .hasMessageContaining("DNS");
    }

    @Test
    void the_catalogue_finds_the_only_region_of_a_country() {
        assertThat(CATALOGUE.location("aws", "BR")).isEqualTo("aws/sa-east-1");
        assertThatThrownBy(() -> CATALOGUE.location("aws", "US"))
                .isInstanceOf(InvalidRegion.class)
                .hasMessageContaining("several")
                .hasMessageContaining("aws/us-east-1");
        assertThatThrownBy(() -> CATALOGUE.location("aws", "PT")).hasMessageContaining("no region in PT");
        assertThatThrownBy(() -> CATALOGUE.location("../x", "BR"))
                .hasMessageContaining("no provider")
                .hasMessageContaining("aws, azure");
    }
}
