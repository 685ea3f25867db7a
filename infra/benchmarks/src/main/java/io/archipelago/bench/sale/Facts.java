package io.archipelago.bench.sale;

import io.archipelago.cli.Failure;
import io.archipelago.events.EventJson;
import io.archipelago.events.catalogue.CatalogueSpec;
import io.archipelago.events.residency.Ruling;
import io.archipelago.events.resource.Declared;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/** Short ways to say what the neighbours of placement say. */
final class Facts {
    private Facts() {}

    static <S> Declared<S> declared(String name, String home, long revision, S spec) {
        return new Declared<>(name, home, revision, false, Map.of(), spec, Map.of(), null);
    }

    /** Legal in these countries and nowhere else. */
    static Ruling ruling(String workload, Iterable<String> countries) {
        var verdicts = new TreeMap<String, Ruling.Verdict>();
        for (var country : countries)
            verdicts.put(country, new Ruling.Verdict(true, List.of("bench#allowed"), "allowed here", null));
        return new Ruling("workload/" + workload, false, verdicts, Map.of("bench", 1L));
    }

    /** The shipped catalogues, by name. */
    static SortedMap<String, CatalogueSpec> catalogues(Path project) {
        var catalogues = new TreeMap<String, CatalogueSpec>();
        try (var files = Files.newDirectoryStream(project.resolve("infra/catalogue/data"), "*.json")) {
            for (var file : files) {
                var resource = EventJson.MAPPER.readTree(file.toFile());
                catalogues.put(
                        resource.at("/metadata/name").asText(),
                        EventJson.MAPPER.treeToValue(resource.get("spec"), CatalogueSpec.class));
            }
        } catch (IOException e) {
            throw new Failure("cannot read the catalogue: " + e.getMessage());
        }
        return catalogues;
    }
}
