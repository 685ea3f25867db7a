package io.archipelago.observability.console;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;

/** What the files of the console promise, without a browser. */
class ConsoleFilesTest {

    private static final int FIRST_LOAD_BYTES = 150_000;
    private static final Pattern IMPORT = Pattern.compile("from '([^']+)'");
    private static final Pattern OUTLINE = Pattern.compile("  \\['([A-Z]{2})?', '(M\\d+,\\d+l[-\\d, ]+z)+'],");

    @Test
    void no_address_outside_the_origin_is_ever_named() throws IOException {
        var addresses = Pattern.compile("(?:https?:)?//[\\w.-]+\\.\\w+|url\\((?!#)");
        sources().forEach((file, text) -> assertThat(addresses
                        .matcher(text.replace("http://www.w3.org/2000/svg", ""))
                        .results()
                        .map(found -> found.group()))
                .as(file.toString())
                .allMatch(found -> found.equals("url(")) // only fragments of the page itself, see below
                .isEmpty());
    }

    @Test
    void nothing_needs_a_wider_policy_than_its_own_origin() throws IOException {
        assertThat(ConsoleUnderTest.policy())
                .startsWith("default-src 'self';")
                .doesNotContain("unsafe", "*", "http", "data:");
        var inline = Pattern.compile(
                "<style|\\sstyle=|\\son\\w+=\"|javascript:|\\beval\\(|new Function\\(|<script(?! type=\"module\" src)");
        sources().forEach((file, text) -> assertThat(
                        inline.matcher(text).results().map(found -> found.group()))
                .as(file.toString())
                .isEmpty());
    }

    /** The sources with the whole rendering library weigh more than the minified bundle made of them. */
    @Test
    void the_first_load_is_small() throws IOException {
        long total = 0;
        for (var text : sources().values()) total += zipped(text.getBytes(UTF_8));
        for (var file : List.of(
                "lit-html.js", "directive.js", "directive-helpers.js", "directives/guard.js", "directives/repeat.js"))
            total += zipped(Lit.file(file));
        assertThat(total).as("bytes of the first load").isLessThan(FIRST_LOAD_BYTES);
    }

    @Test
    void the_map_is_whole_and_says_where_it_comes_from() throws IOException {
        var lines = Files.readAllLines(ConsoleUnderTest.WEB.resolve("app/map/land.js"));
        assertThat(String.join("\n", lines.subList(0, 4)))
                .contains("infra/worldmap/make-map.mjs", "Natural Earth", "public domain", "world-atlas 2.0.2");
        var outlines = lines.stream().filter(line -> line.startsWith("  [")).toList();
        assertThat(outlines).hasSizeGreaterThan(170).allMatch(line -> OUTLINE.matcher(line)
                .matches());
        assertThat(outlines.stream().map(line -> line.substring(4, 6)))
                .contains("DE", "US", "IN", "BR", "JP", "FR", "AU");
    }

    @Test
    void every_module_that_is_imported_exists() throws IOException {
        for (var source : sources().entrySet()) {
            var imports = IMPORT.matcher(source.getValue()).results().map(found -> found.group(1));
            assertThat(imports.filter(name -> name.startsWith(".")).map(source.getKey()::resolveSibling))
                    .as(source.getKey().toString())
                    .allMatch(Files::isRegularFile);
        }
    }

    @Test
    void colours_are_named_in_one_place_only() throws IOException {
        var colour = Pattern.compile("#[0-9a-fA-F]{3,8}\\b|rgba?\\(");
        sources().entrySet().stream()
                .filter(source -> source.getKey().toString().contains("/app/"))
                .filter(source -> !source.getKey().endsWith("tokens.css"))
                .filter(source -> source.getKey().toString().endsWith(".css"))
                .forEach(source -> assertThat(
                                colour.matcher(source.getValue()).results().map(found -> found.group()))
                        .as(source.getKey().toString())
                        .allMatch("#denied"::startsWith)); // an element, not a colour
    }

    @Test
    void text_and_states_have_the_contrast_of_WCAG_AA() throws IOException {
        var schemes = Files.readString(ConsoleUnderTest.WEB.resolve("app/style/tokens.css"))
                .split("@media", 2);
        for (var scheme : schemes) {
            var tokens = Pattern.compile("--([\\w-]+): (#[0-9a-f]{6});")
                    .matcher(scheme)
                    .results()
                    .collect(Collectors.toMap(found -> found.group(1), found -> found.group(2)));
            for (var surface : List.of("page", "surface", "raised", "accent-soft"))
                for (var ink : List.of("ink", "muted", "accent")) assertContrast(tokens, ink, surface, 4.5);
            for (var state : List.of("good", "warn", "bad")) {
                assertContrast(tokens, state, "surface", 4.5);
                assertContrast(tokens, state, state + "-soft", 4.5);
                assertContrast(tokens, "on-fill", state, 4.5);
                assertContrast(tokens, "ink", state + "-soft", 4.5);
                assertContrast(tokens, "muted", state + "-soft", 4.5);
                assertContrast(tokens, state, "land", 3);
                assertContrast(tokens, state, "sea", 3);
            }
            assertContrast(tokens, "ink", "land", 4.5);
            assertContrast(tokens, "muted", "sea", 4.5);
            assertContrast(tokens, "traffic", "sea", 3);
            assertContrast(tokens, "backbone", "sea", 3);
        }
    }

    private static void assertContrast(Map<String, String> tokens, String ink, String surface, double least) {
        double a = luminance(tokens.getOrDefault(ink, "")), b = luminance(tokens.getOrDefault(surface, ""));
        assertThat((Math.max(a, b) + 0.05) / (Math.min(a, b) + 0.05))
                .as(ink + " " + tokens.get(ink) + " on " + surface + " " + tokens.get(surface))
                .isGreaterThanOrEqualTo(least);
    }

    /** Relative luminance as WCAG 2.2 defines it. */
    private static double luminance(String hex) {
        double[] weights = {0.2126, 0.7152, 0.0722};
        double sum = 0;
        for (int i = 0; i < 3; i++) {
            double part = Integer.parseInt(hex.substring(1 + 2 * i, 3 + 2 * i), 16) / 255.0;
            sum += weights[i] * (part <= 0.04045 ? part / 12.92 : Math.pow((part + 0.055) / 1.055, 2.4));
        }
        return sum;
    }

    private static Map<Path, String> sources() throws IOException {
        var sources = new TreeMap<Path, String>();
        try (var files = Files.walk(ConsoleUnderTest.WEB)) {
            for (var file : files.filter(Files::isRegularFile).toList()) sources.put(file, Files.readString(file));
        }
        return sources;
    }

    private static int zipped(byte[] bytes) throws IOException {
        var out = new ByteArrayOutputStream();
        try (var gzip = new GZIPOutputStream(out)) {
            gzip.write(bytes);
        }
        return out.size();
    }
}
