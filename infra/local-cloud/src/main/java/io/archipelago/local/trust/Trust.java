package io.archipelago.local.trust;

import io.archipelago.local.Installation;
import io.archipelago.local.LocalCloudException;
import io.archipelago.local.LocalRegion;
import io.archipelago.topology.access.Identity;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Collection;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * The certificates of a cloud's regions, each region's in {@code data/REGION/trust}: {@code authority.pem} and
 * {@code .key}, one file of key and certificate per identity, and the authorities of the peers. What is missing or has
 * less than half of its life left is made when it is asked for.
 */
public final class Trust {
    private static final String PROTOCOL = "TLSv1.3";

    /** The JVMs here compile with C1, which has no AES instructions: ChaCha20 is four times faster. */
    private static final String CIPHERS = "TLS_CHACHA20_POLY1305_SHA256,TLS_AES_128_GCM_SHA256,TLS_AES_256_GCM_SHA384";

    private final Installation installation;

    public Trust(Installation installation) {
        this.installation = installation;
    }

    /**
     * How a Kafka client proves who it is, and whom it believes to be the broker of its own region.
     *
     * @return settings of any Kafka client; files only, nothing secret
     */
    public Map<String, String> client(Identity who) {
        return settings(who, authority(who.region()));
    }

    /** The same towards the broker of a peer. */
    public Map<String, String> client(Identity who, String peer) {
        return settings(who, exchanged(who.region(), peer));
    }

    /** How a region's broker proves who it is, and which authorities it believes: its own and those of its peers. */
    public Map<String, String> broker(String region, Collection<LocalRegion> peers) {
        var settings = settings(Identity.broker(region), bundle(region, peers));
        settings.remove("security.protocol"); // each listener has its own
        settings.put("ssl.client.auth", "required");
        settings.put("ssl.cipher.suites", CIPHERS);
        return settings;
    }

    /**
     * Writes beside the certificate what a client is to be told: {@code .properties} for Java, {@code .kcat} for
     * kcat and whatever else stands on librdkafka.
     */
    public void clientFiles(Identity who, String bootstrap) {
        var java = new TreeMap<>(client(who));
        java.put("bootstrap.servers", bootstrap);
        var certificate = credential(who).toString();
        var librdkafka = new TreeMap<>(Map.of(
                "bootstrap.servers", bootstrap,
                "security.protocol", "ssl",
                "ssl.ca.location", authority(who.region()).toString(),
                "ssl.certificate.location", certificate,
                "ssl.key.location", certificate));
        write(folder(who.region()).resolve(who.fileName() + ".properties"), lines(java));
        write(folder(who.region()).resolve(who.fileName() + ".kcat"), lines(librdkafka));
    }

    private static String lines(Map<String, String> settings) {
        return settings.entrySet().stream()
                .map(setting -> setting.getKey() + '=' + setting.getValue() + '\n')
                .collect(Collectors.joining());
    }

    private Map<String, String> settings(Identity who, Path trusted) {
        return new TreeMap<>(Map.of(
                "security.protocol",
                "SSL",
                "ssl.enabled.protocols",
                PROTOCOL,
                "ssl.keystore.type",
                "PEM",
                "ssl.keystore.location",
                credential(who).toString(),
                "ssl.truststore.type",
                "PEM",
                "ssl.truststore.location",
                trusted.toString()));
    }

    private synchronized Path credential(Identity who) {
        var file = folder(who.region()).resolve(who.fileName() + ".pem");
        try {
            if (!Files.exists(file) || due(file)) {
                var made = issuer(who.region()).issue(who, who.equals(Identity.broker(who.region())));
                Pem.write(file, Pem.of(made.key()) + Pem.of(made.certificate()));
            }
            return file;
        } catch (IOException e) {
            throw failure(who.region(), e);
        }
    }

    private static boolean due(Path file) throws IOException {
        var half = Authority.LIFE.dividedBy(2);
        return Instant.now()
                .isAfter(Pem.certificate(file).getNotAfter().toInstant().minus(half));
    }

    private synchronized Authority issuer(String region) throws IOException {
        var folder = folder(region);
        return Authority.keptIn(region, folder.resolve("authority.pem"), folder.resolve("authority.key"));
    }

    private Path authority(String region) {
        try {
            var unused = issuer(region);
            return folder(region).resolve("authority.pem");
        } catch (IOException e) {
            throw failure(region, e);
        }
    }

    /** A peer's authority as this region was told it. */
    private Path exchanged(String region, String peer) {
        return write(folder(region).resolve("peer-" + peer + ".pem"), read(authority(peer)));
    }

    private Path bundle(String region, Collection<LocalRegion> peers) {
        return write(
                folder(region).resolve("bundle.pem"),
                read(authority(region))
                        + peers.stream()
                                .map(peer -> read(exchanged(region, peer.name())))
                                .collect(Collectors.joining()));
    }

    private Path folder(String region) {
        return installation.trust(region);
    }

    private static String read(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new LocalCloudException(file + " cannot be read: " + e.getMessage(), e);
        }
    }

    private synchronized Path write(Path file, String text) {
        try {
            Pem.write(file, text);
            return file;
        } catch (IOException e) {
            throw new LocalCloudException(file + " cannot be written: " + e.getMessage(), e);
        }
    }

    private static LocalCloudException failure(String region, IOException e) {
        return new LocalCloudException("the certificates of " + region + " cannot be made: " + e.getMessage(), e);
    }
}
