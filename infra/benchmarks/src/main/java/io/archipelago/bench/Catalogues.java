package io.archipelago.bench;

import io.archipelago.cli.Failure;
import io.archipelago.events.EventJson;
import io.archipelago.events.catalogue.CatalogueSpec;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.SortedMap;
import java.util.TreeMap;

/** The catalogues of the real world that are shipped with the project. */
public final class Catalogues {
    private Catalogues() {}

    /**
     * @param project its folder
     * @return the catalogues by name
     * @throws Failure when they cannot be read
     */
    public static SortedMap<String, CatalogueSpec> read(Path project) {
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
