package io.archipelago.local.trust;

import io.archipelago.events.trust.RegionBundle;
import io.archipelago.local.Installation;
import io.archipelago.local.LocalCloudException;
import io.archipelago.local.LocalRegion;
import io.archipelago.topology.access.Identity;
import io.archipelago.topology.access.RenewedSslEngineFactory;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Predicate;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocketFactory;
import org.apache.kafka.common.config.SslConfigs;

/**
 * The certificates of a cloud's regions, each region's in {@code data/REGION/trust}: {@code authority.pem} and
 * {@code .key}, one file of key and certificate per identity, and the authorities of the peers. What is missing or has
 * less than half of its life left is made when it is asked for. Files are replaced as a whole, and who runs reads
 * them again for its next connection.
 */
public final class Trust {
    static final String PROTOCOL = "TLSv1.3";

    /** The JVMs here compile with C1, which has no AES instructions: ChaCha20 is four times faster. */
    private static final String CIPHERS = "TLS_CHACHA20_POLY1305_SHA256,TLS_AES_128_GCM_SHA256,TLS_AES_256_GCM_SHA384";

    /** Whose certificates are good for a server too. */
    private static final Set<String> ANSWERING = Set.of("broker", "database", "service/connect", "web");

    /** How files begin that hold what a region was told of a peer. */
    private static final String PEER = "peer-";

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
        return renewed(settings(who, authority(who.region())));
    }

    /** The same towards the broker of a peer. */
    public Map<String, String> client(Identity who, String peer) {
        return renewed(settings(who, introduced(who.region(), peer)));
    }

    /** How a region's broker proves who it is, and which authorities it believes: its own and those of its peers. */
    public Map<String, String> broker(String region, Collection<LocalRegion> peers) {
        introduce(region, peers);
        var settings = renewed(settings(Identity.broker(region), bundle(region)));
        settings.remove("security.protocol"); // each listener has its own
        settings.put("ssl.client.auth", "required");
        settings.put("ssl.cipher.suites", CIPHERS);
        return settings;
    }

    private static Map<String, String> renewed(Map<String, String> settings) {
        settings.put(SslConfigs.SSL_ENGINE_FACTORY_CLASS_CONFIG, RenewedSslEngineFactory.class.getName());
        return settings;
    }

    /** How the region's Connect worker proves who it is on its REST port, and that it wants a certificate of the region. */
    public Map<String, String> connectRest(String region) {
        try {
            writeConnectStore(region);
        } catch (IOException e) {
            throw failure(region, e);
        }
        var store = connectStore(region).toString();
        return Map.of(
                "ssl.enabled.protocols", PROTOCOL,
                "ssl.client.auth", "required",
                "ssl.keystore.type", "PKCS12",
                "ssl.keystore.location", store,
                "ssl.keystore.password", "",
                "ssl.truststore.type", "PKCS12",
                "ssl.truststore.location", store,
                "ssl.truststore.password", "");
    }

    /** Sockets for HTTPS within the region, with the certificate of the moment. */
    public Supplier<SSLSocketFactory> https(Identity who) {
        return new RenewedSockets(() -> credential(who), () -> authority(who.region()));
    }

    /** How a service answers HTTPS: environment. It looks for another certificate once a minute. */
    public Map<String, String> web(String region) {
        var who = Identity.web(region);
        var key = credential(who).toString();
        return Map.of(
                "QUARKUS_HTTP_INSECURE_REQUESTS",
                "disabled",
                "QUARKUS_HTTP_SSL_CERTIFICATE_FILES",
                certificate(who).toString(),
                "QUARKUS_HTTP_SSL_CERTIFICATE_KEY_FILES",
                key,
                "QUARKUS_HTTP_SSL_CERTIFICATE_RELOAD_PERIOD",
                "PT1M",
                "QUARKUS_HTTP_SSL_PROTOCOLS",
                PROTOCOL);
    }

    /** The same for a server of this process: each connection gets the certificate of the moment. */
    public SSLContext webContext(String region) {
        return Tls.server(new RenewedKeyManager(credential(Identity.web(region))));
    }

    /** What a region's certificates are vouched for by: all a stranger has to know of it. */
    public Path authorityOf(String region) {
        return authority(region);
    }

    /** New keys and certificates for all of a region; who runs has them with its next connection. */
    public void rotate(String region) {
        renew(region, certificate -> true);
    }

    /**
     * The same for those whose time has come.
     *
     * @return whether there were any
     */
    public boolean renewDue(String region) {
        return renew(region, certificate -> due(certificate.until()));
    }

    /**
     * A new authority for a region, and certificates of it for all. It is believed before it signs; what the old one signed is
     * believed until {@link #forgetOld}.
     *
     * @param tell hands on what is believed to whoever has files of its own, peers and databases; when it fails, the old
     *     authority goes on signing
     */
    public void rotateAuthority(String region, Runnable tell) {
        var next = announceSuccessor(region);
        tell.run();
        takeOver(region, next);
        tell.run();
    }

    private synchronized Authority announceSuccessor(String region) {
        try {
            var believed = Pem.certificates(authority(region));
            var next = issuer(region).successor();
            believe(region, Stream.concat(Stream.of(next.certificate()), believed.stream()));
            return next;
        } catch (IOException e) {
            throw failure(region, e);
        }
    }

    private synchronized void takeOver(String region, Authority next) {
        try {
            Pem.write(authorityKey(region), Pem.of(next.key()));
            rotate(region);
        } catch (IOException e) {
            throw failure(region, e);
        }
    }

    /** No authority of a region is believed but the one that signs: a new connection with anything older is refused. */
    public void forgetOld(String region, Runnable tell) {
        forgetOld(region);
        tell.run();
    }

    private synchronized void forgetOld(String region) {
        try {
            believe(region, Stream.of(issuer(region).certificate()));
        } catch (IOException e) {
            throw failure(region, e);
        }
    }

    /** Whether older authorities are believed although all they signed has ended. */
    public synchronized boolean mayForget(String region) {
        try {
            var since = issuer(region).certificate().getNotBefore().toInstant();
            return Pem.certificates(authority(region)).size() > 1
                    && Instant.now().isAfter(since.plus(Authority.LIFE.multipliedBy(2)));
        } catch (IOException e) {
            throw failure(region, e);
        }
    }

    private void believe(String region, Stream<X509Certificate> authorities) throws IOException {
        Pem.write(authority(region), authorities.map(Pem::of).collect(Collectors.joining()));
        if (Files.exists(connectStore(region))) writeConnectStore(region);
    }

    /** As PEM, the one that signs among them. */
    synchronized List<String> authorities(String region) {
        try {
            return Pem.certificates(authority(region)).stream().map(Pem::of).toList();
        } catch (IOException e) {
            throw failure(region, e);
        }
    }

    /** The line that says so, signed by the region's authority. */
    synchronized String sign(RegionBundle bundle) {
        try {
            return SignedBundle.sign(bundle, issuer(bundle.region()).key());
        } catch (IOException e) {
            throw failure(bundle.region(), e);
        }
    }

    /** From now on a region takes these for the authorities of a peer. */
    synchronized void believe(String region, String peer, String authorities) {
        write(toldOf(region, peer), authorities);
        tellBroker(region);
    }

    /** The region's broker trusts what the region has and was told by now. */
    public synchronized void tellBroker(String region) {
        try {
            var text = new StringBuilder(read(authority(region)));
            for (var told : told(region)) text.append(read(told));
            write(bundle(region), text.toString());
        } catch (IOException e) {
            throw failure(region, e);
        }
    }

    /** These are the peers, and nobody else is any more. */
    private synchronized void introduce(String region, Collection<LocalRegion> peers) {
        try {
            var now = new HashSet<Path>();
            for (var peer : peers) now.add(introduced(region, peer.name()));
            for (var told : told(region)) if (!now.contains(told)) Files.delete(told);
        } catch (IOException e) {
            throw failure(region, e);
        }
        tellBroker(region);
    }

    private List<Path> told(String region) throws IOException {
        try (var files = Files.newDirectoryStream(folder(region), PEER + "*.pem")) {
            return StreamSupport.stream(files.spliterator(), false).sorted().toList();
        }
    }

    private synchronized boolean renew(String region, Predicate<Issued> which) {
        try {
            var renewed = false;
            for (var certificate : Issued.in(folder(region))) {
                var who = Identity.of(certificate.identity());
                if (who.isEmpty() || !which.test(certificate)) continue;
                issue(who.get());
                renewed = true;
            }
            if (renewed && Files.exists(connectStore(region))) writeConnectStore(region);
            return renewed;
        } catch (IOException e) {
            throw failure(region, e);
        }
    }

    /** How a client of the region's database proves who it is, in the words of PostgreSQL's JDBC driver. */
    public Map<String, String> database(Identity who) {
        var key = credential(who).toString();
        return new TreeMap<>(Map.of(
                "sslmode",
                "verify-full",
                "sslrootcert",
                authority(who.region()).toString(),
                "sslcert",
                certificate(who).toString(),
                "sslkey",
                key,
                "pemKeyAlgorithm",
                "EC"));
    }

    /** What a region's database proves itself with and whom it believes, as text: its server reads files of its own user. */
    public DatabaseFiles databaseFiles(String region) {
        return new DatabaseFiles(read(credential(Identity.database(region))), read(authority(region)));
    }

    /**
     * @param credential key and certificate
     * @param authority of the region
     */
    public record DatabaseFiles(String credential, String authority) {}

    /**
     * Writes beside the certificate what a client is to be told: {@code .properties} for Java, {@code .kcat} for
     * kcat and whatever else stands on librdkafka.
     */
    public void clientFiles(Identity who, String bootstrap) {
        var java = settings(who, authority(who.region()));
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
        var file = file(who);
        try {
            if (!Files.exists(file)
                    || !Files.exists(certificate(who))
                    || due(Pem.certificate(file).getNotAfter().toInstant())) issue(who);
            return file;
        } catch (IOException e) {
            throw failure(who.region(), e);
        }
    }

    private void issue(Identity who) throws IOException {
        var made = issuer(who.region()).issue(who, ANSWERING.contains(who.path()));
        Pem.write(certificate(who), Pem.of(made.certificate()));
        Pem.write(file(who), Pem.of(made.key()) + Pem.of(made.certificate()));
    }

    private Path file(Identity who) {
        return folder(who.region()).resolve(who.fileName() + ".pem");
    }

    /** The certificate alone: PostgreSQL's JDBC driver takes the key from one file and this from another. */
    private Path certificate(Identity who) {
        return folder(who.region()).resolve(who.fileName() + ".crt");
    }

    /** The same for Connect's HTTP server, which reads no PEM. */
    private Path connectStore(String region) {
        return folder(region).resolve("service-connect.p12");
    }

    private synchronized void writeConnectStore(String region) throws IOException {
        Pem.write(connectStore(region), Tls.store(credential(Identity.service(region, "connect")), authority(region)));
    }

    private static boolean due(Instant end) {
        return Instant.now().isAfter(end.minus(Authority.LIFE.dividedBy(2)));
    }

    private synchronized Authority issuer(String region) throws IOException {
        return Authority.keptIn(region, folder(region).resolve("authority.pem"), authorityKey(region));
    }

    private Path authorityKey(String region) {
        return folder(region).resolve("authority.key");
    }

    private Path authority(String region) {
        var file = folder(region).resolve("authority.pem");
        if (Files.exists(file)) return file;
        try {
            var unused = issuer(region);
            return file;
        } catch (IOException e) {
            throw failure(region, e);
        }
    }

    /** A peer's authority as this region is told it when it starts. */
    private Path introduced(String region, String peer) {
        return write(toldOf(region, peer), read(authority(peer)));
    }

    private Path toldOf(String region, String peer) {
        return folder(region).resolve(PEER + peer + ".pem");
    }

    private Path bundle(String region) {
        return folder(region).resolve("bundle.pem");
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
