package io.archipelago.cli.client;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.archipelago.cli.ExitCode;
import io.archipelago.cli.Failure;
import io.archipelago.local.trust.Tls;
import io.archipelago.topology.access.Identity;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;
import javax.net.ssl.SSLSocketFactory;

/** Where the regions are: {@code cloud.json} in the state folder, written when the cloud starts. */
@JsonIgnoreProperties(ignoreUnknown = true)
public record CloudFile(List<Region> regions) {

    /** Made once: a connection that is resumed costs no handshake. */
    private static final Map<Path, SSLSocketFactory> SOCKETS = new ConcurrentHashMap<>();

    /**
     * @param trust the folder of the region's certificates
     * @param services base address by service name
     */
    @JsonIgnoreProperties(ignoreUnknown = true)
    public record Region(
            String name,
            String jurisdiction,
            String location,
            String kafka,
            String postgres,
            String connect,
            String trust,
            Map<String, String> services) {

        /** Whom the region's own authority vouches for is believed to be of the region. */
        SSLSocketFactory sockets() {
            return SOCKETS.computeIfAbsent(Path.of(trust, "authority.pem"), authority -> {
                try {
                    return Tls.trusting(authority);
                } catch (IOException e) {
                    throw new Failure(
                            authority + " cannot be read (" + e.getMessage() + "): only who started the cloud may");
                }
            });
        }

        /** How the operator reaches the region's Kafka, as the settings of any client. */
        public Map<String, Object> kafkaAsOperator() {
            return kafkaAs(Identity.operator(name));
        }

        /**
         * How a program of users does.
         *
         * @param program as the topology calls it
         */
        public Map<String, Object> kafkaAsProgram(String program) {
            return kafkaAs(Identity.program(name, program));
        }

        /**
         * How a service reaches the region's database, as PostgreSQL's JDBC driver wants to be told.
         *
         * @param role as the database calls the service
         */
        public Properties databaseAs(String service, String role) {
            var file = Identity.service(name, service).fileName();
            var login = new Properties();
            login.putAll(Map.of(
                    "user",
                    role,
                    "sslmode",
                    "verify-full",
                    "sslrootcert",
                    Path.of(trust, "authority.pem").toString(),
                    "sslcert",
                    Path.of(trust, file + ".crt").toString(),
                    "sslkey",
                    Path.of(trust, file + ".pem").toString(),
                    "pemKeyAlgorithm",
                    "EC"));
            return login;
        }

        private Map<String, Object> kafkaAs(Identity who) {
            var file = Path.of(trust, who.fileName() + ".properties");
            var settings = new Properties();
            try (var in = Files.newInputStream(file)) {
                settings.load(in);
            } catch (IOException e) {
                throw new Failure(file + " cannot be read (" + e.getMessage() + "): only who started the cloud may");
            }
            var client = new HashMap<String, Object>();
            settings.stringPropertyNames().forEach(key -> client.put(key, settings.getProperty(key)));
            return client;
        }
    }

    /** The state folder: {@code ARCHIPELAGO_HOME}, else {@code .archipelago} in the project's folder. */
    public static Path stateFolder() {
        var home = System.getenv("ARCHIPELAGO_HOME");
        if (home != null && !home.isBlank()) return Path.of(home);
        return Path.of(System.getProperty("archipelago.project", "."), ".archipelago");
    }

    /** @throws Failure when no cloud was started here */
    public static CloudFile read() {
        var file = stateFolder().resolve("cloud.json");
        if (!Files.exists(file))
            throw new Failure(
                    ExitCode.UNREACHABLE, "no cloud is running here (" + file + " is not there): ./archipelago up");
        try {
            return JsonMapper.builder().build().readValue(file.toFile(), CloudFile.class);
        } catch (IOException e) {
            throw new Failure(file + " cannot be read (" + e.getMessage() + "): ./archipelago down, then up");
        }
    }

    public Optional<Region> find(String name) {
        return regions.stream().filter(r -> r.name().equals(name)).findFirst();
    }

    /** @throws Failure when there is no such region */
    public Region region(String name) {
        return find(name)
                .orElseThrow(() -> new Failure(
                        ExitCode.USAGE,
                        "no region '" + name + "'; there are "
                                + regions.stream().map(Region::name).collect(Collectors.joining(", "))));
    }
}
