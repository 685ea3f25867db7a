package io.archipelago.local.trust;

import io.archipelago.events.EventJson;
import io.archipelago.events.ledger.LedgerKey;
import io.archipelago.local.Installation;
import io.archipelago.local.LocalCloudException;
import io.archipelago.local.LocalRegion;
import io.archipelago.local.PartName;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * What the services sign their events for other regions with: in {@code data/REGION/trust/events} a {@code .key} for each
 * and, line by line, the public halves of all it ever had, since what an old one signed is kept in topics for good; in
 * {@code peers.json} those of the peers, which is what the region's services believe.
 */
public final class EventKeys {

    private static final String FOLDER = "events";
    private static final String SECRET = ".key";
    private static final String PUBLIC = ".pub";

    /** Services look once a second. */
    private static final Duration READ_AGAIN = Duration.ofSeconds(2);

    private final Installation installation;
    private final List<LocalRegion> regions;

    /** @param regions all regions of the cloud */
    public EventKeys(Installation installation, List<LocalRegion> regions) {
        this.installation = installation;
        this.regions = List.copyOf(regions);
    }

    /**
     * Makes what is missing; all regions hear of it, and those that run read it without a restart.
     *
     * @return environment of the service
     */
    public synchronized Map<String, String> environment(LocalRegion region, PartName service) {
        try {
            makeMissing();
            for (var each : regions) tell(each);
        } catch (IOException e) {
            throw new LocalCloudException("the keys for events cannot be made: " + e.getMessage(), e);
        }
        return Map.of(
                "ARCHIPELAGO_SIGNING_KEY", file(region, service, SECRET).toString(),
                "ARCHIPELAGO_TRUST_BUNDLE", bundle(region).toString());
    }

    private void makeMissing() throws IOException {
        for (var region : regions) for (var service : PartName.services()) make(region, service);
    }

    private void make(LocalRegion region, PartName service) throws IOException {
        var secret = file(region, service, SECRET);
        if (Files.exists(secret)) return;
        var key = LedgerKey.generate();
        publish(region, service, key);
        Pem.write(secret, key.secret());
    }

    private void tell(LocalRegion region) throws IOException {
        var keys = new TreeMap<String, List<String>>();
        for (var peer : regions)
            if (!peer.equals(region))
                for (var service : PartName.services())
                    keys.put(peer.name() + '/' + service.text(), Files.readAllLines(file(peer, service, PUBLIC)));
        var text = EventJson.MAPPER.writerWithDefaultPrettyPrinter().writeValueAsString(keys);
        var bundle = bundle(region);
        if (!Files.exists(bundle) || !Files.readString(bundle).equals(text)) Pem.write(bundle, text);
    }

    /**
     * New keys for all services of a region, below those that run. The peers are told first, and the services sign with them
     * once nobody can have an older bundle in mind: what is signed meanwhile is signed with the old ones, which stay known.
     */
    public synchronized void rotate(LocalRegion region) {
        try {
            makeMissing();
            var secrets = new TreeMap<Path, String>();
            for (var service : PartName.services()) {
                var key = LedgerKey.generate();
                publish(region, service, key);
                secrets.put(file(region, service, SECRET), key.secret());
            }
            for (var each : regions) tell(each);
            Thread.sleep(READ_AGAIN);
            for (var secret : secrets.entrySet()) Pem.write(secret.getKey(), secret.getValue());
        } catch (IOException e) {
            throw new LocalCloudException("the keys for events cannot be made: " + e.getMessage(), e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new LocalCloudException("interrupted");
        }
    }

    private void publish(LocalRegion region, PartName service, LedgerKey key) throws IOException {
        var known = file(region, service, PUBLIC);
        Pem.write(known, key.publicKey() + '\n' + (Files.exists(known) ? Files.readString(known) : ""));
    }

    private Path file(LocalRegion region, PartName service, String end) {
        return folder(region).resolve(service.text() + end);
    }

    private Path bundle(LocalRegion region) {
        return folder(region).resolve("peers.json");
    }

    private Path folder(LocalRegion region) {
        return installation.trust(region.name()).resolve(FOLDER);
    }
}
