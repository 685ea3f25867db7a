package io.archipelago.bench.preview;

import com.fasterxml.jackson.core.JsonProcessingException;
import io.archipelago.cli.client.CloudFile;
import io.archipelago.events.EventJson;
import io.archipelago.residency.domain.LedgerArchive;
import io.archipelago.residency.domain.LedgerPage;
import io.archipelago.residency.domain.LedgerPage.Road;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.SequenceInputStream;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.Enumeration;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.postgresql.PGConnection;

/**
 * Pages of a ledger that never was, in the archive of a region's residency service: of the shape the service writes, as
 * many entries as asked for, evenly over the time asked for. Gone again when it is closed.
 */
final class GeneratedLedger implements AutoCloseable {

    private static final int LINES_OF_A_PAGE = 1_100;
    private static final int DATASETS = 8;
    private static final long SEED = 20_260_131;
    private static final List<String> SUBJECTS = List.of("EU-EEA", "DE", "FR", "IT", "ES", "PL", "NL", "SE");
    private static final String PAGES = " where kind = '" + LedgerArchive.PAGES + "' and key like '%-9%'";

    /** Far above what a young region has: {@link #close} knows its own by it. */
    private static final long FIRST = 9_000_000_000_000_000L;

    private final Connection connection;
    private final List<Road> roads;
    private long lines;

    GeneratedLedger(CloudFile.Region region, String destination) throws SQLException {
        connection = DriverManager.getConnection(
                "jdbc:postgresql://" + region.postgres() + "/archipelago",
                region.databaseAs("residency-policy", "residency"));
        roads = IntStream.range(0, DATASETS)
                .boxed()
                .flatMap(d -> SUBJECTS.stream()
                        .map(subject -> new Road(topic(d), destination, name(d), owner(d), dataClass(d), subject)))
                .toList();
    }

    private static String name(int dataset) {
        return "bench-preview-" + dataset;
    }

    private static String topic(int dataset) {
        return "bench.preview." + dataset;
    }

    private static String owner(int dataset) {
        return "bench-" + dataset % 3;
    }

    private static String dataClass(int dataset) {
        return dataset % 2 == 0 ? "personal" : "public";
    }

    /** The datasets whose records would have crossed, and a law that lets them. */
    static String declarations(String home, String destination) {
        var text = new StringBuilder("""
                apiVersion: archipelago.io/v1
                kind: ResidencyPolicy
                metadata: {name: bench-preview}
                spec:
                  dataClasses: [personal, public]
                  subjects: ["*"]
                  rules:
                    - {id: open, effect: allow, actions: [store, process, send], jurisdictions: ["*"], source: a benchmark}
                """);
        for (int d = 0; d < DATASETS; d++)
            text.append("""
                    ---
                    apiVersion: archipelago.io/v1
                    kind: Dataset
                    metadata: {name: %s, home: %s}
                    spec: {owner: %s, dataClass: %s, jurisdiction: DE, source: {topic: %s}, copies: [%s]}
                    """.formatted(name(d), home, owner(d), dataClass(d), topic(d), destination));
        return text.toString();
    }

    static List<String> datasets() {
        return IntStream.range(0, DATASETS).mapToObj(GeneratedLedger::name).toList();
    }

    /** Copies pages of that many entries in; the newest ends now. */
    void fill(long entries, Duration span, Instant now) throws SQLException, IOException {
        connection
                .unwrap(PGConnection.class)
                .getCopyAPI()
                .copyIn(
                        "copy residency.archive (kind, key, body) from stdin",
                        new SequenceInputStream(pages(entries, span, now)));
        try (var statement = connection.createStatement()) {
            statement.execute("vacuum analyze residency.archive");
        }
    }

    private Enumeration<ByteArrayInputStream> pages(long entries, Duration span, Instant now) {
        var random = new Random(SEED);
        long startMs = now.minus(span).toEpochMilli();
        double pauseMs = (double) span.toMillis() / entries;
        return new Enumeration<>() {
            private long done;

            @Override
            public boolean hasMoreElements() {
                return done < entries;
            }

            @Override
            public ByteArrayInputStream nextElement() {
                var page = page(random);
                return new ByteArrayInputStream(row(page).getBytes(StandardCharsets.UTF_8));
            }

            /** One to three crossings an entry, as the windows of a region with a few busy topics have. */
            private LedgerPage page(Random random) {
                long first = done;
                long pageStart = startMs + (long) ((first + 1) * pauseMs);
                var written = new LedgerPage.Lines();
                long atMs = pageStart;
                int count = 0;
                while (count < LINES_OF_A_PAGE && done < entries) {
                    done++;
                    long nextMs = startMs + (long) (done * pauseMs);
                    int crossings = 1 + random.nextInt(3);
                    for (int c = 0; c < crossings; c++) {
                        long records = 1L + random.nextInt(200);
                        written.line(
                                nextMs - atMs,
                                random.nextInt(roads.size()),
                                records,
                                records * (300 + random.nextInt(400)));
                        atMs = nextMs;
                    }
                    count += crossings;
                }
                lines += count;
                return new LedgerPage(
                        FIRST + first,
                        FIRST + done - 1,
                        Instant.ofEpochMilli(pageStart),
                        Instant.ofEpochMilli(atMs),
                        roads,
                        written.bytes());
            }
        };
    }

    private static String row(LedgerPage page) {
        try {
            return LedgerArchive.PAGES
                    + '\t'
                    + LedgerArchive.page(page)
                    + '\t'
                    + EventJson.MAPPER.writeValueAsString(page)
                    + '\n';
        } catch (JsonProcessingException e) {
            throw new IllegalStateException(e);
        }
    }

    long lines() {
        return lines;
    }

    /** The least there is to do: the same rows, read and thrown away. @return characters */
    long scan() throws SQLException, IOException {
        var bytes = new Counted();
        connection
                .unwrap(PGConnection.class)
                .getCopyAPI()
                .copyOut("copy (select body from residency.archive" + PAGES + " order by key) to stdout", bytes);
        return bytes.count;
    }

    private static final class Counted extends OutputStream {
        private long count;

        @Override
        public void write(int octet) {
            count++;
        }

        @Override
        public void write(byte[] octets, int from, int length) {
            count += length;
        }
    }

    @Override
    public void close() throws SQLException {
        try (var statement = connection.createStatement()) {
            statement.execute("delete from residency.archive" + PAGES);
        } finally {
            connection.close();
        }
    }
}
