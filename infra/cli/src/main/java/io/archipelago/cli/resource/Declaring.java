package io.archipelago.cli.resource;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import io.archipelago.cli.Failure;
import io.archipelago.cli.client.ApiProblem;
import io.archipelago.cli.client.Client;
import io.archipelago.cli.client.CloudFile;
import io.archipelago.cli.resource.Documents.Document;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Sends declarations to the services that own them: one request per region and service, each all or nothing; all are
 * tried out first, so that a mistake in one file leaves nothing half done.
 */
public final class Declaring {
    private static final String YAML = "application/yaml";

    /** A site goes to the region that owns it, everything else to the region asked for. */
    private record Target(CloudFile.Region region, String service) {}

    private final Client client;

    public Declaring(Client client) {
        this.client = client;
    }

    /** @return one result per document: kind, name, result, revision */
    public ArrayNode apply(List<String> sources, boolean dryRun) {
        return send(Documents.read(sources), dryRun);
    }

    ArrayNode send(List<Document> documents, boolean dryRun) {
        var requests = grouped(documents);
        ArrayNode results = Client.JSON.createArrayNode();
        if (dryRun || requests.size() > 1)
            requests.forEach((target, docs) -> {
                var answer = send(target, docs, true);
                if (dryRun) answer.forEach(results::add);
            });
        if (!dryRun)
            requests.forEach((target, docs) -> send(target, docs, false).forEach(results::add));
        return results;
    }

    private Map<Target, List<Document>> grouped(List<Document> documents) {
        Map<Target, List<Document>> requests = new LinkedHashMap<>();
        // Law first, so that nothing is ruled on without it; then places, then what runs there.
        for (var service : List.of("residency-policy", "inventory"))
            for (var document : documents) {
                var target = target(document);
                if (target.service.equals(service))
                    requests.computeIfAbsent(target, t -> new ArrayList<>()).add(document);
            }
        return requests;
    }

    private Target target(Document document) {
        var service = KindView.ALL.stream()
                .filter(k -> k.declared() && k.title().equals(document.kind()))
                .map(KindView::service)
                .findFirst()
                .orElse("inventory"); // it knows the kinds and says what is wrong
        var region = client.home();
        if (document.kind().equals("Site"))
            region = client.cloud()
                    .find(document.tree().path("spec").path("region").asText())
                    .orElse(region);
        return new Target(region, service);
    }

    private JsonNode send(Target target, List<Document> documents, boolean dryRun) {
        var body = new StringBuilder();
        var firstLines = new ArrayList<Integer>();
        int line = 1;
        for (var document : documents) {
            body.append("---\n");
            firstLines.add(++line);
            var text = document.text().endsWith("\n") ? document.text() : document.text() + "\n";
            body.append(text);
            line += (int) text.chars().filter(c -> c == '\n').count();
        }
        try {
            return client.send(
                            "POST",
                            target.region,
                            target.service,
                            "/declarations" + (dryRun ? "?dryRun=true" : ""),
                            YAML,
                            body.toString().getBytes(StandardCharsets.UTF_8))
                    .path("results");
        } catch (ApiProblem problem) {
            throw explained(problem, documents, firstLines);
        }
    }

    /** The service speaks of documents and lines of the request; people want those of their files. */
    private static Failure explained(ApiProblem problem, List<Document> documents, List<Integer> firstLines) {
        var message = new StringBuilder();
        for (var error : problem.body().path("errors")) {
            int index = error.path("document").asInt();
            if (!message.isEmpty()) message.append('\n');
            if (index >= 0 && index < documents.size()) {
                var document = documents.get(index);
                message.append(document.file());
                if (error.path("line").isInt())
                    message.append(':').append(error.path("line").asInt() - firstLines.get(index) + document.line());
                message.append(": ");
                if (!document.kind().isEmpty())
                    message.append(document.kind())
                            .append('/')
                            .append(document.name())
                            .append(' ');
            }
            message.append(error.path("path").asText())
                    .append(": ")
                    .append(error.path("detail").asText());
        }
        return new Failure(message.isEmpty() ? problem.getMessage() : message + "\nnothing was changed");
    }
}
