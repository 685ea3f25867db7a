package io.archipelago.local.part;

import io.archipelago.local.LocalCloudException;
import io.archipelago.local.process.Command;
import io.archipelago.local.process.RunAs;
import io.archipelago.local.trust.Trust;
import io.archipelago.topology.access.Identity;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Properties;

/**
 * A region's database server, with logical decoding, small buffers and full durability.
 *
 * @param programs where PostgreSQL's programs are unpacked
 * @param folder holds the server's files, which are made at the first start
 */
public record Postgres(Path programs, Path folder, String region, Trust trust, int port) {
    public static final String DATABASE = "archipelago";
    public static final String SUPERUSER = "postgres";
    private static final String VERSION = "18.6.0";

    private static final String CREDENTIAL = "credential.pem";
    private static final String AUTHORITY = "authority.pem";

    /** Nobody connects without a certificate, and nobody as another than it names. No password is asked for. */
    private static final String WHO_MAY_CONNECT = "hostssl all all 127.0.0.1/32 cert map=archipelago\n";

    /** The role of each identity; a certificate's common name is the identity's path. */
    private static final String ROLES = """
            archipelago operator                 postgres
            archipelago service/connect          capture
            archipelago service/inventory        inventory
            archipelago service/residency-policy residency
            archipelago service/placement        placement
            archipelago service/cost             cost
            archipelago service/observability    observability
            """;

    private static final Map<String, String> SETTINGS = Map.ofEntries(
            Map.entry("listen_addresses", "127.0.0.1"),
            Map.entry("unix_socket_directories", ""),
            Map.entry("ssl", "on"),
            Map.entry("ssl_min_protocol_version", "TLSv1.3"),
            Map.entry("ssl_cert_file", CREDENTIAL),
            Map.entry("ssl_key_file", CREDENTIAL),
            Map.entry("ssl_ca_file", AUTHORITY),
            Map.entry("wal_level", "logical"),
            Map.entry("max_wal_senders", "6"),
            Map.entry("max_replication_slots", "6"),
            Map.entry("max_connections", "80"),
            Map.entry("shared_buffers", "24MB"),
            Map.entry("work_mem", "4MB"),
            Map.entry("maintenance_work_mem", "16MB"),
            Map.entry("logical_decoding_work_mem", "16MB"),
            Map.entry("wal_buffers", "1MB"),
            Map.entry("min_wal_size", "32MB"),
            Map.entry("max_wal_size", "256MB"),
            Map.entry("max_parallel_workers", "0"),
            Map.entry("max_worker_processes", "2"),
            Map.entry("io_method", "sync"),
            Map.entry("jit", "off"),
            Map.entry("wal_writer_delay", "1s"),
            Map.entry("bgwriter_delay", "5s"),
            Map.entry("bgwriter_lru_maxpages", "0"),
            Map.entry("autovacuum_max_workers", "1"),
            Map.entry("log_timezone", "UTC"),
            Map.entry("timezone", "UTC"),
            Map.entry("log_checkpoints", "off"));

    /** Unpacks and initialises what is missing, and says how to start the server. */
    public Command prepare() throws IOException {
        Files.createDirectories(folder);
        var data = data();
        var program = PostgresProgram.under(programs.resolve("postgres-" + VERSION));
        var runAs = RunAs.forFolders(List.of(folder, program.folder()));
        if (!Files.exists(data.resolve("PG_VERSION"))) initialise(program, runAs);
        writeCertificates(runAs);
        write(runAs, data.resolve("pg_hba.conf"), WHO_MAY_CONNECT);
        write(runAs, data.resolve("pg_ident.conf"), ROLES);
        var words = new ArrayList<>(
                List.of(program.program("postgres").toString(), "-D", data.toString(), "-p", Integer.toString(port)));
        SETTINGS.forEach((name, value) -> words.addAll(List.of("-c", name + "=" + value)));
        return Command.of(data, runAs.wrap(words));
    }

    /** Has the running server take its certificate and its authority as they are now; connections that stand stay. */
    public void renew() throws IOException, SQLException {
        writeCertificates(RunAs.forFolders(List.of(folder)));
        try (var connection = connect(SUPERUSER);
                var statement = connection.createStatement()) {
            statement.execute("select pg_reload_conf()");
        }
    }

    private void writeCertificates(RunAs runAs) throws IOException {
        var files = trust.databaseFiles(region);
        write(runAs, data().resolve(CREDENTIAL), files.credential());
        write(runAs, data().resolve(AUTHORITY), files.authority());
    }

    /** A connection of the superuser. */
    public Connection connect(String database) throws SQLException {
        var properties = new Properties();
        properties.putAll(trust.database(Identity.operator(region)));
        properties.setProperty("user", SUPERUSER);
        properties.setProperty("connectTimeout", "2");
        properties.setProperty("socketTimeout", "30");
        return DriverManager.getConnection("jdbc:postgresql://127.0.0.1:" + port + "/" + database, properties);
    }

    boolean answers() throws SQLException {
        try (var connection = connect(SUPERUSER)) {
            return connection.isValid(2);
        }
    }

    private Path data() {
        return folder.resolve("postgres");
    }

    private void initialise(PostgresProgram program, RunAs runAs) throws IOException {
        var data = data();
        Files.createDirectories(data);
        runAs.own(data);
        run(runAs.wrap(List.of(
                program.program("initdb").toString(),
                "-D",
                data.toString(),
                "-U",
                SUPERUSER,
                "--auth=reject",
                "--encoding=UTF8",
                "--no-locale",
                "--no-sync",
                "--no-instructions")));
    }

    /** The server reads its user's files only, and a key only when nobody else may. */
    private static void write(RunAs runAs, Path file, String text) throws IOException {
        var fresh = file.resolveSibling(file.getFileName() + ".new");
        Files.deleteIfExists(fresh);
        Files.createFile(fresh, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
        Files.writeString(fresh, text, StandardCharsets.UTF_8);
        runAs.own(fresh);
        Files.move(fresh, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    }

    private void run(List<String> words) throws IOException {
        var process = new ProcessBuilder(words).redirectErrorStream(true).start();
        var said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        try {
            if (process.waitFor() != 0)
                throw new LocalCloudException("the database's files cannot be made in " + folder + ": " + said.strip());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new LocalCloudException("interrupted");
        }
    }
}
