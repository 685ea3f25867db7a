package io.archipelago.kit.trust;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.util.function.Function;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * What a small file says, read again when the file has changed: keys are rotated without a restart. A file that has
 * become unreadable changes nothing but the log.
 */
final class WatchedFile<T> {

    private static final Logger LOG = Logger.getLogger(WatchedFile.class);
    private static final long LOOK_NANOS = Duration.ofSeconds(1).toNanos();

    private final Path file;
    private final Function<String, T> parser;
    private T content;
    private @Nullable FileTime read;
    private long looked;

    /**
     * @param parser fails with {@link IllegalArgumentException} when the text is something else
     * @throws UncheckedIOException when it is not there
     * @throws IllegalStateException when it holds something else
     */
    WatchedFile(Path file, Function<String, T> parser) {
        this.file = file;
        this.parser = parser;
        try {
            this.read = Files.getLastModifiedTime(file);
            this.content = parser.apply(Files.readString(file));
        } catch (IOException e) {
            throw new UncheckedIOException(file + " cannot be read", e);
        } catch (IllegalArgumentException e) {
            throw new IllegalStateException(file + ": " + e.getMessage(), e);
        }
        this.looked = System.nanoTime();
    }

    /** As of a second ago at the most. */
    synchronized T content() {
        long now = System.nanoTime();
        if (now - looked >= LOOK_NANOS) {
            looked = now;
            look();
        }
        return content;
    }

    private void look() {
        try {
            var modified = Files.getLastModifiedTime(file);
            if (modified.equals(read)) return;
            content = parser.apply(Files.readString(file));
            read = modified;
            LOG.infof("event=trust-read-again file=%s", file.getFileName());
        } catch (IOException | IllegalArgumentException e) {
            LOG.warnf("event=trust-unreadable file=%s reason=\"%s\"", file.getFileName(), e);
        }
    }
}
