package io.archipelago.images;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;

/**
 * An image for all its processors in one archive: an OCI layout that {@code skopeo copy oci-archive:} and registries
 * take, with the few lines that let {@code docker load} of any age take the first of them, too.
 */
final class OciArchive {
    private static final String INDEX = "application/vnd.oci.image.index.v1+json";
    private static final String BLOBS = "blobs/sha256/";

    private OciArchive() {}

    /**
     * Joins the archives of an image, each for one processor.
     *
     * @param work is filled with what they hold
     * @return the image's digest, by which it may be pulled
     */
    static String join(Path archive, String reference, SortedMap<Architecture, Path> parts, Path work)
            throws IOException {
        var manifests = new ArrayList<Map<String, Object>>();
        for (var part : parts.entrySet()) manifests.add(described(unpack(part.getValue(), work), part.getKey()));
        var first =
                Json.MAPPER.readTree(work.resolve(blob(manifests.getFirst())).toFile());
        var top = manifests.size() == 1 ? manifests.getFirst() : index(manifests, work);
        var digest = String.valueOf(top.get("digest"));
        var named = new TreeMap<>(top);
        named.put(
                "annotations",
                Map.of(
                        "org.opencontainers.image.ref.name",
                        reference.substring(reference.lastIndexOf(':') + 1),
                        "io.containerd.image.name",
                        reference));
        try (var tar = new Tar(new BufferedOutputStream(Files.newOutputStream(archive)));
                var blobs = Files.list(work.resolve(BLOBS))) {
            for (var blob : blobs.sorted().toList()) tar.file(BLOBS + blob.getFileName(), blob);
            tar.file(
                    "index.json",
                    Json.bytes(Map.of("schemaVersion", 2, "mediaType", INDEX, "manifests", List.of(named))),
                    0644);
            tar.file("manifest.json", Json.bytes(List.of(forDocker(first, reference))), 0644);
            tar.file("oci-layout", Json.bytes(Map.of("imageLayoutVersion", "1.0.0")), 0644);
        }
        return digest;
    }

    private static Map<String, Object> described(JsonNode manifest, Architecture architecture) {
        return new TreeMap<>(Map.of(
                "mediaType", manifest.path("mediaType").asText(),
                "digest", manifest.path("digest").asText(),
                "size", manifest.path("size").asLong(),
                "platform", Map.of("architecture", architecture.text(), "os", "linux")));
    }

    private static Map<String, Object> index(List<Map<String, Object>> manifests, Path work) throws IOException {
        var content = Json.bytes(Map.of("schemaVersion", 2, "mediaType", INDEX, "manifests", manifests));
        var sum = Digest.of(content);
        Files.write(work.resolve(BLOBS + sum), content);
        return Map.of("mediaType", INDEX, "digest", "sha256:" + sum, "size", (long) content.length);
    }

    private static Map<String, Object> forDocker(JsonNode manifest, String reference) {
        var layers = new ArrayList<String>();
        manifest.path("layers")
                .forEach(layer -> layers.add(blob(layer.path("digest").asText())));
        return Map.of(
                "Config",
                blob(manifest.path("config").path("digest").asText()),
                "RepoTags",
                List.of(reference),
                "Layers",
                layers);
    }

    private static String blob(Map<String, Object> descriptor) {
        return blob(String.valueOf(descriptor.get("digest")));
    }

    private static String blob(String digest) {
        return BLOBS + digest.substring("sha256:".length());
    }

    /** Returns what the archive says of the only manifest in it. */
    private static JsonNode unpack(Path archive, Path work) throws IOException {
        Files.createDirectories(work.resolve(BLOBS));
        JsonNode index = null;
        try (var tar = new TarArchiveInputStream(new BufferedInputStream(Files.newInputStream(archive)))) {
            for (var entry = tar.getNextEntry(); entry != null; entry = tar.getNextEntry()) {
                if (!entry.isFile()) continue;
                if (entry.getName().equals("index.json")) index = Json.MAPPER.readTree(tar.readAllBytes());
                if (!entry.getName().startsWith(BLOBS)) continue;
                var file = work.resolve(entry.getName());
                if (!Files.exists(file)) Files.copy(tar, file);
            }
        }
        if (index == null) throw new IOException(archive + " is no OCI layout");
        return index.path("manifests").path(0);
    }
}
