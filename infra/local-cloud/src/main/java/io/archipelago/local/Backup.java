package io.archipelago.local;

import io.archipelago.local.http.JsonHttp;
import io.archipelago.local.process.Folders;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.temporal.ChronoUnit;

/**
 * All that a region knows, in a folder: its database, its broker's log with the offsets of connectors and readers, its
 * certificates and keys. Taken while the region is stopped, so that all of it is of one moment: the database's
 * replication slot and the broker's offsets belong together.
 *
 * @param folder of the backup
 */
record Backup(Path folder) {
    /** Written last: a backup without it is not whole. */
    private static final String MANIFEST = "backup.json";

    private static final String DATA = "data";

    /**
     * @param region whose it is
     * @param takenAt RFC 3339, in UTC
     */
    record Manifest(String region, String takenAt) {}

    /** One to be taken. The folder must be new or empty. */
    static Backup into(Path folder) throws IOException {
        if (Files.exists(folder))
            try (var files = Files.list(folder)) {
                if (files.findAny().isPresent()) throw new LocalCloudException(folder + " is not empty");
            }
        return new Backup(folder);
    }

    /** One that was taken. It must be whole, and of this region. */
    static Backup of(String region, Path folder) throws IOException {
        var backup = new Backup(folder);
        var manifest = backup.manifest();
        if (!manifest.region().equals(region))
            throw new LocalCloudException(folder + " is a backup of " + manifest.region() + ", not of " + region);
        return backup;
    }

    /**
     * Copies what a stopped region has.
     *
     * @return when it was taken
     */
    String take(Installation installation, String region) throws IOException {
        var data = installation.data(region);
        if (!Files.isDirectory(data)) throw new LocalCloudException(region + " has no data in " + data);
        Files.createDirectories(folder);
        Folders.restrict(folder);
        Folders.copy(data, folder.resolve(DATA));
        var takenAt = Instant.now().truncatedTo(ChronoUnit.SECONDS).toString();
        JsonHttp.JSON.writeValue(folder.resolve(MANIFEST).toFile(), new Manifest(region, takenAt));
        return takenAt;
    }

    /**
     * Puts a stopped region back to what it was. What it had is kept beside it, in a folder of the same name with
     * {@code .replaced} at its end; one that was kept before goes.
     *
     * @return when the backup was taken
     */
    String putBack(Installation installation, String region) throws IOException {
        var data = installation.data(region);
        var replaced = data.resolveSibling(region + ".replaced");
        Folders.delete(replaced);
        if (Files.exists(data)) Files.move(data, replaced);
        Files.createDirectories(data.getParent());
        Folders.copy(folder.resolve(DATA), data);
        return manifest().takenAt();
    }

    private Manifest manifest() throws IOException {
        var file = folder.resolve(MANIFEST);
        if (!Files.exists(file))
            throw new LocalCloudException(folder + " is not a whole backup: it has no " + MANIFEST);
        return JsonHttp.JSON.readValue(file.toFile(), Manifest.class);
    }
}
