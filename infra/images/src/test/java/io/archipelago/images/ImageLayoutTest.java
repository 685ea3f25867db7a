package io.archipelago.images;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.TreeMap;
import java.util.zip.GZIPInputStream;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;
import org.cyclonedx.Version;
import org.cyclonedx.parsers.JsonParser;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ImageLayoutTest {
    private static final String BILL = "usr/share/sbom/small.cdx.json";

    @TempDir
    private static Path folder;

    private static String digest = "";
    private static Map<String, byte[]> archive = Map.of();

    @BeforeAll
    static void build() throws IOException {
        var image = new SmallImage(Files.createDirectories(folder.resolve("once")));
        digest = both(image);
        archive = contents(Files.readAllBytes(image.archive()));
    }

    private static String both(SmallImage image) throws IOException {
        return image.build(Map.of(
                Architecture.AMD64, image.runtime(Architecture.AMD64),
                Architecture.ARM64, image.runtime(Architecture.ARM64)));
    }

    @Test
    void a_second_build_elsewhere_gives_the_same_bytes() throws IOException {
        var again = new SmallImage(Files.createDirectories(folder.resolve("twice")));
        assertThat(both(again)).isEqualTo(digest);
        assertThat(Digest.of(again.archive())).isEqualTo(Digest.of(folder.resolve("once/small.tar")));
    }

    @Test
    void one_index_names_an_image_for_each_processor() throws IOException {
        var top = json("index.json").path("manifests").path(0);
        assertThat(top.path("digest").asText()).isEqualTo(digest);
        var platforms = new TreeMap<String, String>();
        blob(top)
                .path("manifests")
                .forEach(each -> platforms.put(
                        each.path("platform").path("architecture").asText(),
                        each.path("digest").asText()));
        assertThat(platforms).containsOnlyKeys("amd64", "arm64");
    }

    @Test
    void every_blob_is_what_its_name_says() {
        archive.forEach((name, content) -> {
            if (name.startsWith("blobs/")) assertThat(name).endsWith(Digest.of(content));
        });
    }

    @Test
    void docker_load_finds_the_image_for_the_first_of_them() throws IOException {
        var docker = json("manifest.json").path(0);
        assertThat(docker.path("RepoTags").path(0).asText()).isEqualTo("archipelago/small:1.2.3");
        assertThat(archive).containsKey(docker.path("Config").asText());
        docker.path("Layers").forEach(layer -> assertThat(archive).containsKey(layer.asText()));
    }

    @Test
    void it_starts_its_program_as_a_numbered_user() throws IOException {
        var config = json(json("manifest.json").path(0).path("Config").asText()).path("config");
        assertThat(config.path("User").asText()).isEqualTo("65532:65532");
        assertThat(config.path("Entrypoint").toString()).isEqualTo("[\"/opt/java/bin/java\",\"@/app/java.args\"]");
        assertThat(config.path("Env").toString()).doesNotContainIgnoringCase("password");
        assertThat(config.path("Labels").path("io.archipelago.sbom").asText()).isEqualTo("/" + BILL);
    }

    @Test
    void it_holds_no_shell_and_its_program_can_change_nothing_but_its_state() throws IOException {
        assertThat(files())
                .doesNotContainKeys("bin/sh", "usr/bin/sh")
                .containsKey("usr/lib/x86_64-linux-gnu/libsmall.so.1");
        for (var file : files().values())
            if (file.entry().getLongUserId() != 0 || (file.entry().getMode() & 022) != 0)
                assertThat(file.entry().getName())
                        .isIn("tmp/", "var/lib/archipelago/", "lib", "lib64", "usr/lib/x86_64-linux-gnu/libsmall.so");
    }

    @Test
    void no_file_tells_when_it_was_made() throws IOException {
        for (var file : files().values())
            assertThat(file.entry().getLastModifiedTime().toMillis())
                    .as(file.entry().getName())
                    .isBetween(0L, 1000L);
    }

    @Test
    void its_bill_of_materials_is_one_and_names_everything() throws Exception {
        var bill = files().get(BILL).content();
        assertThat(new JsonParser().validate(bill, Version.VERSION_16)).isEmpty();
        var purls = new JsonParser()
                .parse(bill).getComponents().stream()
                        .map(component -> component.getPurl())
                        .toList();
        assertThat(purls)
                .containsExactly(
                        "pkg:deb/debian/libsmall@2.0%2Bdeb12u1?arch=amd64",
                        "pkg:generic/openjdk@25.0.1", "pkg:maven/org.example/small@1.2.3");
    }

    private record File(TarArchiveEntry entry, byte[] content) {}

    /** Of the image that docker load takes, all layers. */
    private static Map<String, File> files() throws IOException {
        var files = new HashMap<String, File>();
        for (var layer : json("manifest.json").path(0).path("Layers")) {
            try (var tar = new TarArchiveInputStream(
                    new GZIPInputStream(new ByteArrayInputStream(archive.get(layer.asText()))))) {
                for (var entry = tar.getNextEntry(); entry != null; entry = tar.getNextEntry())
                    files.put(entry.getName().replaceFirst("^/", ""), new File(entry, tar.readAllBytes()));
            }
        }
        return files;
    }

    private static Map<String, byte[]> contents(byte[] bytes) throws IOException {
        var contents = new HashMap<String, byte[]>();
        try (var tar = new TarArchiveInputStream(new ByteArrayInputStream(bytes))) {
            for (var entry = tar.getNextEntry(); entry != null; entry = tar.getNextEntry())
                contents.put(entry.getName(), tar.readAllBytes());
        }
        return contents;
    }

    private static JsonNode json(String name) throws IOException {
        return Json.MAPPER.readTree(archive.get(name));
    }

    private static JsonNode blob(JsonNode descriptor) throws IOException {
        return json("blobs/sha256/" + descriptor.path("digest").asText().substring("sha256:".length()));
    }
}
