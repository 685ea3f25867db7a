package io.archipelago.residency;

import io.archipelago.events.residency.CanarySighted;
import io.archipelago.kit.runtime.CoreRuntime;
import io.archipelago.kit.runtime.RegionConfig;
import io.archipelago.residency.arrivals.Ledgers;
import io.archipelago.residency.canaries.Planter;
import io.archipelago.residency.domain.Alarms;
import io.archipelago.residency.domain.CanaryWatch;
import io.archipelago.residency.domain.GateOrders;
import io.archipelago.residency.domain.Planting;
import io.archipelago.residency.domain.ResidencyCore;
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
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.jboss.logging.Logger;

/** Plants canaries, has those judged that were seen, and raises the alarm. */
@Singleton
public class CanaryService {

    private static final Logger LOG = Logger.getLogger(CanaryService.class);
    private static final Duration FIRST = Duration.ofSeconds(10);
    private static final Duration JUDGE_EVERY = Duration.ofSeconds(5);
    private static final Duration PATIENCE = Duration.ofSeconds(15);
    private static final int BEFORE_THE_CORE_STOPS = 100;

    private final CoreRuntime<ResidencyCore> runtime;
    private final RegionConfig region;
    private final CanaryConfig config;
    private final KeyFile keyFile;
    private final Ledgers ledgers;
    private final MeterRegistry meters;
    private final Map<String, String> countries = new TreeMap<>();
    private final CanaryWatch watch;
    private final Planter planter;
    private final List<CanarySighted> untold = new ArrayList<>();
    private final ScheduledExecutorService clock = Executors.newSingleThreadScheduledExecutor(
            task -> Thread.ofPlatform().name("canaries").daemon().unstarted(task));

    CanaryService(
            CoreRuntime<ResidencyCore> runtime,
            RegionConfig region,
            CanaryConfig config,
            KeyFile keyFile,
            Ledgers ledgers,
            MeterRegistry meters,
            @Identifier("default-kafka-broker") Map<String, Object> kafka) {
        this.runtime = runtime;
        this.region = region;
        this.config = config;
        this.keyFile = keyFile;
        this.ledgers = ledgers;
        this.meters = meters;
        countries.put(region.region(), region.jurisdiction());
        region.peerList().forEach(peer -> countries.put(peer.name(), peer.jurisdiction()));
        this.watch = new CanaryWatch(region.region(), countries, config.every(), Instant.now());
        this.planter = new Planter(kafka);
    }

    void start(@Observes StartupEvent event) {
        long everyMs = config.every().toMillis();
        var unused = clock.scheduleAtFixedRate(
                () -> attempt("not-planted", this::plant),
                Math.min(FIRST.toMillis(), everyMs),
                everyMs,
                TimeUnit.MILLISECONDS);
        unused = clock.scheduleWithFixedDelay(
                () -> attempt("not-judged", this::judge),
                JUDGE_EVERY.toMillis(),
                JUDGE_EVERY.toMillis(),
                TimeUnit.MILLISECONDS);
    }

    void stop(@Observes @Priority(BEFORE_THE_CORE_STOPS) ShutdownEvent event) {
        clock.shutdownNow();
        planter.close();
    }

    private static void attempt(String otherwise, Runnable work) {
        try {
            work.run();
        } catch (RuntimeException failure) {
            LOG.warnf("event=canaries-%s reason=\"%s\"", otherwise, failure);
        }
    }

    private void plant() {
        if (countries.size() == 1) return; // alone: there is nobody who could see one
        planter.plant(Planting.round(
                orders(), region.region(), countries.values(), config.every(), Instant.now(), keyFile.key()));
    }

    /** An alarm that the core does not take is told again, and in the log at once. */
    private void judge() {
        if (watch.hasWork())
            for (var alarm : watch.judge(orders(), this::key, Instant.now())) {
                LOG.warnf(
                        "event=canary-alarm reason=%s source=%s topic=%s count=%d detail=\"%s\"",
                        alarm.reason(), alarm.source(), alarm.topic(), alarm.count(), alarm.detail());
                meters.counter(
                                "archipelago.canaries.alarms",
                                "source",
                                alarm.source(),
                                "reason",
                                alarm.reason().name())
                        .increment(alarm.count());
                untold.add(alarm);
            }
        if (untold.isEmpty()) return;
        runtime.submit(new Alarms.Raise(List.copyOf(untold)), Integer.class)
                .await()
                .atMost(PATIENCE);
        untold.clear();
    }

    private GateOrders orders() {
        return runtime.submit(new GateOrders.Ask("canaries"), GateOrders.class)
                .await()
                .atMost(PATIENCE);
    }

    private String key(String of) {
        return of.equals(region.region())
                ? keyFile.key().publicKey()
                : ledgers.ledger(of).key();
    }

    /** Told of every canary that is seen. */
    CanaryWatch watch() {
        return watch;
    }

    public Uni<List<CanaryWatch.Row>> rows() {
        var now = Instant.now();
        return runtime.query(core -> watch.rows(core.law(), core.alarms(now), now));
    }
}
