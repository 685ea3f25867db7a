package io.archipelago.actuator.kubernetes;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.server.mock.KubernetesCrudDispatcher;
import io.fabric8.kubernetes.client.server.mock.KubernetesMockServer;
import io.fabric8.kubernetes.client.utils.Serialization;
import io.fabric8.mockwebserver.Context;
import io.fabric8.mockwebserver.MockWebServer;
import io.fabric8.mockwebserver.dsl.HttpMethod;
import io.fabric8.mockwebserver.http.Buffer;
import io.fabric8.mockwebserver.http.Headers;
import io.fabric8.mockwebserver.http.MockResponse;
import io.fabric8.mockwebserver.http.RecordedRequest;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.HashMap;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Fabric8's in-memory API server, which knows no server-side apply: this adds as much of it as one field manager needs.
 * What is applied is merged, field by field and containers by name. And it can be made to refuse.
 */
public final class ApplyingServer implements AutoCloseable {

    private final Dispatcher dispatcher = new Dispatcher();
    private final KubernetesMockServer server = new KubernetesMockServer(
            new Context(Serialization.jsonMapper()), new MockWebServer(), new HashMap<>(), dispatcher, false);

    public ApplyingServer() {
        server.init();
    }

    public KubernetesClient client() {
        return server.createClient(builder ->
                builder.editOrNewConfig().withRequestRetryBackoffLimit(0).endConfig());
    }

    /** Where it listens. */
    public String address() {
        return server.url("/");
    }

    /** From now on every change is refused so; null ends it. */
    public void refuse(@Nullable Refusal refusal) {
        dispatcher.refusal = refusal;
    }

    public record Refusal(int code, String message) {}

    @Override
    public void close() {
        server.destroy();
    }

    private static final class Dispatcher extends KubernetesCrudDispatcher {

        private static final Set<HttpMethod> CHANGES =
                Set.of(HttpMethod.POST, HttpMethod.PUT, HttpMethod.PATCH, HttpMethod.DELETE);

        private volatile @Nullable Refusal refusal;

        @Override
        public MockResponse dispatch(RecordedRequest request) {
            var refused = refusal;
            if (refused == null || !CHANGES.contains(request.method())) return super.dispatch(request);
            var status = Serialization.jsonMapper().createObjectNode();
            status.put("kind", "Status").put("status", "Failure").put("code", refused.code());
            status.put("message", refused.message());
            return new MockResponse().setResponseCode(refused.code()).setBody(status.toString());
        }

        @Override
        public MockResponse handlePatch(RecordedRequest request) {
            var type = request.getHeader("Content-Type");
            if (type == null || !type.startsWith("application/apply-patch")) return super.handlePatch(request);
            var path = request.getPath().replaceFirst("\\?.*", "");
            var applied = (ObjectNode) tree(request.getUtf8Body());
            if (request.getPath().contains("dryRun=All")) return answer(applied);
            var existing = findResource(getKey(path));
            return existing == null
                    ? handleCreate(to(HttpMethod.POST, path.substring(0, path.lastIndexOf('/')), applied))
                    : handleUpdate(to(HttpMethod.PUT, path, merged((ObjectNode) tree(existing.getValue()), applied)));
        }

        private static MockResponse answer(JsonNode body) {
            return new MockResponse().setResponseCode(200).setBody(body.toString());
        }

        private static RecordedRequest to(HttpMethod method, String path, JsonNode body) {
            var buffer = new Buffer().writeUtf8(body.toString());
            return new RecordedRequest(
                    "HTTP/1.1", method, path, Headers.builder().build(), buffer);
        }

        private static JsonNode tree(String text) {
            try {
                return Serialization.yamlMapper().readTree(text);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }

        private static ObjectNode merged(ObjectNode into, ObjectNode applied) {
            applied.properties().forEach(field -> {
                var there = into.get(field.getKey());
                if (there instanceof ObjectNode below && field.getValue() instanceof ObjectNode over)
                    merged(below, over);
                else if (there instanceof ArrayNode list && field.getKey().equals("containers"))
                    containers(list, field.getValue());
                else into.set(field.getKey(), field.getValue());
            });
            return into;
        }

        private static void containers(ArrayNode there, JsonNode applied) {
            for (var container : applied) {
                ObjectNode same = null;
                for (var candidate : there)
                    if (candidate.get("name").equals(container.get("name"))) same = (ObjectNode) candidate;
                if (same == null) there.add(container);
                else merged(same, (ObjectNode) container);
            }
        }
    }
}
