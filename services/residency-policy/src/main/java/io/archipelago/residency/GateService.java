package io.archipelago.residency;

import io.archipelago.events.erasure.ErasureOrder;
import io.archipelago.kit.intake.Topics;
import io.archipelago.kit.runtime.CoreRuntime;
import io.archipelago.kit.runtime.RegionConfig;
import io.archipelago.residency.domain.Erasures;
import io.archipelago.residency.domain.GateOrders;
import io.archipelago.residency.domain.LedgerState;
import io.archipelago.residency.domain.ReportTransfers;
import io.archipelago.residency.domain.ResidencyCore;
import io.archipelago.residency.gate.Gate;
import io.archipelago.residency.gate.GateSettings;
import io.archipelago.residency.gate.Orders;
import io.archipelago.residency.gate.Status;
import io.archipelago.residency.gate.Tally;
import io.archipelago.residency.keyring.Keyring;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import io.smallrye.common.annotation.Identifier;
import io.smallrye.mutiny.Uni;
import jakarta.annotation.Priority;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/** Runs the gate: gives it the core's orders, and the core its reports. */
@Singleton
public class GateService implements Orders {

    private static final Logger LOG = Logger.getLogger(GateService.class);
    private static final Duration PATIENCE = Duration.ofSeconds(15);
    private static final Duration LAST_REPORT = Duration.ofSeconds(2);
    private static final int BEFORE_THE_CORE_STOPS = 100;

    private final CoreRuntime<ResidencyCore> runtime;
    private final GateConfig config;
    private final Bell bell;
    private final ErasureService erasures;
    private final Tally tally;
    private final Gate gate;
    private volatile long confirmedNanos = System.nanoTime();
    private final ScheduledExecutorService reporter = Executors.newSingleThreadScheduledExecutor(
            task -> Thread.ofPlatform().name("gate-reports").daemon().unstarted(task));

    GateService(
            CoreRuntime<ResidencyCore> runtime,
            RegionConfig region,
            GateConfig config,
            MeterRegistry meters,
            Bell bell,
            KeyFile keyFile,
            Keyring keyring,
            ErasureService erasures,
            @Identifier("default-kafka-broker") Map<String, Object> kafka) {
        this.runtime = runtime;
        this.config = config;
        this.bell = bell;
        this.erasures = erasures;
        this.tally = new Tally(meters, Instant.now(), config.ownReportEvery());
        var peers = new TreeMap<String, String>();
        region.peerList().forEach(peer -> peers.put(peer.name(), peer.jurisdiction()));
        var settings = new GateSettings(
                region.region(),
                peers,
                kafka,
                config.profile(),
                config.fetchMaxWait(),
                config.maxPollRecords(),
                config.commitEvery(),
                config.watchEvery(),
                keyFile.pseudonyms(),
                keyring);
        this.gate = new Gate(settings, Topics.TOPOLOGY, this, tally);
        bell.wake(gate::wake);
    }

    void start(@Observes StartupEvent event) {
        gate.start();
        long pauseMs = config.reportEvery().toMillis();
        var unused = reporter.scheduleWithFixedDelay(this::reportNow, pauseMs, pauseMs, TimeUnit.MILLISECONDS);
        long confirmMs = config.confirmEvery().toMillis();
        unused = reporter.scheduleWithFixedDelay(this::confirm, confirmMs, confirmMs, TimeUnit.MILLISECONDS);
    }

    void stop(@Observes @Priority(BEFORE_THE_CORE_STOPS) ShutdownEvent event) {
        reporter.shutdownNow();
        gate.stop();
        try {
            for (var last = tally.handOverAll(Instant.now()); last != null; last = tally.handOverAll(Instant.now()))
                taken(last).await().atMost(LAST_REPORT);
        } catch (RuntimeException failure) {
            LOG.warnf("event=last-report-lost reason=\"%s\"", failure.getMessage());
        }
    }

    /** What the core answers was true when it was asked, at the latest. */
    private void confirm() {
        long askedNanos = System.nanoTime();
        runtime.submit(new GateOrders.Ask("lease"), GateOrders.class)
                .subscribe()
                .with(
                        orders -> confirmedNanos = askedNanos,
                        failure -> LOG.debugf("event=law-not-confirmed reason=\"%s\"", failure.getMessage()));
    }

    private void reportNow() {
        report().subscribe()
                .with(taken -> {}, failure -> LOG.debugf("event=report-waits reason=\"%s\"", failure.getMessage()));
    }

    private Uni<Void> report() {
        var report = tally.handOver(Instant.now());
        return report == null ? Uni.createFrom().voidItem() : taken(report);
    }

    private Uni<Void> taken(ReportTransfers report) {
        return runtime.submit(report, Instant.class)
                .invoke(() -> tally.taken(report))
                .replaceWithVoid();
    }

    @Override
    public long changes() {
        return bell.rings();
    }

    @Override
    public GateOrders read() {
        erasures.requireRecalled();
        long askedNanos = System.nanoTime();
        var orders = runtime.submit(new GateOrders.Ask("gate"), GateOrders.class)
                .await()
                .atMost(PATIENCE);
        confirmedNanos = askedNanos;
        return orders;
    }

    @Override
    public LedgerState ledger() {
        for (var due = tally.handOverAll(Instant.now()); due != null; due = tally.handOverAll(Instant.now()))
            taken(due).await().atMost(PATIENCE);
        return runtime.submit(new LedgerState.Ask("gate"), LedgerState.class)
                .await()
                .atMost(PATIENCE);
    }

    @Override
    public void swept(ErasureOrder order, long tombstones, SortedMap<String, SortedMap<Integer, Long>> through) {
        ledger();
        runtime.submit(new Erasures.Sweep(order.id(), tombstones, through), Instant.class)
                .await()
                .atMost(PATIENCE);
        LOG.infof("event=erasure-swept erasure=%s dataset=%s tombstones=%d", order.id(), order.dataset(), tombstones);
    }

    @Override
    public @Nullable String expired() {
        if (System.nanoTime() - confirmedNanos > config.lease().toNanos())
            return "nobody has confirmed the law for " + config.lease().toSeconds() + " s";
        return tally.waits(Instant.now(), config.lease())
                ? "the ledger has not taken what crossed for " + config.lease().toSeconds() + " s"
                : null;
    }

    public Status status() {
        return gate.status();
    }

    /** What the gate has counted and the core may not know yet. */
    public Tally.Pending pending() {
        return tally.pending();
    }
}
