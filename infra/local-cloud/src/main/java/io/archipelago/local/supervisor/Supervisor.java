package io.archipelago.local.supervisor;

import io.archipelago.local.CloudStatus;
import io.archipelago.local.Installation;
import io.archipelago.local.LocalCloud;
import io.archipelago.local.LocalCloudException;
import io.archipelago.local.LocalRegion;
import io.archipelago.local.PartName;
import io.archipelago.local.PartState;
import io.archipelago.local.part.Parts;
import io.archipelago.local.process.Leftovers;
import io.archipelago.local.process.OwnedProcess;
import io.archipelago.local.process.ProcFs;
import io.archipelago.local.process.Secret;
import io.archipelago.local.trust.EventKeys;
import io.archipelago.local.trust.Issuer;
import io.archipelago.local.trust.Trust;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * The process that a cloud lives under. It begins to bring the regions up as soon as it runs, answers on its control
 * port, and ends when it is told to or gets SIGTERM, after everything else has ended.
 */
public final class Supervisor {
    private final Journal journal;
    private final Cloud cloud;
    private final AtomicBoolean busy = new AtomicBoolean();
    private final AtomicBoolean ending = new AtomicBoolean();
    private final Path controlFile;
    private final OwnedProcess self;

    private Supervisor(Cloud cloud, Journal journal, Path controlFile) {
        this.cloud = cloud;
        this.journal = journal;
        this.controlFile = controlFile;
        this.self = OwnedProcess.of(ProcessHandle.current().pid())
                .orElseThrow(() -> new LocalCloudException("this needs Linux: /proc does not show this process"));
    }

    /** @param args project folder, state folder, number of regions, and of {@code backbone} and {@code train} any */
    public static void main(String[] args) {
        var installation = new Installation(Path.of(args[0]), Path.of(args[1]));
        var regions = LocalRegion.first(Integer.parseInt(args[2]));
        var options = List.of(args).subList(3, args.length);
        try {
            run(installation, regions, options.contains("backbone"), options.contains("train"));
        } catch (LocalCloudException | IOException e) {
            System.err.println("error: " + e.getMessage());
            System.exit(1);
        }
    }

    private static void run(Installation installation, List<LocalRegion> regions, boolean backbone, boolean training)
            throws IOException {
        Files.createDirectories(installation.state());
        var lock = FileChannel.open(
                installation.state().resolve("lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
        if (lock.tryLock() == null)
            throw new LocalCloudException("another supervisor has " + installation.state() + ": ./archipelago status");
        var leftovers = new Leftovers(installation.pids()).end();
        var journal = new Journal();
        var token = Secret.keptIn(installation.controlWord());
        var trust = new Trust(installation);
        var home = regions.getFirst().name();
        var server = ControlServer.open(installation, token, journal, () -> trust.webContext(home));
        var moved = server.ports().keep(installation);
        var url = "https://localhost:" + server.ports().control();
        var issuer = Issuer.keptIn(installation.issuerKey(), url);
        var specs = new Parts(
                installation,
                regions,
                server.ports()::of,
                trust,
                new EventKeys(installation, regions),
                issuer,
                training ? Parts.Training.ON : Parts.Training.OFF);
        var built = backbone ? List.<PartName>of() : installation.builtServices();
        // In a training run the first region is learned from; the others are there only so that something is mirrored.
        Function<LocalRegion, List<PartName>> services =
                region -> training && !region.equals(regions.getFirst()) ? List.of() : built;
        var cloud = new Cloud(installation, specs, services, url, journal);
        var supervisor = new Supervisor(cloud, journal, installation.controlFile());
        Runtime.getRuntime().addShutdownHook(new Thread(supervisor::endAll, "end"));
        supervisor.operation("up", () -> {
            if (leftovers > 0) journal.notice("ended " + leftovers + " processes that an earlier run left behind");
            if (moved)
                journal.notice("ports of before are taken: this cloud now begins at "
                        + server.ports().base());
            supervisor.up();
        });
        server.serve(supervisor, issuer);
        ControlFile.write(
                installation.controlFile(),
                new ControlFile(url, token, trust.authorityOf(home).toString(), supervisor.self));
    }

    List<LocalRegion> regions() {
        return cloud.regions();
    }

    CloudStatus status() {
        var use = ProcFs.single(self.pid());
        var uptime = java.lang.management.ManagementFactory.getRuntimeMXBean().getUptime() / 1000.0;
        return cloud.status(new CloudStatus.Part(
                "supervisor",
                PartState.READY,
                self.pid(),
                uptime,
                0,
                use.rssBytes(),
                use.pssBytes(),
                use.cpuSeconds(),
                null,
                null));
    }

    /** Begins to start what does not run; false when another operation is under way. */
    boolean beginUp() {
        return operation("up", this::up);
    }

    /**
     * Begins to stop everything, whatever else is under way, and then ends this process.
     *
     * @param lastWords returns when whoever reads along has read the end of the story
     */
    boolean beginDown(Runnable lastWords) {
        busy.set(true);
        carryOut("down", () -> {
            stop();
            Thread.ofPlatform().start(() -> {
                lastWords.run();
                System.exit(0);
            });
        });
        return true;
    }

    boolean beginChaos(String action, String region, @Nullable PartName part) {
        return operation("chaos", () -> cloud.chaos(action, region, part));
    }

    boolean beginRotation(String region, LocalCloud.Rotation what) {
        return operation("rotate", () -> cloud.rotate(region, what));
    }

    private boolean operation(String name, Runnable what) {
        if (!busy.compareAndSet(false, true)) return false;
        carryOut(name, what);
        return true;
    }

    private void carryOut(String name, Runnable what) {
        var number = journal.begin();
        Thread.ofVirtual().name(name).start(() -> {
            var failure = failureOf(what);
            busy.set(ending.get());
            if (failure == null) journal.finished(number, name);
            else journal.failed(number, name, failure);
        });
    }

    private static @Nullable String failureOf(Runnable what) {
        try {
            what.run();
            return null;
        } catch (LocalCloudException e) {
            return String.valueOf(e.getMessage());
        } catch (RuntimeException e) {
            e.printStackTrace(System.out);
            return "unexpected: " + e;
        }
    }

    private void up() {
        try {
            cloud.start();
        } catch (IOException e) {
            throw new LocalCloudException("the state folder cannot be used: " + e.getMessage(), e);
        }
    }

    /** Whoever comes second waits: the process must not end while the first is still stopping parts. */
    private synchronized void stop() {
        if (!ending.compareAndSet(false, true)) return;
        try {
            cloud.stop();
            Files.deleteIfExists(controlFile);
        } catch (IOException e) {
            throw new LocalCloudException("the state folder cannot be used: " + e.getMessage(), e);
        }
    }

    private void endAll() {
        try {
            stop();
        } catch (RuntimeException e) {
            e.printStackTrace(System.out);
        }
    }
}
