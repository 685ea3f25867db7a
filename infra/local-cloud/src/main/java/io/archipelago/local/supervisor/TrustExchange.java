package io.archipelago.local.supervisor;

import io.archipelago.local.LocalCloudException;
import io.archipelago.local.LocalRegion;
import io.archipelago.local.PartName;
import io.archipelago.local.part.Parts;
import io.archipelago.local.trust.BundleCourier;
import io.archipelago.local.trust.Bundles;
import io.archipelago.topology.access.Identity;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** Regions that run tell each other by events how they are known from now on; one that starts is introduced. */
final class TrustExchange {
    private static final Duration PATIENCE = Duration.ofMinutes(2);
    private static final Duration LOOK_EVERY = Duration.ofMillis(200);

    private final Parts specs;
    private final Bundles bundles;
    private final Journal journal;
    private final Map<LocalRegion, BundleCourier> couriers = new ConcurrentHashMap<>();

    TrustExchange(Parts specs, Journal journal) {
        this.specs = specs;
        this.bundles = new Bundles(specs.installation(), specs.trust(), specs.eventKeys());
        this.journal = journal;
    }

    /** The region's broker runs. */
    void begin(LocalRegion region) {
        if (!specs.peers(region).isEmpty()) couriers.computeIfAbsent(region, this::courier);
    }

    private BundleCourier courier(LocalRegion region) {
        var peers = specs.peers(region);
        for (var peer : peers) bundles.introduce(region.name(), peer.name());
        var kafka = new HashMap<>(specs.trust().client(Identity.operator(region.name())));
        kafka.put("bootstrap.servers", specs.endpoint(region, PartName.KAFKA));
        return new BundleCourier(bundles, region, peers, kafka, journal::notice);
    }

    /** The region's broker is about to end. */
    void end(LocalRegion region) {
        var courier = couriers.remove(region);
        if (courier != null) courier.close();
    }

    /**
     * Returns when every peer that runs has taken what a region says of itself.
     *
     * @throws LocalCloudException naming those that have not
     */
    void awaitPeers(LocalRegion region) {
        if (specs.peers(region).isEmpty()) return;
        if (!couriers.containsKey(region))
            throw new LocalCloudException(region.name() + " does not run: nobody would hear of its new keys");
        var until = System.nanoTime() + PATIENCE.toNanos();
        for (var peer : couriers.keySet()) {
            while (!peer.equals(region) && couriers.containsKey(peer) && !bundles.isKnown(peer.name(), region.name())) {
                if (System.nanoTime() > until)
                    throw new LocalCloudException(peer.name() + " has not heard of the new keys of " + region.name()
                            + " within " + PATIENCE.toMinutes() + " minutes, and nothing is signed with them before:"
                            + " status says what does not run between the two");
                pause();
            }
        }
    }

    private static void pause() {
        try {
            Thread.sleep(LOOK_EVERY);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new LocalCloudException("interrupted");
        }
    }
}
