package io.archipelago.residency.gate;

import io.archipelago.events.erasure.ErasureOrder;
import io.archipelago.topology.Topology;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.OffsetOutOfRangeException;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.WakeupException;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * One life of the gate: from taking over the transactional id until something fails. Positions and copies are written in
 * one transaction, so the next life goes on exactly where this one was.
 */
final class GateSession implements AutoCloseable {

    private static final Logger LOG = Logger.getLogger(GateSession.class);
    private static final Duration PATIENCE = Duration.ofSeconds(3);

    /** Somebody else is about to answer. */
    private static final Duration SOON = Duration.ofMillis(50);

    private final GateSettings settings;
    private final Topology topology;
    private final Orders orders;
    private final Tally tally;
    private final Consumer<Status> status;
    private final Topics topics;
    private final org.apache.kafka.clients.consumer.Consumer<byte[], byte[]> consumer;
    private final org.apache.kafka.clients.consumer.Consumer<byte[], byte[]> rereader;
    private final Producer<byte[], byte[]> producer;
    private final Copier copier;

    private final Map<TopicPartition, Track> tracks = new LinkedHashMap<>();
    private final Set<Track> touched = new LinkedHashSet<>(); // since what was copied became durable
    private final Deque<Track> toRescan = new ArrayDeque<>();
    private final Deque<Sweep> sweeps = new ArrayDeque<>();
    private final Passport passport = new Passport();
    private @Nullable Rescan rescan;
    private @Nullable Plan plan;
    private @Nullable CompletableFuture<Boolean> look;
    private long heard = -1;
    private long committedNanos = System.nanoTime();
    private long watchedNanos = System.nanoTime();
    private volatile boolean polling;
    private volatile boolean ended;

    GateSession(GateSettings settings, Topology topology, Orders orders, Tally tally, Consumer<Status> status) {
        this.settings = settings;
        this.topology = topology;
        this.orders = orders;
        this.tally = tally;
        this.status = status;
        this.topics = new Topics(settings, topology);
        this.consumer = Clients.consumer(settings, "consumer");
        this.rereader = Clients.consumer(settings, "rereader");
        this.producer = Clients.producer(settings);
        this.copier = new Copier(producer, settings.region());
    }

    /** Ends only when {@link #end} is called, or by the failure it throws. */
    void run() {
        producer.initTransactions();
        while (!ended) {
            try {
                if (isDue()) adopt();
                watch();
                var records = poll();
                if (isDue()) adopt(); // what was read must be judged by a law no older than itself
                requireConfirmed();
                carry(records);
                if (!moreWaits(records)) settle();
                if (rescan != null || !toRescan.isEmpty()) rescanOn();
                else if (!sweeps.isEmpty()) sweepOn(sweeps.getFirst());
                writeDown();
            } catch (WakeupException changed) {
                // the orders changed, or this is the end
            } catch (OffsetOutOfRangeException lost) {
                goOnWhereThereIsSomething(lost);
            }
        }
        settle();
        if (!ahead().isEmpty()) commit();
    }

    private boolean isDue() {
        return heard != orders.changes();
    }

    /** A law nobody vouches for any more lets nothing cross, and neither does a ledger that is not kept. */
    private void requireConfirmed() {
        var expired = orders.expired();
        if (expired != null) throw new IllegalStateException(expired);
    }

    private ConsumerRecords<byte[], byte[]> poll() {
        if (consumer.assignment().isEmpty()) throw new IllegalStateException("none of the topics to read is there yet");
        var patience = rereads() || copier.isOpen() ? Duration.ZERO : nextChore();
        polling = true;
        try {
            return isDue() || ended ? ConsumerRecords.empty() : consumer.poll(patience);
        } finally {
            polling = false;
        }
    }

    /** A full hand says that there is more, and readers of the copies have a backlog to wait for anyway. */
    private boolean moreWaits(ConsumerRecords<byte[], byte[]> records) {
        return records.count() == settings.maxPollRecords()
                && !rereads()
                && System.nanoTime() - committedNanos < GateSettings.LONGEST.toNanos();
    }

    private boolean rereads() {
        return rescan != null || !toRescan.isEmpty() || !sweeps.isEmpty();
    }

    private Duration nextChore() {
        if (look != null) return SOON;
        boolean waits = tracks.values().stream().anyMatch(track -> track.ahead);
        return waits && settings.commitEvery().compareTo(settings.watchEvery()) < 0
                ? settings.commitEvery()
                : settings.watchEvery();
    }

    /** Of any thread: there is news, look at it now. */
    void wake() {
        if (polling) consumer.wakeup();
    }

    /** Of any thread: finish what is begun. */
    void end() {
        ended = true;
        wake();
    }

    /** Takes over the orders as they are now, for all flows at once, between two records. */
    private void adopt() {
        settle();
        long changes = orders.changes();
        var next = Plan.of(orders.read(), topology, settings, topics);
        if (tracks.values().stream().anyMatch(track -> !next.isOn(track))) orders.ledger(); // before other terms hold
        leave(next);
        consumer.assign(next.partitions());
        open(next);
        settings.keyring().destroy(next.orders().toSweep());
        toRescan.clear();
        rescan = null;
        sweeps.clear();
        look = null; // at what was planned before
        for (var track : tracks.values()) {
            var flow = next.flow(track.partition);
            var before = next.law(flow, track.history.current());
            track.adopt(flow, next.law(flow), next.terms(flow), before);
            track.guard = next.guard(flow);
            if (flow.keepsState() && isWidened(track, next)) toRescan.add(track);
        }
        number();
        for (var order : next.orders().toSweep()) sweep(order, next);
        tell(next, plan);
        plan = next;
        heard = changes;
    }

    /** A flow that is not open waits with its tombstones, too. */
    private void sweep(ErasureOrder order, Plan next) {
        var flow = next.flows().get(order.topic());
        if (flow == null) return;
        var partitions = tracks.values().stream()
                .filter(track -> track.partition.topic().equals(order.topic()))
                .toList();
        sweeps.add(new Sweep(order, next.reader(flow, order.dataset()), rereader, partitions));
    }

    /** Flows that are no more: their positions wait for the day they are declared again. */
    private void leave(Plan next) {
        var left = tracks.values().stream()
                .filter(track -> !next.partitions().contains(track.partition))
                .toList();
        if (left.stream().anyMatch(track -> track.ahead)) copier.commit(left);
        left.forEach(track -> tracks.remove(track.partition));
    }

    private void open(Plan next) {
        var fresh = new HashSet<>(next.partitions());
        fresh.removeAll(tracks.keySet());
        if (fresh.isEmpty()) return;
        var committed = consumer.committed(fresh);
        var beginnings = consumer.beginningOffsets(fresh);
        for (var partition : fresh) {
            var flow = next.flow(partition);
            var track = Track.of(partition, flow, next.law(flow), next.terms(flow), committed.get(partition));
            track.position = Math.max(track.position, beginnings.getOrDefault(partition, 0L));
            tracks.put(partition, track);
            consumer.seek(partition, track.position);
        }
    }

    /**
     * Sequences that begin or go on here are numbered from where they came to. What earlier terms let cross is entered
     * before anything crosses on others: the terms next to the offset are then always those of all that is not.
     */
    private void number() {
        var fresh = tracks.values().stream()
                .filter(track -> track.counts.stream().anyMatch(counts -> counts.sequence < 0))
                .toList();
        if (fresh.isEmpty()) return;
        Tail.read(rereader, fresh, orders.ledger(), tally);
        if (fresh.stream().anyMatch(track -> !track.history.current().equals(track.writtenOn))) orders.ledger();
    }

    private static boolean isWidened(Track track, Plan plan) {
        return track.history.eras().stream()
                .map(era -> plan.law(track.flow, era.terms()))
                .anyMatch(track.law::widens);
    }

    private void tell(Plan next, @Nullable Plan before) {
        var version = next.orders().law().code().version();
        if (before == null || !before.orders().law().code().version().equals(version))
            LOG.infof(
                    "event=law-adopted version=%s in-force-since=%s flows=%d rescans=%d",
                    version, next.orders().law().code().since(), next.flows().size(), toRescan.size());
        status.accept(
                next.missing().isEmpty()
                        ? Status.open(version)
                        : Status.closed("waiting for topics: " + String.join(", ", next.missing())));
    }

    /** Decides on every record. */
    private void carry(ConsumerRecords<byte[], byte[]> records) {
        for (var partition : records.partitions()) {
            var track = tracks.get(partition);
            if (track == null) throw new IllegalStateException("records of " + partition + " came unasked");
            var superseding = rescan != null && rescan.track() == track ? rescan : null;
            var sweeping = sweeps.peekFirst();
            if (sweeping != null && !sweeping.order().topic().equals(partition.topic())) sweeping = null;
            track.readyKeys(records.records(partition), passport, settings.keyring());
            for (var kafka : records.records(partition)) {
                passport.read(kafka.headers());
                if (superseding != null) superseding.supersede(kafka.key());
                if (sweeping != null) sweeping.supersede(kafka);
                var refused = track.guard == null ? null : track.guard.refuses(kafka);
                for (int d = 0; d < track.counts.size(); d++) {
                    var decision = track.law.decide(d, passport);
                    if (decision.crosses() && refused != null) decision = refused;
                    if (decision.crosses())
                        decision = copier.copy(
                                kafka, track.flow.exports().get(d), track.counts.get(d), decision, passport);
                    if (!decision.crosses()) track.counts.get(d).kept(decision);
                }
            }
            track.position = consumer.position(partition);
            track.ahead = true;
            touched.add(track);
        }
    }

    /** Makes copies and positions durable together; then they count. */
    private void settle() {
        if (copier.isOpen()) commit();
        touched.forEach(this::count);
        touched.clear();
    }

    private void count(Track track) {
        for (int d = 0; d < track.counts.size(); d++) {
            tally.add(
                    track.flow.flow(),
                    track.partition.partition(),
                    track.law.destinations().get(d),
                    track.counts.get(d),
                    track.position,
                    track.history.current());
            track.counts.get(d).clear();
        }
    }

    private void commit() {
        copier.commit(ahead());
        committedNanos = System.nanoTime();
    }

    private List<Track> ahead() {
        return tracks.values().stream().filter(track -> track.ahead).toList();
    }

    private void rescanOn() {
        var running = rescan;
        if (running == null) {
            var track = toRescan.removeFirst();
            var plan = this.plan;
            if (plan == null) return;
            var laws = new ArrayList<@Nullable FlowLaw>();
            track.history.eras().forEach(era -> laws.add(plan.law(track.flow, era.terms())));
            running = new Rescan(rereader, track, laws, settings.keyring());
            rescan = running;
        }
        boolean done;
        try {
            done = running.advance(copier);
        } catch (OffsetOutOfRangeException cleaned) { // from below, while it was read: once more, from what is left
            toRescan.addFirst(running.track());
            rescan = null;
            return;
        }
        if (copier.isOpen()) {
            running.track().ahead = true;
            commit();
            count(running.track());
        }
        if (done) rescan = null;
    }

    private void sweepOn(Sweep sweep) {
        boolean done;
        try {
            done = sweep.advance(copier);
        } catch (OffsetOutOfRangeException cleaned) { // from below, while it was read: once more, from what is left
            heard = -1;
            return;
        }
        if (copier.isOpen()) {
            copier.commit(sweep.tracks());
            committedNanos = System.nanoTime();
            sweep.tracks().forEach(this::count);
        }
        if (!done) return;
        sweeps.removeFirst();
        orders.swept(sweep.order(), sweep.tombstones(), sweep.through());
    }

    /** Positions that nothing crossed for may wait a little, so that a quiet region is quiet. */
    private void writeDown() {
        if (System.nanoTime() - committedNanos < settings.commitEvery().toNanos()) return;
        settle();
        if (!ahead().isEmpty()) commit();
        committedNanos = System.nanoTime();
    }

    /**
     * A broker that is away says nothing by itself; nor do topics that came or grew. Records go on crossing while somebody
     * else asks.
     */
    private void watch() {
        var present = plan;
        if (present == null) return;
        var asked = look;
        if (asked == null) {
            var pause = present.missing().isEmpty() ? settings.watchEvery() : settings.commitEvery();
            if (System.nanoTime() - watchedNanos < pause.toNanos()) return;
            look = CompletableFuture.supplyAsync(() -> isAsPlanned(present), Thread::startVirtualThread);
        } else if (asked.isDone()) {
            look = null;
            watchedNanos = System.nanoTime();
            if (!asked.join()) adopt();
        }
    }

    private boolean isAsPlanned(Plan present) {
        var names = new HashMap<String, Integer>();
        present.flows().values().forEach(flow -> names.put(flow.flow().topic(), flow.partitions()));
        var found = topics.find(names.keySet());
        return present.missing().isEmpty()
                && names.entrySet().stream().allMatch(topic -> {
                    var there = found.get(topic.getKey());
                    return there != null && there.partitions() == topic.getValue();
                });
    }

    /** Retention took records before they were read, or the topic was made anew. */
    private void goOnWhereThereIsSomething(OffsetOutOfRangeException lost) {
        settle();
        var beginnings = consumer.beginningOffsets(lost.partitions());
        beginnings.forEach((partition, beginning) -> {
            LOG.warnf(
                    "event=gap partition=%s detail=\"%s is gone, going on at %d\"",
                    partition, lost.offsetOutOfRangePartitions().get(partition), beginning);
            consumer.seek(partition, beginning);
            var track = tracks.get(partition);
            if (track != null) {
                track.position = beginning;
                track.ahead = true;
                for (var destination : track.law.destinations())
                    tally.begin(track.flow.flow(), partition.partition(), destination, beginning);
            }
        });
    }

    @Override
    public void close() {
        producer.close(PATIENCE);
        copier.close();
        consumer.close(org.apache.kafka.clients.consumer.CloseOptions.timeout(PATIENCE));
        rereader.close(org.apache.kafka.clients.consumer.CloseOptions.timeout(PATIENCE));
        topics.close();
    }
}
