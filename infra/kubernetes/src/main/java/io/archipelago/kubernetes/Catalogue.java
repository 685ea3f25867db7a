package io.archipelago.kubernetes;

import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** What is known of the cloud regions there are: the files of {@code infra/catalogue/data}, one per provider. */
public record Catalogue(Path folder) {

    /**
     * The one cloud region of a provider in a country.
     *
     * @return as the catalogue calls it, such as {@code aws/sa-east-1}
     * @throws InvalidRegion when there is none, or more than one to choose from
     */
    public String location(String provider, String jurisdiction) {
        var file = folder.resolve(provider + ".json");
        if (!provider.matches("[a-z0-9-]+") || !Files.exists(file))
            throw new InvalidRegion(
                    "the catalogue knows no provider '" + provider + "'; there are " + String.join(", ", providers()));
        var found = new ArrayList<String>();
        try {
            for (var region : new JsonMapper().readTree(file.toFile()).at("/spec/regions"))
                if (region.path("country").asText().equals(jurisdiction))
                    found.add(provider + '/' + region.path("name").asText());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        if (found.size() == 1) return found.getFirst();
        throw new InvalidRegion(
                found.isEmpty()
                        ? provider + " has no region in " + jurisdiction + " that the catalogue knows; say --location "
                                + provider + "/REGION where it is"
                        : provider + " has several regions in " + jurisdiction + ", say --location with one of "
                                + String.join(", ", found));
    }

    private List<String> providers() {
        try (var files = Files.list(folder)) {
            return files.map(file -> file.getFileName().toString())
                    .filter(name -> !name.equals("cities.json") && !name.equals("round-trips.json"))
                    .map(name -> name.replace(".json", ""))
                    .sorted()
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
