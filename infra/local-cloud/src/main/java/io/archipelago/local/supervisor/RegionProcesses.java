package io.archipelago.local.supervisor;

import io.archipelago.local.CloudStatus;
import io.archipelago.local.LocalCloudException;
import io.archipelago.local.LocalRegion;
import io.archipelago.local.PartName;
import io.archipelago.local.PartState;
import io.archipelago.local.backbone.Backbone;
import io.archipelago.local.backbone.ConnectRest;
import io.archipelago.local.part.Part;
import io.archipelago.local.part.Parts;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.Semaphore;

/** The parts of one region and the order in which they start and stop. */
final class RegionProcesses {
    private final LocalRegion region;
    private final Parts specs;
    private final Backbone backbone;
    private final Journal journal;
    private final TrustExchange exchange;
    private final Semaphore startSlots;
    private final Map<PartName, Part> parts = new EnumMap<>(PartName.class);
    private final ConnectorWatch connectors;

    /**
     * @param services those that are built
     * @param exchange how it tells its peers of new keys, and hears of theirs
     * @param startSlots how many processes may be starting at once: more would only slow each other down
     */
    RegionProcesses(
            LocalRegion region,
            Parts specs,
            List<PartName> services,
            Path pids,
            Journal journal,
            TrustExchange exchange,
            Semaphore startSlots,
            ScheduledExecutorService timer) {
        this.region = region;
        this.specs = specs;
        this.backbone = new Backbone(specs, region);
        this.journal = journal;
        this.exchange = exchange;
        this.startSlots = startSlots;
        for (var name : PartName.values())
            if (!name.isService() || services.contains(name))
                parts.put(name, new Part(specs.spec(region, name), pids, timer, journal::notice));
        this.connectors = new ConnectorWatch(
                region.name(), ConnectRest.at(specs.connectUrl(region), specs.operator(region)), journal::notice);
    }

    LocalRegion region() {
        return region;
    }

    /** Starts the database and the broker and puts into them what the rest relies on. */
    void startFoundation() {
        Together.run(
                () -> {
                    start(PartName.POSTGRES);
                    journal.step("database", region.name(), null, backbone::prepareDatabase);
                },
                () -> {
                    start(PartName.KAFKA);
                    journal.step("topology", region.name(), null, this::applyTopology);
                });
    }

    void startServices() {
        Together.each(services(), this::start);
    }

    /** Starts what carries facts out of the database and between regions; last, because carrying takes time from starting. */
    void startCarriers() {
        start(PartName.CONNECT);
        startConnectors();
    }

    /** Starts one part, with what belongs to it. */
    void startOne(PartName name) {
        start(name);
        switch (name) {
            case POSTGRES -> backbone.prepareDatabase();
            case KAFKA -> applyTopology();
            case CONNECT -> startConnectors();
            default -> {}
        }
    }

    private void applyTopology() {
        backbone.applyTopology();
        exchange.begin(region);
    }

    /** Stops everything in an orderly way, in the order opposite to the start. */
    void stop(PartState afterwards) {
        connectors.pause();
        Together.each(services(), name -> stop(name, afterwards));
        stop(PartName.CONNECT, afterwards);
        stop(PartName.KAFKA, afterwards);
        stop(PartName.POSTGRES, afterwards);
    }

    /** Stops everything; nothing is started any more. */
    void close() {
        parts.values().forEach(Part::close);
        stop(PartState.DOWN);
    }

    void stop(PartName name, PartState afterwards) {
        var part = parts.get(name);
        if (part == null || part.state() == PartState.DOWN) return;
        if (name == PartName.CONNECT) connectors.pause();
        if (name == PartName.KAFKA) exchange.end(region);
        journal.step("stop", region.name(), name.text(), () -> part.stop(afterwards));
    }

    /** Kills every process of the region at once, as a loss of power would. */
    void kill() {
        connectors.pause();
        exchange.end(region);
        journal.step(
                "kill",
                region.name(),
                null,
                () -> Together.each(
                        List.copyOf(parts.keySet()), name -> part(name).kill(PartState.TAKEN_DOWN)));
    }

    void kill(PartName name) {
        if (name == PartName.CONNECT) connectors.pause();
        if (name == PartName.KAFKA) exchange.end(region);
        journal.step("kill", region.name(), name.text(), () -> part(name).kill(PartState.TAKEN_DOWN));
    }

    /** New keys and certificates for all of the region, below what runs. */
    void rotate() {
        journal.step("certificates", region.name(), null, () -> {
            specs.trust().rotate(region.name());
            tellParts();
        });
        rotateEventKeys();
    }

    /**
     * The same with a new authority.
     *
     * @param stolen whether what the old one signed is refused from now on
     */
    void rotateAuthority(boolean stolen) {
        journal.step("authority", region.name(), null, () -> specs.trust()
                .rotateAuthority(region.name(), this::tellEverybody));
        rotateEventKeys();
        // That took seconds: handshakes which had begun with an old certificate are over.
        if (stolen)
            journal.step("old authority", region.name(), null, () -> specs.trust()
                    .forgetOld(region.name(), this::tellEverybody));
    }

    private void rotateEventKeys() {
        journal.step("keys for events", region.name(), null, () -> specs.eventKeys()
                .rotate(region, () -> exchange.awaitPeers(region)));
    }

    /** The same for those certificates whose time has come. */
    void renewDue() {
        if (specs.trust().mayForget(region.name())) specs.trust().forgetOld(region.name(), this::tellOwn);
        if (!specs.trust().renewDue(region.name())) return;
        tellParts();
        journal.notice(region.name() + ": certificates renewed");
    }

    private void tellEverybody() {
        tellOwn();
        exchange.awaitPeers(region);
    }

    private void tellOwn() {
        specs.trust().tellBroker(region.name());
        tellParts();
    }

    /** Who is down reads the files when it starts. */
    private void tellParts() {
        if (part(PartName.POSTGRES).state() == PartState.READY) backbone.renewDatabase();
        if (part(PartName.CONNECT).state() == PartState.READY) backbone.renewConnect();
    }

    /** Looks after connectors and logs; called every few seconds. */
    void lookAfter() {
        connectors.look();
        for (var part : parts.values()) {
            try {
                part.spec().log().rotateWhenFull();
            } catch (IOException e) {
                journal.notice("the log of " + part.spec().id() + " cannot be rotated: " + e.getMessage());
            }
        }
    }

    CloudStatus.Region status() {
        var all = new ArrayList<CloudStatus.Part>();
        for (var name : PartName.values()) {
            var part = parts.get(name);
            all.add(part == null ? absent(name) : part.status());
        }
        return new CloudStatus.Region(region.name(), all, connectors.status());
    }

    private static CloudStatus.Part absent(PartName name) {
        return new CloudStatus.Part(name.text(), PartState.ABSENT, null, 0, 0, 0, 0, 0, null, "not built");
    }

    private void startConnectors() {
        journal.step("connectors", region.name(), null, () -> backbone.awaitConnectors(backbone.registerConnectors()));
        connectors.resume();
    }

    private void start(PartName name) {
        try {
            startSlots.acquire();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return;
        }
        try {
            journal.step("start", region.name(), name.text(), part(name)::start);
        } finally {
            startSlots.release();
        }
    }

    private Part part(PartName name) {
        var part = parts.get(name);
        if (part == null) throw new LocalCloudException(region.name() + " has no " + name.text() + ": it is not built");
        return part;
    }

    private List<PartName> services() {
        return parts.keySet().stream().filter(PartName::isService).toList();
    }
}
