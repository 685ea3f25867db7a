package io.archipelago.cli.resource;

import com.fasterxml.jackson.databind.JsonNode;

/** Shows wishes that cannot hold together. */
final class ConflictView {
    private ConflictView() {}

    static void print(String workload, JsonNode conflict) {
        System.out.println("\n" + workload + " cannot have all it asks for: "
                + conflict.path("summary").asText());
        for (var term : conflict.path("constraints"))
            System.out.println("  " + term.path("constraint").asText() + ": "
                    + term.path("reason").asText());
    }
}
