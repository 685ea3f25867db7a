package io.archipelago.kubernetes;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;

/** The objects of one installation, as they are sent to a cluster. */
record Manifests(List<JsonNode> objects) {

    /** The project's folder. */
    static final Path PROJECT = Path.of("../..").toAbsolutePath().normalize();

    static final Path K8S = PROJECT.resolve("k8s");

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Map<Path, Manifests> BUILT = new ConcurrentHashMap<>();

    /** A pod as some object will make it. */
    record Pod(JsonNode owner, JsonNode spec, JsonNode labels) {
        String name() {
            return Manifests.name(owner);
        }

        List<JsonNode> containers() {
            return Stream.concat(list(spec.path("initContainers")).stream(), list(spec.path("containers")).stream())
                    .toList();
        }
    }

    /** Reads YAML of several documents; a key that stands twice is an error. */
    static Manifests read(String yaml) {
        var options = new LoaderOptions();
        options.setAllowDuplicateKeys(false);
        options.setCodePointLimit(20_000_000);
        var objects = new ArrayList<JsonNode>();
        for (var document : new Yaml(options).loadAll(yaml))
            if (document != null) objects.add(JSON.valueToTree(document));
        return new Manifests(List.copyOf(objects));
    }

    static Manifests read(Path file) throws IOException {
        return read(Files.readString(file));
    }

    /** True when kustomize is on this machine, by itself or in kubectl. */
    static boolean canBuild() {
        return !builder().isEmpty();
    }

    /** What kustomize makes of a folder; asked once. */
    static Manifests build(Path folder) throws IOException, InterruptedException {
        var known = BUILT.get(folder);
        if (known != null) return known;
        var words = new ArrayList<>(builder());
        words.add(folder.toString());
        var errors = Files.createTempFile("kustomize", ".err");
        try {
            var process =
                    new ProcessBuilder(words).redirectError(errors.toFile()).start();
            var yaml = new String(process.getInputStream().readAllBytes(), java.nio.charset.StandardCharsets.UTF_8);
            if (!process.waitFor(5, TimeUnit.MINUTES) || process.exitValue() != 0)
                throw new IOException(folder + ": " + Files.readString(errors));
            var manifests = read(yaml);
            BUILT.put(folder, manifests);
            return manifests;
        } finally {
            Files.deleteIfExists(errors);
        }
    }

    private static List<String> builder() {
        if (onPath("kustomize")) return List.of("kustomize", "build");
        if (onPath("kubectl")) return List.of("kubectl", "kustomize");
        return List.of();
    }

    private static boolean onPath(String program) {
        return Stream.of(System.getenv().getOrDefault("PATH", "").split(java.io.File.pathSeparator, -1))
                .anyMatch(folder -> !folder.isEmpty() && Files.isExecutable(Path.of(folder, program)));
    }

    List<JsonNode> of(String kind) {
        return objects.stream()
                .filter(object -> object.path("kind").asText().equals(kind))
                .toList();
    }

    List<Pod> pods() {
        return objects.stream()
                .filter(object -> object.at("/spec/template/spec").has("containers"))
                .map(object ->
                        new Pod(object, object.at("/spec/template/spec"), object.at("/spec/template/metadata/labels")))
                .toList();
    }

    static String name(JsonNode object) {
        return object.path("kind").asText() + ' ' + object.at("/metadata/name").asText();
    }

    static List<JsonNode> list(JsonNode array) {
        return StreamSupport.stream(array.spliterator(), false).toList();
    }

    /** True when every label of a selector is there; an empty selector is everyone's. */
    static boolean selects(JsonNode matchLabels, JsonNode labels) {
        return matchLabels.properties().stream()
                .allMatch(label -> label.getValue().equals(labels.get(label.getKey())));
    }
}
