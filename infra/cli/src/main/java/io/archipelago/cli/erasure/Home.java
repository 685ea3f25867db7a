package io.archipelago.cli.erasure;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.JsonNode;
import io.archipelago.cli.client.Client;
import io.archipelago.cli.client.CloudFile;
import java.io.IOException;

/** The region that keeps a dataset: it alone has the keys of its persons. */
record Home(Client client, CloudFile.Region region) {

    private static final String SERVICE = "residency-policy";

    static Home of(String dataset) {
        var client = new Client(CloudFile.read(), null);
        var declared = client.get("inventory", "/datasets/" + Client.encode(dataset));
        return new Home(
                client,
                client.cloud().region(declared.path("metadata").path("home").asText()));
    }

    /** A person's name goes in the body: paths are logged. */
    JsonNode post(String path, JsonNode body) throws IOException {
        return client.send("POST", region, SERVICE, path, "application/json", Client.JSON.writeValueAsBytes(body));
    }

    /** Without the line end, so that {@code echo} may be used. */
    static String standardInput() throws IOException {
        return new String(System.in.readAllBytes(), UTF_8).strip();
    }
}
