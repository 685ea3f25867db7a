package io.archipelago.local.backbone;

import com.fasterxml.jackson.databind.JsonNode;
import io.archipelago.local.LocalCloudException;
import io.archipelago.local.http.JsonHttp;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import java.util.stream.StreamSupport;
import javax.net.ssl.SSLSocketFactory;
import org.jspecify.annotations.Nullable;

/** A Connect worker's connectors, through its REST API. */
public record ConnectRest(JsonHttp http) {
    private static final Duration PATIENCE = Duration.ofMinutes(5);
    private static final long PAUSE_MS = 200;

    /** @param tls of the operator: nobody else is answered */
    public static ConnectRest at(String base, Supplier<SSLSocketFactory> tls) {
        return new ConnectRest(new JsonHttp(base, null, tls, Duration.ofSeconds(60)));
    }

    /** Of a worker that something else shields: a network of its own, or a policy of the cluster's network. */
    public static ConnectRest shielded(String base) {
        return new ConnectRest(new JsonHttp(base, null, null, Duration.ofSeconds(60)));
    }

    /**
     * What the worker says about one connector.
     *
     * @param tasks the state of each task
     * @param trace the first line of what a failed part says
     */
    public record State(
            String name,
            String connector,
            List<String> tasks,
            @Nullable String trace) {
        /** RUNNING when all of it runs, else the worst state. */
        public String worst() {
            if (failed()) return "FAILED";
            if (tasks.isEmpty()) return "NO_TASK";
            return tasks.stream()
                    .filter(state -> !state.equals("RUNNING"))
                    .findFirst()
                    .orElse(connector);
        }

        public boolean failed() {
            return connector.equals("FAILED") || tasks.contains("FAILED");
        }
    }

    /**
     * Registers a connector or changes its settings. The worker refuses while it is taking up members or other changes:
     * asked again until it agrees.
     *
     * @throws LocalCloudException when it does not, with what it said
     */
    public void put(String name, Map<String, String> config) {
        var deadline = System.nanoTime() + PATIENCE.toNanos();
        while (true) {
            String said;
            try {
                var answer = http.put("/connectors/" + name + "/config", config);
                if (answer.succeeded()) return;
                said = answer.status() + " " + answer.body().path("message").asText();
                if (answer.status() == 400) throw new LocalCloudException("connector " + name + " is refused: " + said);
            } catch (IOException e) {
                said = String.valueOf(e.getMessage());
            }
            if (System.nanoTime() > deadline)
                throw new LocalCloudException("connector " + name + " cannot be registered: " + said);
            pause();
        }
    }

    /** The settings of a connector as the worker knows them; empty when it does not know it. */
    public Map<String, String> config(String name) throws IOException {
        var answer = http.get("/connectors/" + name + "/config");
        if (!answer.succeeded()) return Map.of();
        return JsonHttp.JSON.convertValue(answer.body(), new com.fasterxml.jackson.core.type.TypeReference<>() {});
    }

    /** The state of all connectors, sorted by name. */
    public List<State> states() throws IOException {
        var answer = http.get("/connectors?expand=status");
        if (!answer.succeeded()) throw new IOException("Connect answered " + answer.status());
        var states = new ArrayList<State>();
        answer.body()
                .properties()
                .forEach(entry ->
                        states.add(state(entry.getKey(), entry.getValue().path("status"))));
        states.sort(java.util.Comparator.comparing(State::name));
        return states;
    }

    /** Starts a connector and its tasks again where they have failed. */
    public void restartFailed(String name) throws IOException {
        http.post("/connectors/" + name + "/restart?includeTasks=true&onlyFailed=true", null);
    }

    /** Waits until the named connectors run with at least one task each; false when they do not in time. */
    public boolean awaitRunning(List<String> names, Duration limit) {
        var deadline = System.nanoTime() + limit.toNanos();
        while (System.nanoTime() < deadline) {
            try {
                var states = states();
                // A worker that has just started can lose a task to its own first moments; Connect leaves it failed.
                for (var state : states) if (state.failed()) restartFailed(state.name());
                var running = states.stream()
                        .filter(state -> state.worst().equals("RUNNING"))
                        .map(State::name)
                        .toList();
                if (running.containsAll(names)) return true;
            } catch (IOException notYet) {
                // It is asked again.
            }
            pause();
        }
        return false;
    }

    private static State state(String name, JsonNode status) {
        var connector = status.path("connector");
        var tasks =
                StreamSupport.stream(status.path("tasks").spliterator(), false).toList();
        var trace = tasks.stream()
                .map(task -> task.path("trace").asText())
                .filter(text -> !text.isEmpty())
                .findFirst()
                .orElse(connector.path("trace").asText());
        return new State(
                name,
                connector.path("state").asText("UNKNOWN"),
                tasks.stream().map(task -> task.path("state").asText()).toList(),
                trace.isEmpty() ? null : cause(trace));
    }

    /** The innermost cause of a stack trace, in one line. */
    private static String cause(String trace) {
        return trace.lines()
                .filter(line -> line.startsWith("Caused by: "))
                .reduce((first, last) -> last)
                .map(line -> line.substring("Caused by: ".length()))
                .orElse(trace.lines().findFirst().orElse(""));
    }

    private static void pause() {
        try {
            Thread.sleep(PAUSE_MS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new LocalCloudException("interrupted");
        }
    }
}
