package io.archipelago.local;

import io.archipelago.local.http.JsonHttp;
import io.archipelago.local.process.Folders;
import io.archipelago.local.process.Leftovers;
import io.archipelago.local.process.LogFile;
import io.archipelago.local.supervisor.ControlFile;
import io.archipelago.local.trust.Tls;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import javax.net.ssl.SSLSocketFactory;
import org.jspecify.annotations.Nullable;

/**
 * The cloud on this machine, from outside: each call talks to the supervisor, which outlives the caller. All errors are
 * {@link LocalCloudException}s whose message is for a person.
 */
public final class LocalCloud {
    private static final Duration SUPERVISOR_LIMIT = Duration.ofSeconds(20);
    private static final Duration QUIET_LIMIT = Duration.ofMinutes(6);
    private static final int TRAINING_REGIONS = 2;
    private static final List<String> WIPED =
            List.of("data", "logs", "run", "pids", "ports", "control.word", "issuer.key", "token", "cloud.json");

    private final Installation installation;

    public LocalCloud(Installation installation) {
        this.installation = installation;
    }

    /** What {@code chaos} can do to a region or a part. */
    public enum Chaos {
        /** As a loss of power: nothing is finished. */
        KILL,
        /** In an orderly way. */
        STOP,
        /** From the data it left. */
        START
    }

    /** What is renewed of a region. */
    public enum Rotation {
        /** By the authority it has. */
        CERTIFICATES,
        /** The authority too; what the old one signed is believed until it ends. */
        AUTHORITY,
        /** The same, and what the old one signed is refused from now on. */
        STOLEN_AUTHORITY;

        String text() {
            return name().toLowerCase(Locale.ROOT).replace('_', '-');
        }

        /** @throws LocalCloudException when it is none of these */
        public static Rotation of(String text) {
            return Arrays.stream(values())
                    .filter(rotation -> rotation.text().equals(text))
                    .findFirst()
                    .orElseThrow(() -> new LocalCloudException("nothing called '" + text + "' can be rotated"));
        }
    }

    public Installation installation() {
        return installation;
    }

    /**
     * Starts the cloud, or what of it is down, and waits until everything answers.
     *
     * @param regions how many, 1 to 3
     * @param services false for the backbone only: databases, brokers, Connect
     */
    public CloudStatus up(int regions, boolean services, Consumer<Progress> progress) {
        LocalRegion.first(regions);
        var running = control();
        if (running.isEmpty()) {
            follow(startSupervisor(regions, services, false), progress);
        } else {
            requireSame(regions, running.get());
            begin(running.get(), "/up", null, progress);
        }
        return status().orElseThrow(() -> new LocalCloudException("the supervisor ended: " + supervisorSaid()));
    }

    /**
     * Lets the programs learn from one start what makes all later ones several times faster. Takes a cloud of its own,
     * which is gone afterwards; does nothing when every program has learned from its present jars.
     *
     * @return false when there was nothing to do
     */
    public boolean train(Consumer<Progress> progress) {
        try {
            var programs = installation.programsToTrain();
            if (programs.isEmpty()) return false;
            var apart = new LocalCloud(new Installation(
                    installation.project(), installation.aotCaches().resolve("training")));
            apart.down(true, progress);
            try {
                apart.follow(apart.startSupervisor(TRAINING_REGIONS, true, true), progress);
                apart.down(true, progress);
                Folders.delete(apart.installation.state());
            } catch (LocalCloudException e) {
                apart.down(false, progress);
                throw e;
            }
            return true;
        } catch (IOException e) {
            throw new LocalCloudException("the caches cannot be written: " + e.getMessage(), e);
        }
    }

    /**
     * Stops everything in an orderly way; also ends what a killed supervisor left behind.
     *
     * @param wipe delete databases, topics and logs as well
     */
    public void down(boolean wipe, Consumer<Progress> progress) {
        var running = control();
        if (running.isPresent()) {
            begin(running.get(), "/down", null, progress);
            if (!running.get().process().waitForEnd(SUPERVISOR_LIMIT))
                running.get().process().kill();
        }
        try {
            new Leftovers(installation.pids()).end();
            Files.deleteIfExists(installation.controlFile());
            Files.deleteIfExists(installation.cloudFile());
            if (wipe) for (var name : WIPED) Folders.delete(installation.state().resolve(name));
        } catch (IOException e) {
            throw new LocalCloudException("the state folder cannot be cleaned: " + e.getMessage(), e);
        }
    }

    /** What runs; empty when no supervisor does. */
    public Optional<CloudStatus> status() {
        return control().map(control -> {
            try {
                var answer = http(control).get("/status");
                if (!answer.succeeded()) throw new LocalCloudException("the supervisor answered " + answer.status());
                return JsonHttp.JSON.convertValue(answer.body(), CloudStatus.class);
            } catch (IOException e) {
                throw new LocalCloudException("the supervisor does not answer: " + e.getMessage(), e);
            }
        });
    }

    /**
     * Takes a region or one of its parts down or up.
     *
     * @param part null for the whole region
     */
    public void chaos(Chaos action, String region, @Nullable PartName part, Consumer<Progress> progress) {
        var control = running();
        var body = part == null
                ? Map.of("action", action.name().toLowerCase(java.util.Locale.ROOT), "region", region)
                : Map.of(
                        "action", action.name().toLowerCase(java.util.Locale.ROOT),
                        "region", region,
                        "part", part.text());
        begin(control, "/chaos", body, progress);
    }

    /**
     * A token of the cloud's own issuer; empty when no supervisor runs here.
     *
     * @param who whom events name as author
     * @param roles some of reader, operator, policy-owner; all of them when there is none
     */
    public Optional<String> token(String who, List<String> roles) {
        return control().map(control -> {
            try {
                var answer = http(control)
                        .form(
                                "/token",
                                Map.of(
                                        "grant_type",
                                        "client_credentials",
                                        "client_id",
                                        who,
                                        "client_secret",
                                        control.token(),
                                        "scope",
                                        String.join(" ", roles)));
                if (!answer.succeeded())
                    throw new LocalCloudException(
                            answer.body().path("error_description").asText("the issuer gives no token"));
                return answer.body().path("access_token").asText();
            } catch (IOException e) {
                throw new LocalCloudException("the supervisor does not answer: " + e.getMessage(), e);
            }
        });
    }

    /** Makes new keys and certificates for all of a region, below what runs. */
    public void rotate(String region, Rotation what, Consumer<Progress> progress) {
        begin(running(), "/rotate", Map.of("region", region, "what", what.text()), progress);
    }

    /**
     * Copies all that a region knows, which is down meanwhile; the others go on.
     *
     * @param to a new or empty folder; holds keys, so it is closed to others
     * @return when it was taken, RFC 3339
     */
    public String backup(String region, Path to, Consumer<Progress> progress) {
        var backup = onFiles(region, () -> Backup.into(to));
        return stopped(region, progress, () -> backup.take(installation, region));
    }

    /**
     * Puts a region back to what it knew at a backup, and starts it if the cloud runs. What it had is kept beside its
     * data.
     *
     * @return when the backup was taken, RFC 3339
     */
    public String restore(String region, Path from, Consumer<Progress> progress) {
        var backup = onFiles(region, () -> Backup.of(region, from));
        return stopped(region, progress, () -> backup.putBack(installation, region));
    }

    private interface OnFiles<T> {
        T run() throws IOException;
    }

    /** Does something with the files of a region that does not run; it runs again afterwards if the cloud does. */
    private <T> T stopped(String region, Consumer<Progress> progress, OnFiles<T> work) {
        boolean running = control().isPresent();
        if (running) chaos(Chaos.STOP, region, null, progress);
        try {
            return onFiles(region, work);
        } finally {
            if (running) chaos(Chaos.START, region, null, progress);
        }
    }

    private static <T> T onFiles(String region, OnFiles<T> work) {
        try {
            return work.run();
        } catch (IOException e) {
            throw new LocalCloudException("the data of " + region + ": " + e.getMessage(), e);
        }
    }

    /**
     * The log of a part, which need not exist yet. When it is full it is moved aside to a file of the same name with
     * {@code .1} at its end.
     */
    public Path log(String region, PartName part) {
        return installation.log(region, part.text());
    }

    private void begin(ControlFile control, String operation, @Nullable Object body, Consumer<Progress> progress) {
        try {
            var answer = http(control).post(operation, body);
            if (!answer.succeeded())
                throw new LocalCloudException(answer.body().path("detail").asText("the supervisor refused"));
        } catch (IOException e) {
            throw new LocalCloudException("the supervisor does not answer: " + e.getMessage(), e);
        }
        follow(control, progress);
    }

    private void follow(ControlFile control, Consumer<Progress> progress) {
        var last = new AtomicReference<@Nullable Progress>();
        try {
            http(control).lines("/progress", line -> {
                var entry = read(line);
                last.set(entry);
                progress.accept(entry);
            });
        } catch (IOException e) {
            if (last.get() == null || !last.get().endsOperation())
                throw new LocalCloudException("the supervisor ended: " + supervisorSaid(), e);
        }
        var end = last.get();
        if (end != null && end.state() == Progress.State.FAILED)
            throw new LocalCloudException(String.valueOf(end.message()));
    }

    private static Progress read(String line) {
        try {
            return JsonHttp.JSON.readValue(line, Progress.class);
        } catch (com.fasterxml.jackson.core.JsonProcessingException e) {
            throw new LocalCloudException("the supervisor speaks another version of this program's language", e);
        }
    }

    private void requireSame(int regions, ControlFile control) {
        var has = status().orElseThrow().regions().size();
        if (has != regions)
            throw new LocalCloudException("a cloud of " + has + " regions is running (supervisor "
                    + control.process().pid() + "): ./archipelago down, then up --regions " + regions);
    }

    private ControlFile startSupervisor(int regions, boolean services, boolean training) {
        var java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
        var classpath = String.join(
                ":", installation.classpath().stream().map(Path::toString).toList());
        var words = new ArrayList<>(
                List.of("setsid", java, "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1", "-XX:+UseCompactObjectHeaders"));
        words.addAll(List.of(
                "-Xms8m", "-Xmx48m", "-Xss512k", "-XX:-UsePerfData", "-Dlog4j2.configurationFile=backbone-log4j2.xml"));
        words.addAll(List.of("-cp", classpath, "io.archipelago.local.supervisor.Supervisor"));
        words.addAll(
                List.of(installation.project().toString(), installation.state().toString(), Integer.toString(regions)));
        if (!services) words.add("backbone");
        if (training) words.add("train");
        try {
            Files.createDirectories(installation.supervisorLog().getParent());
            Files.deleteIfExists(installation.controlFile());
            var process = new ProcessBuilder(words)
                    .directory(installation.state().toFile())
                    .redirectInput(Path.of("/dev/null").toFile())
                    .redirectErrorStream(true)
                    .redirectOutput(ProcessBuilder.Redirect.appendTo(
                            installation.supervisorLog().toFile()))
                    .start();
            return awaitControl(process);
        } catch (IOException e) {
            throw new LocalCloudException("the supervisor cannot be started: " + e.getMessage(), e);
        }
    }

    private ControlFile awaitControl(Process process) {
        var deadline = System.nanoTime() + SUPERVISOR_LIMIT.toNanos();
        while (System.nanoTime() < deadline) {
            var control = control();
            if (control.isPresent()) return control.get();
            try {
                if (process.waitFor(Duration.ofMillis(20)) && process.exitValue() != 0)
                    throw new LocalCloudException(supervisorSaid());
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new LocalCloudException("interrupted");
            }
        }
        throw new LocalCloudException("the supervisor did not answer in time: " + supervisorSaid());
    }

    private String supervisorSaid() {
        var lines = new LogFile(installation.supervisorLog()).tail(3);
        return String.join(" | ", lines) + " (" + installation.supervisorLog() + ")";
    }

    private ControlFile running() {
        return control().orElseThrow(() -> new LocalCloudException("no cloud is running here: ./archipelago up"));
    }

    private Optional<ControlFile> control() {
        try {
            return ControlFile.ofRunning(installation.controlFile());
        } catch (IOException e) {
            throw new LocalCloudException(installation.controlFile() + " cannot be read: " + e.getMessage(), e);
        }
    }

    private static JsonHttp http(ControlFile control) {
        return new JsonHttp(control.url(), control.token(), () -> sockets(control), QUIET_LIMIT);
    }

    private static SSLSocketFactory sockets(ControlFile control) {
        try {
            return Tls.trusting(Path.of(control.authority()));
        } catch (IOException e) {
            throw new LocalCloudException(control.authority() + " cannot be read: " + e.getMessage(), e);
        }
    }
}
