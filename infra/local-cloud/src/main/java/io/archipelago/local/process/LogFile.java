package io.archipelago.local.process;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.Optional;

/**
 * The log of a process. The process appends to it for as long as it lives, so a log that is full is copied and emptied
 * in place; lines written in between the two are lost.
 */
public record LogFile(Path path) {
    /** A log never gets much larger; with the one before it, at most twice this is kept. */
    public static final long LIMIT_BYTES = 8L << 20;

    private static final int TAIL_BYTES = 8 << 10;

    /** Moves a log that has reached its limit aside, in place of the one before. */
    public void rotateWhenFull() throws IOException {
        if (!Files.exists(path) || Files.size(path) < LIMIT_BYTES) return;
        Files.copy(path, path.resolveSibling(path.getFileName() + ".1"), StandardCopyOption.REPLACE_EXISTING);
        try (var channel = FileChannel.open(path, StandardOpenOption.WRITE)) {
            channel.truncate(0);
        }
    }

    /** The last lines; none when there is no log. */
    public List<String> tail(int lines) {
        try (var file = new RandomAccessFile(path.toFile(), "r")) {
            var from = Math.max(0, file.length() - TAIL_BYTES);
            file.seek(from);
            var bytes = new byte[(int) (file.length() - from)];
            file.readFully(bytes);
            var all = new String(bytes, StandardCharsets.UTF_8).lines().toList();
            return all.subList(Math.max(0, all.size() - lines), all.size());
        } catch (IOException e) {
            return List.of();
        }
    }

    /** What the log's last lines say to someone who knows what these programs die of; empty when nothing known. */
    public Optional<String> causeOfDeath() {
        var text = String.join("\n", tail(80));
        if (text.contains("No space left on device"))
            return Optional.of("the disk is full: free some space, or ./archipelago down --wipe");
        if (text.contains("Address already in use") || text.contains("could not bind"))
            return Optional.of("another program took its port: ./archipelago down, then up");
        if (text.contains("OutOfMemoryError") || text.contains("insufficient memory"))
            return Optional.of("out of memory: start fewer regions with ./archipelago up --regions 1");
        if (text.contains("cannot open shared object file"))
            return Optional.of(
                    "a library of the system is missing: " + lineWith(text, "cannot open shared object file"));
        if (text.contains("Permission denied"))
            return Optional.of("a file may not be read or written: " + lineWith(text, "Permission denied"));
        return Optional.empty();
    }

    private static String lineWith(String text, String words) {
        return text.lines().filter(line -> line.contains(words)).findFirst().orElse(words);
    }
}
