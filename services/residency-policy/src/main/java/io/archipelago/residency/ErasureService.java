package io.archipelago.residency;

import io.archipelago.events.erasure.Erasure;
import io.archipelago.events.erasure.ErasureOrder;
import io.archipelago.events.resource.Author;
import io.archipelago.kit.core.Rejection;
import io.archipelago.kit.runtime.CoreRuntime;
import io.archipelago.kit.runtime.RegionConfig;
import io.archipelago.kit.runtime.Rejected;
import io.archipelago.residency.domain.Erasures;
import io.archipelago.residency.domain.ResidencyCore;
import io.archipelago.residency.erasure.CopySearch;
import io.archipelago.residency.erasure.Recollection;
import io.archipelago.residency.keyring.Keyring;
import io.archipelago.residency.treatment.SubjectReader;
import io.archipelago.topology.TopicNames;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import io.smallrye.common.annotation.Identifier;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.jboss.logging.Logger;

/**
 * Erases persons from datasets that are kept here, and attests what others erased. Before anything is served it asks the
 * topics whom this region has erased: a database that was put back from a backup brings keys back with it.
 */
@Singleton
public class ErasureService {

    private static final Logger LOG = Logger.getLogger(ErasureService.class);
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    /** Nothing is served before; the core or the broker may only be starting. */
    private static final Duration AGAIN = Duration.ofMillis(100);

    /** Between two looks for what others have erased; longer and longer while copies are not ready to be attested. */
    private static final Duration LOOK_EVERY = Duration.ofSeconds(2);

    private static final Duration LOOK_AT_LEAST_EVERY = Duration.ofMinutes(1);

    private final CoreRuntime<ResidencyCore> runtime;
    private final Keyring keyring;
    private final KeyFile keyFile;
    private final String region;
    private final List<String> peers;
    private final Map<String, Object> kafka;
    private final ScheduledExecutorService clock = Executors.newSingleThreadScheduledExecutor(
            task -> Thread.ofPlatform().name("erasures").daemon().unstarted(task));
    private volatile boolean recalled;
    private Duration pause = LOOK_EVERY;

    ErasureService(
            CoreRuntime<ResidencyCore> runtime,
            Keyring keyring,
            KeyFile keyFile,
            RegionConfig region,
            @Identifier("default-kafka-broker") Map<String, Object> kafka) {
        this.runtime = runtime;
        this.keyring = keyring;
        this.keyFile = keyFile;
        this.region = region.region();
        this.peers = region.peerList().stream().map(RegionConfig.Peer::name).toList();
        this.kafka = kafka;
    }

    void start(@Observes StartupEvent event) {
        clock.execute(this::look);
    }

    void stop(@Observes ShutdownEvent event) {
        clock.shutdownNow();
    }

    private void look() {
        try {
            if (!recalled) recall();
            else if (attest()) pause = LOOK_EVERY;
            else if (pause.compareTo(LOOK_AT_LEAST_EVERY) < 0) pause = pause.multipliedBy(2);
        } catch (RuntimeException | VirtualMachineError failure) { // a copy that inflates beyond the heap, too
            LOG.debugf("event=erasures-wait reason=\"%s\"", failure);
        }
        var next = recalled ? pause : AGAIN;
        if (!clock.isShutdown()) {
            var unused = clock.schedule(this::look, next.toMillis(), TimeUnit.MILLISECONDS);
        }
    }

    /** Destroys whatever came back. */
    void recall() {
        known(); // fails while the core starts: the broker need not be asked yet
        var orders = Recollection.read(kafka, Erasures.TOPIC, Erasures.ATTESTATIONS, peers);
        int forgotten = ask(new Erasures.Heard(orders), Integer.class);
        keyring.destroy(known());
        if (forgotten > 0)
            LOG.warnf("event=erased-again persons=%d detail=\"the database had forgotten them\"", forgotten);
        recalled = true;
    }

    private List<ErasureOrder> known() {
        return runtime.query(core -> core.erasures().all().stream()
                        .map(one -> one.erasure().order())
                        .toList())
                .await()
                .atMost(PATIENCE);
    }

    /** @throws IllegalStateException until everybody who was erased is erased here */
    void requireRecalled() {
        if (!recalled) throw new IllegalStateException("who was erased is not known yet");
    }

    /** False while one of them has to wait. */
    private boolean attest() {
        var waiting = runtime.query(core -> core.erasures().toAttest()).await().atMost(PATIENCE);
        boolean all = true;
        for (var erasure : waiting) all &= attest(erasure);
        return all;
    }

    private boolean attest(Erasure erasure) {
        var order = erasure.order();
        var swept = erasure.swept();
        if (swept == null) return false;
        var found = CopySearch.in(kafka, TopicNames.mirrored(order.home(), order.topic()), erasure);
        var reason = found.waitsFor(swept.through().get(region));
        if (reason != null) {
            LOG.infof("event=attestation-waits erasure=%s reason=\"%s\"", order.id(), reason);
            return false;
        }
        ask(new Erasures.Attest(order.id(), found.reached(), found.tombstones(), found.encrypted()), Instant.class);
        LOG.infof(
                "event=erasure-attested erasure=%s dataset=%s tombstones=%d encrypted=%d",
                order.id(), order.dataset(), found.tombstones(), found.encrypted());
        return true;
    }

    /**
     * Erases a person: when it returns, the order is durable and the key is gone, for every dataset that knows the persons of
     * this one's topic.
     *
     * @param subject as the subject column has it; it is not kept
     * @return the order for this dataset
     */
    public ErasureOrder erase(String dataset, String subject, Author author) {
        var persons = runtime.query(core -> core.persons(dataset)).await().atMost(PATIENCE);
        var orders = new TreeMap<String, ErasureOrder>();
        for (var column : persons) {
            var person = new SubjectReader(column, Set.of(), keyFile.pseudonyms()).pseudonym(subject);
            orders.put(column.dataset(), ask(new Erasures.Erase(column.dataset(), person, author), ErasureOrder.class));
        }
        keyring.destroy(orders.values());
        var order = orders.get(dataset);
        if (order == null)
            throw new Rejected(Rejection.notFound(
                    "a dataset " + dataset + " with a topic and a subjectColumn: whom its records are about"));
        return order;
    }

    /** What can be said of a person's key. */
    public Keyring.Found key(String dataset, String subject) {
        if (!recalled)
            throw new Rejected(new Rejection(
                    503, "starting", "Starting", "who was erased is not known yet: ask again", List.of()));
        return keyring.find(dataset, subject);
    }

    private <A> A ask(Object command, Class<A> answer) {
        return runtime.submit(command, answer).await().atMost(PATIENCE);
    }
}
