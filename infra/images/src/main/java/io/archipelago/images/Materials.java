package io.archipelago.images;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** The bill of materials of an image, as CycloneDX 1.6: every library, package and runtime in it, by its bytes. */
final class Materials {
    private static final Pattern MAVEN = Pattern.compile("[\\w.-]+:[\\w.-]+:[\\w.:-]+");
    private static final int GROUP = 0;
    private static final int ARTIFACT = 1;

    private Materials() {}

    /**
     * @param packages of the base; none when it was not made here
     * @throws IllegalStateException when a library's origin is not known: a bill that leaves something out is none
     */
    static byte[] of(Program program, String version, Runtime runtime, List<DebianPackage> packages)
            throws IOException {
        var coordinates = coordinates(program.dependencies());
        var components = new ArrayList<Map<String, Object>>();
        for (var file : program.files().entrySet())
            if (file.getKey().endsWith(".jar")) components.add(library(file.getValue(), coordinates, program, version));
        for (var each : packages)
            components.add(component(
                    "library",
                    "debian",
                    each.name(),
                    each.version(),
                    "pkg:deb/debian/" + each.name().replace("+", "%2B") + "@"
                            + each.version().replace("+", "%2B") + "?arch="
                            + runtime.architecture().text(),
                    null));
        components.add(component(
                "platform", null, "openjdk", runtime.version(), "pkg:generic/openjdk@" + runtime.version(), null));
        components.sort(Comparator.comparing(each -> String.valueOf(each.get("bom-ref"))));
        var self = component(
                "container",
                "archipelago",
                program.name(),
                version,
                "pkg:oci/" + program.name() + "?tag=" + version,
                null);
        var content = new TreeMap<String, Object>(Map.of(
                "bomFormat",
                "CycloneDX",
                "specVersion",
                "1.6",
                "version",
                1,
                "metadata",
                Map.of("component", self),
                "components",
                components));
        content.put("serialNumber", "urn:uuid:" + UUID.nameUUIDFromBytes(Json.bytes(content)));
        return Json.bytes(content);
    }

    private static Map<String, Object> library(
            Path jar, Map<String, String[]> coordinates, Program program, String version) throws IOException {
        var name = jar.getFileName().toString();
        var sum = Digest.of(jar);
        var known = coordinates.get(name);
        if (known != null)
            return component(
                    "library",
                    known[GROUP],
                    known[ARTIFACT],
                    known[known.length - 1],
                    "pkg:maven/" + known[GROUP] + "/" + known[ARTIFACT] + "@" + known[known.length - 1]
                            + (known.length > 3 ? "?classifier=" + known[2] : ""),
                    sum);
        // What the build makes itself: the program's own code, and what Quarkus generates for it.
        if (name.startsWith(program.name() + "-")
                || name.startsWith("quarkus-run")
                || name.endsWith("-bytecode.jar")
                || name.startsWith("local-cloud-"))
            return component(
                    "library",
                    "io.archipelago",
                    name.replaceFirst("\\.jar$", ""),
                    version,
                    "pkg:generic/archipelago/" + name + "@" + version,
                    sum);
        throw new IllegalStateException("nothing says where " + jar + " comes from");
    }

    private static Map<String, Object> component(
            String type, @Nullable String group, String name, String version, String purl, @Nullable String sha256) {
        var component = new TreeMap<String, Object>(
                Map.of("type", type, "name", name, "version", version, "purl", purl, "bom-ref", purl));
        if (group != null) component.put("group", group);
        if (sha256 != null) component.put("hashes", List.of(Map.of("alg", "SHA-256", "content", sha256)));
        return component;
    }

    /** Group, artifact, perhaps classifier, version of each library, by the two names that files of libraries have here. */
    private static Map<String, String[]> coordinates(Path list) throws IOException {
        var byFile = new HashMap<String, String[]>();
        for (var line : Files.readAllLines(list, StandardCharsets.UTF_8)) {
            var found = MAVEN.matcher(line.strip());
            if (!found.find()) continue;
            var words = new ArrayList<>(List.of(found.group().split(":", -1)));
            // Quarkus writes group:artifact:classifier:type:version, Maven
            // group:artifact:type[:classifier]:version:scope.
            if (list.getFileName().toString().startsWith("quarkus")) words.remove(3);
            else {
                words.removeLast();
                words.remove(2);
            }
            words.removeIf(String::isEmpty);
            var known = words.toArray(String[]::new);
            var file =
                    known[ARTIFACT] + "-" + known[known.length - 1] + (known.length > 3 ? "-" + known[2] : "") + ".jar";
            byFile.put(file, known);
            byFile.put(known[GROUP] + "." + file, known);
        }
        return byFile;
    }
}
