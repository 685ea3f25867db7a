package io.archipelago.local.part;

import io.archipelago.local.LocalCloudException;
import io.archipelago.local.process.Command;
import io.archipelago.local.process.RunAs;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
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
 * @param password of the superuser
 */
public record Postgres(Path programs, Path folder, int port, String password) {
    public static final String DATABASE = "archipelago";
    public static final String SUPERUSER = "postgres";
    private static final String VERSION = "18.6.0";

    private static final Map<String, String> SETTINGS = Map.ofEntries(
            Map.entry("listen_addresses", "127.0.0.1"),
            Map.entry("unix_socket_directories", ""),
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
        var words = new ArrayList<>(
                List.of(program.program("postgres").toString(), "-D", data.toString(), "-p", Integer.toString(port)));
        SETTINGS.forEach((name, value) -> words.addAll(List.of("-c", name + "=" + value)));
        return Command.of(data, runAs.wrap(words));
    }

    /** A connection of the superuser. */
    public Connection connect(String database) throws SQLException {
        var properties = new Properties();
        properties.setProperty("user", SUPERUSER);
        properties.setProperty("password", password);
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
        var secret = Files.writeString(folder.resolve("superuser"), password, StandardCharsets.UTF_8);
        runAs.own(secret);
        try {
            var initdb = runAs.wrap(List.of(
                    program.program("initdb").toString(),
                    "-D",
                    data.toString(),
                    "-U",
                    SUPERUSER,
                    "--pwfile=" + secret,
                    "--auth=scram-sha-256",
                    "--encoding=UTF8",
                    "--no-locale",
                    "--no-sync",
                    "--no-instructions"));
            run(initdb);
        } finally {
            Files.deleteIfExists(secret);
        }
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
