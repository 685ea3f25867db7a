package io.archipelago.residency.arrivals;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.archipelago.events.EventJson;
import io.archipelago.events.ledger.LedgerEntry;
import io.archipelago.residency.domain.Arrival;
import io.archipelago.residency.domain.Canary;
import io.archipelago.residency.domain.CanaryWatch;
import io.archipelago.residency.domain.CanaryWatch.Sighting;
import io.archipelago.residency.domain.PeerLedger;
import io.archipelago.residency.gate.Copier;
import io.archipelago.residency.gate.Crossed;
import io.archipelago.residency.gate.Leaf;
import io.archipelago.topology.TopicNames;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.apache.kafka.clients.consumer.CloseOptions;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.clients.consumer.OffsetOutOfRangeException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.WakeupException;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * Reads everything that comes from other regions, on a thread of its own. In no hurry: the broker gathers for some
 * seconds before it answers, which keeps an idle region idle. What was compared with the ledger is committed, so a
 * restart reads the rest again and nothing else.
 */
public final class ArrivalReader implements AutoCloseable {

    private static final Logger LOG = Logger.getLogger(ArrivalReader.class);
    private static final String LEDGER = "residency.ledger.v1";
    private static final String GROUP = "residency-policy-arrivals";
    private static final int GATHER_BYTES = 1 << 20;

    /** How long the broker gathers for, unless a test is in a hurry. */
    public static final Duration GATHER = Duration.ofSeconds(5);

    private static final Duration REFRESH = Duration.ofSeconds(30);
    private static final Duration COMMIT = Duration.ofSeconds(10);
    private static final Duration LONGEST_PAUSE = Duration.ofSeconds(10);
    private static final Duration PATIENCE = Duration.ofSeconds(3);

    private final Ledgers ledgers;
    private final Collection<String> peers;
    private final Set<String> unread;
    private final CanaryWatch watch;
    private final String region;
    private final Set<String> watched;
    private final Map<String, Object> kafka;
    private final Duration gather;
    private final CountDownLatch stopped = new CountDownLatch(1);
    private final Thread thread = Thread.ofPlatform().name("arrivals").daemon().unstarted(this::live);
    private final Leaf leaf = new Leaf();
    private final Map<TopicPartition, Long> baselines = new HashMap<>();
    private final Map<TopicPartition, Long> reached = new HashMap<>();
    private final Map<TopicPartition, Set<Integer>> sequences = new HashMap<>();
    private final Map<TopicPartition, OffsetAndMetadata> written = new HashMap<>();
    private volatile @Nullable KafkaConsumer<byte[], byte[]> consumer;
    private boolean started;

    /**
     * @param kafka how to reach the region's broker
     * @param unread topics that carry nothing a gate let cross, as their writers name them
     * @param watch told of every canary
     * @param watched topics of this region that are searched for canaries, and for nothing else
     */
    public ArrivalReader(
            String region,
            Collection<String> peers,
            Ledgers ledgers,
            Set<String> unread,
            CanaryWatch watch,
            Set<String> watched,
            Map<String, Object> kafka,
            Duration gather) {
        this.region = region;
        this.peers = peers;
        this.ledgers = ledgers;
        this.unread = unread;
        this.watch = watch;
        this.watched = watched;
        this.kafka = kafka;
        this.gather = gather;
    }

    public void start() {
        thread.start();
    }

    @Override
    public void close() {
        stopped.countDown();
        var running = consumer;
        if (running != null) running.wakeup();
        try {
            thread.join(PATIENCE);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void live() {
        var pause = Duration.ofSeconds(1);
        try {
            while (stopped.getCount() > 0) {
                try (var session =
                        new KafkaConsumer<>(config(), new ByteArrayDeserializer(), new ByteArrayDeserializer())) {
                    consumer = session;
                    read(session);
                    session.close(CloseOptions.timeout(PATIENCE));
                } catch (RuntimeException | VirtualMachineError failure) {
                    LOG.warnf("event=arrivals-unread reason=\"%s\" next-try-ms=%d", failure, pause.toMillis());
                }
                if (stopped.await(pause.toMillis(), TimeUnit.MILLISECONDS)) return;
                pause = pause.multipliedBy(2).compareTo(LONGEST_PAUSE) < 0 ? pause.multipliedBy(2) : LONGEST_PAUSE;
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private Map<String, Object> config() {
        var config = new HashMap<>(kafka);
        config.put(ConsumerConfig.CLIENT_ID_CONFIG, GROUP);
        config.put(ConsumerConfig.GROUP_ID_CONFIG, GROUP);
        config.put(ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, false);
        config.put(ConsumerConfig.ISOLATION_LEVEL_CONFIG, "read_committed");
        config.put(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG, "none");
        config.put(ConsumerConfig.ALLOW_AUTO_CREATE_TOPICS_CONFIG, false);
        config.put(ConsumerConfig.FETCH_MIN_BYTES_CONFIG, GATHER_BYTES);
        config.put(ConsumerConfig.FETCH_MAX_WAIT_MS_CONFIG, (int) gather.toMillis());
        return config;
    }

    private void read(KafkaConsumer<byte[], byte[]> session) {
        long refreshed = System.nanoTime() - REFRESH.toNanos();
        long committed = System.nanoTime();
        while (stopped.getCount() > 0) {
            long now = System.nanoTime();
            if (now - refreshed >= REFRESH.toNanos() || session.assignment().isEmpty()) {
                find(session);
                refreshed = now;
            }
            if (session.assignment().isEmpty()) return; // no topic yet: look again after a pause
            try {
                for (var record : session.poll(gather)) take(record);
            } catch (OffsetOutOfRangeException lost) {
                goOn(session, lost);
            } catch (WakeupException end) {
                commit(session);
            }
            if (now - committed >= COMMIT.toNanos()) {
                commit(session);
                committed = now;
            }
        }
    }

    /** Topics that have come are read from their beginning, those of the first look from where they are now. */
    private void find(KafkaConsumer<byte[], byte[]> session) {
        var all = new HashSet<TopicPartition>();
        session.listTopics().forEach((topic, partitions) -> {
            boolean read = watched.contains(topic) || comesFromElsewhere(topic) && !unread.contains(flow(topic));
            if (!read) return;
            partitions.forEach(partition -> all.add(new TopicPartition(topic, partition.partition())));
        });
        var fresh = new HashSet<>(all);
        fresh.removeAll(session.assignment());
        var gone = new HashSet<>(session.assignment());
        gone.removeAll(all);
        if (fresh.isEmpty() && gone.isEmpty()) return;
        var positions = new HashMap<TopicPartition, Long>();
        for (var partition : session.assignment())
            if (!gone.contains(partition)) positions.put(partition, session.position(partition));
        session.assign(all);
        positions.forEach(session::seek);
        var known = session.committed(fresh);
        var beginnings = session.beginningOffsets(fresh);
        var ends = session.endOffsets(fresh);
        for (var partition : fresh) {
            var at = known.get(partition);
            long beginning = beginnings.getOrDefault(partition, 0L);
            var before = reached.get(partition);
            if (before != null) session.seek(partition, before);
            else if (at == null) {
                session.seek(partition, beginning);
                if (!started) baselines.put(partition, ends.getOrDefault(partition, 0L));
            } else {
                if (comesFromElsewhere(partition.topic())) resume(partition, at);
                session.seek(partition, at.offset());
            }
        }
        started = true;
    }

    private void resume(TopicPartition partition, OffsetAndMetadata at) {
        var source = source(partition);
        var words = at.metadata().split(" ", -1);
        if (isLedger(partition)) ledgers.follow(source, PeerLedger.parse(words[0]));
        for (var word : words[words.length - 1].split(",", -1)) {
            var parts = word.split(":", -1);
            if (parts.length != 2) continue;
            int sequence = Integer.parseInt(parts[0]);
            ledgers.resume(source, flow(partition.topic()), sequence, Long.parseLong(parts[1]), at.offset());
            carries(partition, sequence);
        }
        reached.put(partition, at.offset());
    }

    private void carries(TopicPartition partition, int sequence) {
        sequences.computeIfAbsent(partition, fresh -> new TreeSet<>()).add(sequence);
    }

    private boolean comesFromElsewhere(String topic) {
        return TopicNames.source(topic, peers).isPresent();
    }

    private String source(TopicPartition partition) {
        return TopicNames.source(partition.topic(), peers).orElseThrow();
    }

    private String flow(String topic) {
        return TopicNames.local(topic, peers);
    }

    private boolean isLedger(TopicPartition partition) {
        return flow(partition.topic()).equals(LEDGER);
    }

    private void take(ConsumerRecord<byte[], byte[]> record) {
        var partition = new TopicPartition(record.topic(), record.partition());
        var mark = Crossed.of(record.headers());
        lookForCanary(record, mark);
        reached.put(partition, record.offset() + 1);
        if (!comesFromElsewhere(record.topic())) return;
        var source = source(partition);
        long bytes = (long) Math.max(0, record.serializedKeySize()) + Math.max(0, record.serializedValueSize());
        var arrival = new Arrival(
                mark == null ? 0 : mark.sequence(),
                mark == null ? -1 : mark.offset(),
                record.offset(),
                bytes,
                leaf.of(record.timestamp(), record.key(), record.value(), record.headers()),
                text(record.headers(), Copier.GATE),
                Instant.now());
        int sequence = mark == null ? record.partition() : mark.partition();
        boolean baseline = record.offset() < baselines.getOrDefault(partition, 0L);
        ledgers.arrive(source, flow(record.topic()), sequence, arrival, baseline);
        carries(partition, sequence);
        if (isLedger(partition)) enter(source, record);
    }

    private void lookForCanary(ConsumerRecord<byte[], byte[]> record, @Nullable Crossed mark) {
        var canary = Canary.find(record.value());
        if (canary == null) return;
        watch.see(new Sighting(
                canary,
                record.topic(),
                flow(record.topic()),
                TopicNames.source(record.topic(), peers).orElse(region),
                mark == null ? "" : text(record.headers(), Copier.GATE),
                record.partition(),
                record.offset(),
                Instant.now()));
    }

    private void enter(String source, ConsumerRecord<byte[], byte[]> record) {
        try {
            var entry = EventJson.MAPPER.readValue(record.value(), LedgerEntry.class);
            var fault = ledgers.enter(source, entry, new String(record.value(), UTF_8), Instant.now());
            if (fault != null)
                LOG.warnf("event=ledger-fault region=%s offset=%d detail=\"%s\"", source, record.offset(), fault);
        } catch (IOException | IllegalArgumentException e) {
            LOG.warnf("event=ledger-fault region=%s offset=%d detail=\"unreadable\"", source, record.offset());
        }
    }

    private static String text(Headers headers, String name) {
        var header = headers.lastHeader(name);
        return header == null || header.value() == null ? "" : new String(header.value(), UTF_8);
    }

    /** Read again after a restart: whatever was not compared with the ledger yet. */
    private void commit(KafkaConsumer<byte[], byte[]> session) {
        var offsets = new HashMap<TopicPartition, OffsetAndMetadata>();
        for (var partition : session.assignment()) {
            var offset = comesFromElsewhere(partition.topic()) ? counted(partition) : searched(partition);
            if (offset != null && !offset.equals(written.get(partition))) offsets.put(partition, offset);
        }
        if (!offsets.isEmpty()) session.commitSync(offsets);
        written.putAll(offsets);
    }

    private @Nullable OffsetAndMetadata searched(TopicPartition partition) {
        var next = reached.get(partition);
        return next == null ? null : new OffsetAndMetadata(next);
    }

    private @Nullable OffsetAndMetadata counted(TopicPartition partition) {
        var carried = sequences.get(partition);
        if (carried == null) return null;
        return isLedger(partition) ? read(partition, carried) : compared(partition, carried);
    }

    /** Null while an entry waits for its records: it must be read again with them. */
    private @Nullable OffsetAndMetadata read(TopicPartition partition, Set<Integer> carried) {
        var source = source(partition);
        if (ledgers.waits(source)) return null;
        var words = carried.stream()
                .map(sequence -> sequence + ":" + ledgers.high(source, LEDGER, sequence))
                .collect(Collectors.joining(","));
        return new OffsetAndMetadata(reached.getOrDefault(partition, 0L), ledgers.ledger(source) + " " + words);
    }

    private @Nullable OffsetAndMetadata compared(TopicPartition partition, Set<Integer> carried) {
        long offset = Long.MAX_VALUE;
        var words = new ArrayList<String>();
        for (var sequence : carried) {
            var confirmed = ledgers.confirmed(source(partition), flow(partition.topic()), sequence);
            if (confirmed == null) return null;
            offset = Math.min(offset, confirmed[1] + 1);
            words.add(sequence + ":" + confirmed[0]);
        }
        return new OffsetAndMetadata(offset, String.join(",", words));
    }

    private void goOn(KafkaConsumer<byte[], byte[]> session, OffsetOutOfRangeException lost) {
        var beginnings = session.beginningOffsets(lost.partitions());
        var ends = session.endOffsets(lost.partitions());
        lost.offsetOutOfRangePartitions().forEach((partition, wanted) -> {
            long beginning = beginnings.getOrDefault(partition, 0L);
            if (comesFromElsewhere(partition.topic()))
                lost(partition, wanted, beginning, ends.getOrDefault(partition, 0L));
            session.seek(partition, beginning);
            reached.put(partition, beginning);
        });
    }

    private void lost(TopicPartition partition, long wanted, long beginning, long end) {
        var source = source(partition);
        var flow = flow(partition.topic());
        if (wanted < beginning)
            ledgers.purged(source, flow, partition.partition(), wanted, beginning - 1, Instant.now());
        else ledgers.recreated(source, flow, partition.partition(), wanted, end, Instant.now());
    }
}
