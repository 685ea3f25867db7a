package io.archipelago.local.supervisor;

import io.archipelago.local.LocalCloudException;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.Executor;
import java.util.function.Consumer;

/** Runs things side by side and waits for all of them; the first failure is thrown after all have ended. */
final class Together {
    private static final Executor THREADS = task -> {
        var unused = Thread.ofVirtual().start(task);
    };

    private Together() {}

    static void run(Runnable... tasks) {
        var all = Arrays.stream(tasks)
                .map(task -> CompletableFuture.runAsync(task, THREADS))
                .toList();
        join(all);
    }

    static <T> void each(Collection<T> things, Consumer<T> task) {
        join(things.stream()
                .map(thing -> CompletableFuture.runAsync(() -> task.accept(thing), THREADS))
                .toList());
    }

    private static void join(List<CompletableFuture<Void>> all) {
        try {
            CompletableFuture.allOf(all.toArray(CompletableFuture[]::new)).join();
        } catch (CompletionException e) {
            if (e.getCause() instanceof LocalCloudException known) throw known;
            throw new LocalCloudException("unexpected: " + e.getCause(), e);
        }
    }
}
