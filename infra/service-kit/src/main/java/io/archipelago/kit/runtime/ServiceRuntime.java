package io.archipelago.kit.runtime;

import io.archipelago.kit.core.Core;
import io.archipelago.kit.intake.Topics;
import io.archipelago.kit.store.Store;
import io.archipelago.kit.telemetry.Traces;
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

/**
 * Builds the loop around the service's core when the process starts, and ends it with the process. The service gives
 * its core by a CDI producer without a scope: whenever the core has to be built again from its documents, the producer
 * is asked for a fresh, empty one.
 */
@Singleton
public class ServiceRuntime {

    private final CoreLoop<Core> loop;

    ServiceRuntime(
            Instance<Core> cores,
            Store store,
            RegionConfig region,
            RuntimeConfig config,
            Traces traces,
            MeterRegistry meters) {
        requireFreshCores(cores);
        var around = new Surroundings(
                region.service(), region.region(), Topics.TOPOLOGY, traces, meters, InstantSource.system());
        this.loop = new CoreLoop<>(cores::get, store, config, around);
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
