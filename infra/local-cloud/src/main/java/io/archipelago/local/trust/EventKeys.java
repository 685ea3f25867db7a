package io.archipelago.local.trust;

import com.fasterxml.jackson.core.type.TypeReference;
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
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * What the services sign their events for other regions with: in {@code data/REGION/trust/events} a {@code .key} for each
 * and, line by line, the public halves of all it ever had, since what an old one signed is kept in topics for good; in
 * {@code peers.json} those of the peers, which is what the region's services believe.
 */
public final class EventKeys {

    private static final TypeReference<Map<String, List<String>>> KEYS = new TypeReference<>() {};
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
     * Makes what is missing, and tells the region what its peers have.
     *
     * @return environment of the service
     */
    public synchronized Map<String, String> environment(LocalRegion region, PartName service) {
        try {
            makeMissing();
            tell(region);
        } catch (IOException e) {
            throw failure(e);
        }
        return Map.of(
                "ARCHIPELAGO_SIGNING_KEY", file(region.name(), service, SECRET).toString(),
                "ARCHIPELAGO_TRUST_BUNDLE", bundle(region.name()).toString());
    }

    synchronized void makeMissing() throws IOException {
        for (var region : regions) for (var service : PartName.services()) make(region, service);
    }

    private void make(LocalRegion region, PartName service) throws IOException {
        var secret = file(region.name(), service, SECRET);
        if (Files.exists(secret)) return;
        var key = LedgerKey.generate();
        publish(region, service, key);
        Pem.write(secret, key.secret());
    }

    private void tell(LocalRegion region) throws IOException {
        var all = new TreeMap<String, List<String>>();
        for (var peer : regions) if (!peer.equals(region)) put(all, peer.name(), publicKeys(peer.name()));
        write(region.name(), all);
    }

    /** By service; the newest first. */
    SortedMap<String, List<String>> publicKeys(String region) throws IOException {
        var keys = new TreeMap<String, List<String>>();
        for (var service : PartName.services()) {
            var known = file(region, service, PUBLIC);
            if (Files.exists(known)) keys.put(service.text(), Files.readAllLines(known));
        }
        return keys;
    }

    /** From now on a region's services take these for the keys of a peer's services, and no others. */
    synchronized void believe(String region, String peer, Map<String, List<String>> keys) throws IOException {
        var all = new TreeMap<String, List<String>>();
        if (Files.exists(bundle(region)))
            all.putAll(EventJson.MAPPER.readValue(bundle(region).toFile(), KEYS));
        all.keySet().removeIf(source -> source.startsWith(peer + '/'));
        put(all, peer, keys);
        write(region, all);
    }

    private static void put(Map<String, List<String>> all, String peer, Map<String, List<String>> keys) {
        keys.forEach((service, known) -> all.put(peer + '/' + service, known));
    }

    private void write(String region, Map<String, List<String>> all) throws IOException {
        var text = EventJson.MAPPER.writerWithDefaultPrettyPrinter().writeValueAsString(all);
        var bundle = bundle(region);
        if (!Files.exists(bundle) || !Files.readString(bundle).equals(text)) Pem.write(bundle, text);
    }

    /**
     * New keys for all services of a region, below those that run. The peers are told first, and the services sign with them
     * once nobody can have an older bundle in mind: what is signed meanwhile is signed with the old ones, which stay known.
     *
     * @param tell returns when the peers know them; when it fails, the old ones go on signing
     */
    public void rotate(LocalRegion region, Runnable tell) {
        try {
            var secrets = announce(region);
            tell.run();
            Thread.sleep(READ_AGAIN);
            for (var secret : secrets.entrySet()) Pem.write(secret.getKey(), secret.getValue());
        } catch (IOException e) {
            throw failure(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new LocalCloudException("interrupted");
        }
    }

    private synchronized Map<Path, String> announce(LocalRegion region) throws IOException {
        makeMissing();
        var secrets = new TreeMap<Path, String>();
        for (var service : PartName.services()) {
            var key = LedgerKey.generate();
            publish(region, service, key);
            secrets.put(file(region.name(), service, SECRET), key.secret());
        }
        return secrets;
    }

    private void publish(LocalRegion region, PartName service, LedgerKey key) throws IOException {
        var known = file(region.name(), service, PUBLIC);
        Pem.write(known, key.publicKey() + '\n' + (Files.exists(known) ? Files.readString(known) : ""));
    }

    private Path file(String region, PartName service, String end) {
        return folder(region).resolve(service.text() + end);
    }

    private Path bundle(String region) {
        return folder(region).resolve("peers.json");
    }

    private Path folder(String region) {
        return installation.trust(region).resolve(FOLDER);
    }

    private static LocalCloudException failure(IOException e) {
        return new LocalCloudException("the keys for events cannot be made: " + e.getMessage(), e);
    }
}
