package io.archipelago.residency.gate;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.apache.kafka.clients.producer.ProducerRecord;

/**
 * Hashes copies for the ledger while they travel: on a thread of its own, one after the other. Nobody looks at what it
 * found before {@link #await}.
 */
final class LeafHasher implements AutoCloseable {

    /** So many are handed over at once: fewer, and the threads would wake each other more than they work. */
    private static final int HANDFUL = 256;

    private record Sent(ProducerRecord<byte[], byte[]> copy, Counts counts) {}

    private final ExecutorService thread = Executors.newSingleThreadExecutor(
            task -> Thread.ofPlatform().name("gate-leaves").daemon().unstarted(task));
    private final Leaf leaf = new Leaf(); // of that thread
    private List<Sent> gathered = new ArrayList<>();
    private CompletableFuture<Void> hashed = CompletableFuture.completedFuture(null);

    /** @param copy with all its headers, which nobody changes any more */
    void add(ProducerRecord<byte[], byte[]> copy, Counts counts) {
        gathered.add(new Sent(copy, counts));
        if (gathered.size() == HANDFUL) begin();
    }

    /** What has been added so far need not wait for more. */
    void begin() {
        if (gathered.isEmpty()) return;
        var some = gathered;
        gathered = new ArrayList<>();
        hashed = hashed.thenRunAsync(() -> some.forEach(this::hash), thread); // what fails once fails all that follow
    }

    private void hash(Sent sent) {
        var copy = sent.copy;
        sent.counts.leaf(leaf.of(copy.timestamp(), copy.key(), copy.value(), copy.headers()));
    }

    /** Until the leaves of all copies are in their counts. */
    void await() {
        begin();
        hashed.join();
    }

    @Override
    public void close() {
        thread.shutdownNow();
    }
}
