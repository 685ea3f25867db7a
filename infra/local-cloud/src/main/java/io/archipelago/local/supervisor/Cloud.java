package io.archipelago.local.supervisor;

import io.archipelago.local.CloudMap;
import io.archipelago.local.CloudStatus;
import io.archipelago.local.Installation;
import io.archipelago.local.LocalCloud;
import io.archipelago.local.LocalCloudException;
import io.archipelago.local.LocalRegion;
import io.archipelago.local.PartName;
import io.archipelago.local.PartState;
import io.archipelago.local.http.JsonHttp;
import io.archipelago.local.part.Parts;
import io.archipelago.local.process.LogFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.StandardCopyOption;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** All regions of the cloud; one operation at a time. */
final class Cloud {
    private static final long LOOK_EVERY_SECONDS = 2;
    private static final long NEEDED_BYTES = 1L << 30;

    private final Installation installation;
    private final Parts specs;
    private final Journal journal;
    private final Function<LocalRegion, List<PartName>> services;
    private final String control;
    private final List<RegionProcesses> regions;
    /** Restarts wait here; looking after the regions has a thread of its own, because Connect may keep it waiting. */
    private final ScheduledExecutorService timer = clock("timer");

    private final ScheduledExecutorService watch = clock("watch");

    /**
     * @param services those that a region shall have
     * @param control the supervisor's address
     */
    Cloud(
            Installation installation,
            Parts specs,
            Function<LocalRegion, List<PartName>> services,
            String control,
            Journal journal) {
        this.installation = installation;
        this.specs = specs;
        this.services = services;
        this.control = control;
        this.journal = journal;
        var exchange = new TrustExchange(specs, journal);
        var slots = new Semaphore(Math.max(3, Runtime.getRuntime().availableProcessors() + 1), true);
        this.regions = specs.regions().stream()
                .map(region -> new RegionProcesses(
                        region, specs, services.apply(region), installation.pids(), journal, exchange, slots, timer))
                .toList();
        var unused =
                watch.scheduleWithFixedDelay(this::lookAfter, LOOK_EVERY_SECONDS, LOOK_EVERY_SECONDS, TimeUnit.SECONDS);
        unused = watch.scheduleWithFixedDelay(this::renewDue, 1, 1, TimeUnit.HOURS);
    }

    /** Starts what is not running, in all regions, and returns when everything answers. */
    synchronized void start() throws IOException {
        requireRoom();
        writeMap();
        Together.each(regions, RegionProcesses::startFoundation);
        Together.each(regions, RegionProcesses::startServices);
        Together.each(regions, RegionProcesses::startCarriers);
    }

    /** Stops everything in an orderly way, for good; a start that is under way fails. */
    void stop() throws IOException {
        watch.shutdownNow();
        timer.shutdownNow();
        Files.deleteIfExists(installation.cloudFile());
        Together.each(regions, RegionProcesses::close);
    }

    /**
     * Takes a region or one of its parts down or up.
     *
     * @param part null for the whole region
     */
    synchronized void chaos(String action, String regionName, @Nullable PartName part) {
        var region = region(regionName);
        switch (action) {
            case "kill" -> {
                if (part == null) region.kill();
                else region.kill(part);
            }
            case "stop" -> {
                if (part == null) region.stop(PartState.TAKEN_DOWN);
                else region.stop(part, PartState.TAKEN_DOWN);
            }
            case "start" -> {
                if (part == null) {
                    region.startFoundation();
                    region.startServices();
                    region.startCarriers();
                } else {
                    region.startOne(part);
                }
            }
            default -> throw new LocalCloudException("chaos is kill, stop or start, not '" + action + "'");
        }
    }

    /** New keys and certificates for all of a region, below what runs. */
    synchronized void rotate(String regionName, LocalCloud.Rotation what) {
        var region = region(regionName);
        switch (what) {
            case CERTIFICATES -> region.rotate();
            case AUTHORITY -> region.rotateAuthority(false);
            case STOLEN_AUTHORITY -> region.rotateAuthority(true);
        }
    }

    CloudStatus status(CloudStatus.Part supervisor) {
        var all = regions.stream().map(RegionProcesses::status).toList();
        var parts = all.stream().flatMap(region -> region.parts().stream()).toList();
        var present =
                parts.stream().filter(part -> part.state() != PartState.ABSENT).toList();
        return new CloudStatus(
                supervisor,
                all,
                new CloudStatus.Totals(
                        present.size(),
                        (int) present.stream()
                                .filter(part -> part.state() == PartState.READY)
                                .count(),
                        present.stream().mapToInt(CloudStatus.Part::restarts).sum(),
                        supervisor.rssBytes()
                                + parts.stream()
                                        .mapToLong(CloudStatus.Part::rssBytes)
                                        .sum(),
                        supervisor.pssBytes()
                                + parts.stream()
                                        .mapToLong(CloudStatus.Part::pssBytes)
                                        .sum(),
                        supervisor.cpuSeconds()
                                + parts.stream()
                                        .mapToDouble(CloudStatus.Part::cpuSeconds)
                                        .sum()));
    }

    List<LocalRegion> regions() {
        return specs.regions();
    }

    private static ScheduledExecutorService clock(String name) {
        return Executors.newSingleThreadScheduledExecutor(
                Thread.ofPlatform().daemon().name(name).factory());
    }

    private RegionProcesses region(String name) {
        return regions.stream()
                .filter(region -> region.region().name().equals(name))
                .findFirst()
                .orElseThrow(() -> new LocalCloudException("no region '" + name + "'; there are "
                        + String.join(
                                ", ",
                                specs.regions().stream().map(LocalRegion::name).toList())));
    }

    private void lookAfter() {
        try {
            regions.forEach(RegionProcesses::lookAfter);
            new LogFile(installation.supervisorLog()).rotateWhenFull();
        } catch (IOException | RuntimeException e) {
            journal.notice("looking after the regions: " + e);
        }
    }

    private void renewDue() {
        try {
            regions.forEach(RegionProcesses::renewDue);
        } catch (RuntimeException e) {
            journal.notice("renewing certificates: " + e);
        }
    }

    private void requireRoom() throws IOException {
        var free = Files.getFileStore(installation.state()).getUsableSpace();
        if (free < NEEDED_BYTES)
            throw new LocalCloudException("the disk of " + installation.state() + " has only " + (free >> 20)
                    + " MiB left and a cloud wants " + (NEEDED_BYTES >> 20)
                    + ": free some space, or ./archipelago down --wipe");
    }

    /** Other programs read it: it is replaced as a whole. */
    private void writeMap() throws IOException {
        var all = specs.regions().stream()
                .map(region -> {
                    var addresses = new LinkedHashMap<String, String>();
                    services.apply(region)
                            .forEach(service -> addresses.put(
                                    service.text(), specs.spec(region, service).address()));
                    return new CloudMap.Region(
                            region.name(),
                            region.jurisdiction(),
                            region.location(),
                            specs.endpoint(region, PartName.KAFKA),
                            specs.endpoint(region, PartName.POSTGRES),
                            specs.connectUrl(region),
                            installation.trust(region.name()).toString(),
                            addresses);
                })
                .toList();
        var fresh = installation.cloudFile().resolveSibling("cloud.json.new");
        Files.write(
                fresh, JsonHttp.JSON.writerWithDefaultPrettyPrinter().writeValueAsBytes(new CloudMap(control, all)));
        Files.move(
                fresh, installation.cloudFile(), StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    }
}
