package io.archipelago.local.part;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.archipelago.local.Installation;
import io.archipelago.local.trust.Forger;
import io.archipelago.local.trust.Trust;
import io.archipelago.topology.access.Identity;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Path;
import java.security.cert.Certificate;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Map;
import java.util.Properties;
import java.util.Set;
import java.util.TreeMap;
import javax.net.ssl.SSLSocket;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Attacks on a region's database, with the settings the local cloud gives it. */
class PostgresWireTest {
    private static final String HOME = "eu-central";
    private static final Identity INVENTORY = Identity.service(HOME, "inventory");
    private static final Duration PATIENCE = Duration.ofMinutes(1);

    @TempDir
    private static Path folder;

    private static Installation installation;
    private static Trust trust;
    private static Postgres postgres;
    private static Process server;
    private static int port;

    @BeforeAll
    static void a_database_runs() throws Exception {
        installation = new Installation(folder, folder.resolve("state"));
        trust = new Trust(installation);
        port = freePort();
        var programs = Path.of("target/programs").toAbsolutePath();
        postgres = new Postgres(programs, installation.data(HOME), HOME, trust, port);
        server = postgres.prepare().start(folder.resolve("postgres.log"));
        Awaitility.await().atMost(PATIENCE).ignoreExceptions().until(postgres::answers);
        try (var connection = postgres.connect(Postgres.SUPERUSER);
                var statement = connection.createStatement()) {
            statement.execute("create database " + Postgres.DATABASE);
            for (var role : new String[] {"inventory", "cost"}) statement.execute("create role " + role + " login");
        }
    }

    @AfterAll
    static void it_is_stopped() throws Exception {
        server.destroy();
        server.waitFor();
    }

    /** The control: the same client is let in where it may. */
    @Test
    void a_service_comes_in_as_its_own_role() throws Exception {
        try (var connection = as("inventory", trust.database(INVENTORY));
                var rows = connection
                        .createStatement()
                        .executeQuery("select current_user, version, client_dn from pg_stat_ssl"
                                + " where pid = pg_backend_pid()")) {
            assertThat(rows.next()).isTrue();
            assertThat(rows.getString(1)).isEqualTo("inventory");
            assertThat(rows.getString(2)).isEqualTo("TLSv1.3");
            assertThat(rows.getString(3)).contains("CN=service/inventory");
        }
    }

    @Test
    void a_client_that_does_not_speak_tls() {
        refused("no encryption", () -> as("inventory", Map.of("sslmode", "disable")));
    }

    @Test
    void a_client_without_a_certificate() {
        var files = new TreeMap<>(trust.database(INVENTORY));
        files.keySet().removeAll(Set.of("sslcert", "sslkey"));
        files.put("sslcert", folder.resolve("none").toString());
        files.put("sslkey", folder.resolve("none").toString());
        refused("certificate", () -> as("inventory", files));
    }

    @Test
    void a_guessed_password() {
        var files = new TreeMap<>(Map.of("sslmode", "require", "password", "archipelago"));
        files.put("sslcert", folder.resolve("none").toString());
        refused("certificate", () -> as("inventory", files));
    }

    @Test
    void a_certificate_of_an_unknown_authority() throws Exception {
        var forged = with(Forger.unknown(INVENTORY, folder.resolve("unknown.pem")));
        refused("unknown", () -> as("inventory", forged));
    }

    @Test
    void a_service_as_another_services_role() {
        refused("authentication failed", () -> as("cost", trust.database(INVENTORY)));
    }

    @Test
    void a_service_as_the_superuser() {
        refused("authentication failed", () -> as(Postgres.SUPERUSER, trust.database(INVENTORY)));
    }

    @Test
    void a_program_of_users() {
        refused("authentication failed", () -> as("inventory", trust.database(Identity.program(HOME, "shop"))));
    }

    @Test
    void a_region_speaks_for_another() throws Exception {
        var peer = Identity.service("us-east", "inventory");
        var unused = trust.client(peer);
        var forged =
                with(Forger.signed("us-east", installation.trust("us-east"), INVENTORY, folder.resolve("forged.pem")));
        refused("certificate", () -> as("inventory", forged));
    }

    @Test
    void another_server_in_the_databases_place() throws Exception {
        var files = new TreeMap<>(trust.database(INVENTORY));
        var unused = trust.client(Identity.service("us-east", "inventory"));
        files.put(
                "sslrootcert",
                installation.trust("us-east").resolve("authority.pem").toString());
        refused("PKIX", () -> as("inventory", files));
    }

    @Test
    void certificates_are_renewed_below_a_running_server_and_connections_that_stand() throws Exception {
        var server = certificateOfTheServer();
        try (var standing = as("inventory", trust.database(INVENTORY))) {
            var client = serial(standing);
            trust.rotate(HOME);
            postgres.renew();
            Awaitility.await().atMost(PATIENCE).until(() -> !certificateOfTheServer()
                    .equals(server));
            try (var fresh = as("inventory", trust.database(INVENTORY))) {
                assertThat(serial(fresh)).isNotEqualTo(client);
            }
            assertThat(serial(standing)).isEqualTo(client);
        }
    }

    /** Of the certificate that the server was shown on this connection. */
    private static String serial(Connection connection) throws SQLException {
        try (var rows = connection
                .createStatement()
                .executeQuery("select client_serial from pg_stat_ssl where pid = pg_backend_pid()")) {
            assertThat(rows.next()).isTrue();
            return rows.getString(1);
        }
    }

    private static Certificate certificateOfTheServer() throws Exception {
        byte[] wantsTls = {0, 0, 0, 8, 4, (byte) 210, 22, 47};
        try (var plain = new Socket("127.0.0.1", port)) {
            plain.getOutputStream().write(wantsTls);
            assertThat(plain.getInputStream().read()).isEqualTo('S');
            var sockets = trust.https(Identity.operator(HOME)).get();
            try (var socket = (SSLSocket) sockets.createSocket(plain, "127.0.0.1", port, false)) {
                socket.startHandshake();
                return socket.getSession().getPeerCertificates()[0];
            }
        }
    }

    private static void refused(String why, ThrowingCallable attack) {
        assertThatThrownBy(attack).isInstanceOf(SQLException.class).hasStackTraceContaining(why);
    }

    private static Map<String, String> with(Forger.Files forged) {
        var files = new TreeMap<>(trust.database(INVENTORY));
        files.put("sslkey", forged.credential().toString());
        files.put("sslcert", forged.certificate().toString());
        return files;
    }

    private static Connection as(String role, Map<String, String> files) throws SQLException {
        var login = new Properties();
        login.putAll(files);
        login.setProperty("user", role);
        login.setProperty("connectTimeout", "30");
        return DriverManager.getConnection("jdbc:postgresql://127.0.0.1:" + port + "/" + Postgres.DATABASE, login);
    }

    private static int freePort() throws Exception {
        try (var socket = new ServerSocket(0)) {
            return socket.getLocalPort();
        }
    }
}
