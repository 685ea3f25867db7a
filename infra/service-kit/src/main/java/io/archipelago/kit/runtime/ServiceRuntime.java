package io.archipelago.kit.runtime;

import io.archipelago.kit.core.Core;
import io.archipelago.kit.intake.Topics;
import io.archipelago.kit.store.Store;
import io.archipelago.kit.telemetry.Traces;
import io.archipelago.kit.trust.Signer;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import jakarta.enterprise.context.Dependent;
import jakarta.enterprise.event.Observes;
import jakarta.enterprise.inject.Instance;
import jakarta.enterprise.inject.Produces;
import jakarta.enterprise.inject.Typed;
import jakarta.inject.Singleton;
import java.time.InstantSource;
import java.util.stream.Collectors;
import org.jboss.logging.Logger;

/**
 * Builds the loop around the service's core when the process starts, and ends it with the process. The service gives
 * its core by a CDI producer without a scope: whenever the core has to be built again from its documents, the producer
 * is asked for a fresh, empty one.
 */
@Singleton
public class ServiceRuntime {

    private static final Logger LOG = Logger.getLogger(ServiceRuntime.class);

    private final CoreLoop<Core> loop;

    ServiceRuntime(
            Instance<Core> cores,
            Store store,
            RegionConfig region,
            RuntimeConfig config,
            Traces traces,
            MeterRegistry meters) {
        requireFreshCores(cores);
        var signer = region.signingKey().map(Signer::keptIn).orElse(Signer.NONE);
        var around = new Surroundings(
                region.service(), region.region(), Topics.TOPOLOGY, signer, traces, meters, InstantSource.system());
        this.loop = new CoreLoop<>(cores::get, store, config, around);
        compareWithTopology(cores.get(), region);
    }

    /** What a core reads and what the topology lets its service read are two descriptions of one thing. */
    private static void compareWithTopology(Core core, RegionConfig region) {
        var peers = region.peerList().stream().map(RegionConfig.Peer::name).toList();
        var described = Topics.TOPOLOGY.subscriptions(region.service(), peers).stream()
                .map(subscription -> subscription.topic().name())
                .collect(Collectors.toSet());
        var read = core.events().keySet();
        read.stream()
                .filter(topic -> !described.contains(topic))
                .forEach(topic -> LOG.warnf(
                        "event=not-subscribed topic=%s detail=\"the core reads it, but the topology"
                                + " does not name %s among its readers here\"",
                        topic, region.service()));
        described.stream()
                .filter(topic -> !read.contains(topic))
                .forEach(topic ->
                        LOG.infof("event=not-read topic=%s detail=\"subscribed to, but unknown to the core\"", topic));
    }

    private static void requireFreshCores(Instance<Core> cores) {
        var bean = cores.getHandle().getBean();
        if (bean.getScope() != Dependent.class)
            throw new IllegalStateException(
                    "the producer of " + bean.getBeanClass().getName()
                            + " must have no scope: the runtime asks it for a fresh core after a failed transaction");
    }

    void start(@Observes StartupEvent event) {
        loop.start();
    }

    void stop(@Observes ShutdownEvent event) {
        loop.stop();
    }

    @Produces
    @Singleton
    @Typed(CoreLoop.class)
    CoreLoop<Core> loop() {
        return loop;
    }

    /** Whoever injects a runtime names the core of the service, of which there is one. */
    @Produces
    @Dependent
    @SuppressWarnings("unchecked")
    <C extends Core> CoreRuntime<C> runtime() {
        return (CoreRuntime<C>) loop;
    }
}
