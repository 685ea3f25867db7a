package io.archipelago.local.supervisor;

import io.archipelago.local.CloudStatus;
import io.archipelago.local.backbone.ConnectRest;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;

/**
 * Starts failed connectors and tasks of a worker again: Connect itself leaves them failed. Each failure in a row doubles
 * the pause before the next attempt.
 */
final class ConnectorWatch {
    private static final Duration FIRST_PAUSE = Duration.ofSeconds(1);
    private static final Duration LONGEST_PAUSE = Duration.ofSeconds(30);

    private final String region;
    private final ConnectRest rest;
    private final Consumer<String> notices;
    private final Map<String, Trouble> troubles = new ConcurrentHashMap<>();
    private volatile List<ConnectRest.State> states = List.of();
    private volatile boolean watching;

    /** @param pause until the next attempt, once it is made at nextNanos */
    private record Trouble(int restarts, Duration pause, long nextNanos) {}

    ConnectorWatch(String region, ConnectRest rest, Consumer<String> notices) {
        this.region = region;
        this.rest = rest;
        this.notices = notices;
    }

    void resume() {
        watching = true;
    }

    void pause() {
        watching = false;
        states = List.of();
    }

    /** Looks once. A worker that does not answer is the supervisor's concern, not this one's. */
    void look() {
        if (!watching) return;
        try {
            states = rest.states();
            for (var state : states) if (state.failed()) restart(state);
        } catch (IOException e) {
            states = List.of();
        }
    }

    List<CloudStatus.Connector> status() {
        return states.stream()
                .map(state -> new CloudStatus.Connector(
                        state.name(), state.worst(), restartsOf(state.name()), state.failed() ? state.trace() : null))
                .toList();
    }

    private int restartsOf(String name) {
        var trouble = troubles.get(name);
        return trouble == null ? 0 : trouble.restarts();
    }

    private void restart(ConnectRest.State state) throws IOException {
        var now = System.nanoTime();
        var before = troubles.getOrDefault(state.name(), new Trouble(0, FIRST_PAUSE, now));
        if (now < before.nextNanos()) return;
        var longAgo = now - before.nextNanos() > LONGEST_PAUSE.toNanos();
        var pause = longAgo ? FIRST_PAUSE : shorter(before.pause().multipliedBy(2), LONGEST_PAUSE);
        troubles.put(state.name(), new Trouble(before.restarts() + 1, pause, now + pause.toNanos()));
        notices.accept(region + ": connector " + state.name() + " failed (" + state.trace() + "); started again");
        rest.restartFailed(state.name());
    }

    private static Duration shorter(Duration one, Duration other) {
        return one.compareTo(other) < 0 ? one : other;
    }
}
