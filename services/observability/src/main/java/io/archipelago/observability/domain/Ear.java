package io.archipelago.observability.domain;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What was heard from one region, directly, since this process runs. */
final class Ear {

    /** As many of the last probes are remembered to tell whether they came in a row. */
    static final int REMEMBERED = 16;

    private record Heard(long sequence, Instant at, long lagMs) {}

    private final Deque<Heard> recent = new ArrayDeque<>();
    private final LagWindow lags = new LagWindow();
    private @Nullable Instant heartbeatAt;
    private Map<String, Long> heardMsAgo = Map.of();
    private long received;
    private long lost;

    void take(Word.Probe probe) {
        var last = recent.peekLast();
        // A sequence that went back was begun anew by its sender.
        if (last != null && probe.sequence() > last.sequence + 1) lost += probe.sequence() - last.sequence - 1;
        received++;
        recent.addLast(new Heard(probe.sequence(), probe.at(), probe.lagMs()));
        if (recent.size() > REMEMBERED) recent.removeFirst();
        lags.add(probe.lagMs());
        heardMsAgo = probe.heardMsAgo();
    }

    void take(Word.Heartbeat heartbeat) {
        heartbeatAt = heartbeat.at();
    }

    /** Goes on with the counts of an earlier life. */
    void goOnFrom(long receivedBefore, long lostBefore) {
        received = Math.max(received, receivedBefore);
        lost = Math.max(lost, lostBefore);
    }

    @Nullable
    Instant probeAt() {
        var last = recent.peekLast();
        return last == null ? null : last.at;
    }

    /** The youngest probe or heartbeat. */
    @Nullable
    Instant wordAt() {
        return Moments.later(probeAt(), heartbeatAt);
    }

    /** True when the last probes came without a gap, and all of them after the moment. */
    boolean heardInARow(int probes, Instant after) {
        if (recent.size() < probes) return false;
        var all = recent.toArray(Heard[]::new);
        for (int i = all.length - probes; i < all.length; i++) {
            if (!all[i].at.isAfter(after)) return false;
            if (i > all.length - probes && all[i].sequence != all[i - 1].sequence + 1) return false;
        }
        return true;
    }

    /**
     * By how much the ages of the last probes differed: how uneven the road was lately. The difference of the clocks
     * cancels out.
     */
    Duration unevenness() {
        var lags = recent.stream().mapToLong(Heard::lagMs).summaryStatistics();
        return lags.getCount() == 0 ? Duration.ZERO : Duration.ofMillis(lags.getMax() - lags.getMin());
    }

    /** When this sender last heard of another region, by its latest probe; null when it never did. */
    @Nullable
    Instant heardBySender(String other) {
        var ago = heardMsAgo.get(other);
        var at = probeAt();
        return ago == null || at == null ? null : at.minus(Duration.ofMillis(ago));
    }

    /** How long this sender had not heard of another region when it sent its latest probe; zero when it never did. */
    Duration silenceReportedOf(String other) {
        return Duration.ofMillis(heardMsAgo.getOrDefault(other, 0L));
    }

    LagWindow lags() {
        return lags;
    }

    long received() {
        return received;
    }

    long lost() {
        return lost;
    }
}
