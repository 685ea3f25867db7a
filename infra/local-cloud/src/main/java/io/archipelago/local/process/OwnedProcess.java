package io.archipelago.local.process;

import com.fasterxml.jackson.annotation.JsonIgnore;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/**
 * A process known by its number, the moment it was started and the boot it belongs to: a number that was given to a
 * stranger meanwhile is never taken for ours.
 *
 * @param startTicks clock ticks since boot, as the kernel keeps them
 */
public record OwnedProcess(long pid, long startTicks, String boot) {

    /** The running process with this number; empty when there is none. */
    public static Optional<OwnedProcess> of(long pid) {
        var start = ProcFs.startTicks(pid);
        return start.isEmpty()
                ? Optional.empty()
                : Optional.of(new OwnedProcess(pid, start.getAsLong(), ProcFs.bootId()));
    }

    /** Reads what {@link #write} wrote; empty when the file is not there or says nothing. */
    public static Optional<OwnedProcess> read(Path file) throws IOException {
        if (!Files.exists(file)) return Optional.empty();
        var words = Files.readString(file).strip().split(" ");
        if (words.length != 3) return Optional.empty();
        try {
            return Optional.of(new OwnedProcess(Long.parseLong(words[0]), Long.parseLong(words[1]), words[2]));
        } catch (NumberFormatException e) {
            return Optional.empty();
        }
    }

    /** Keeps it for a later supervisor; the file is replaced as a whole. */
    public void write(Path file) throws IOException {
        Files.createDirectories(file.toAbsolutePath().getParent());
        var fresh = file.resolveSibling(file.getFileName() + ".new");
        Files.writeString(fresh, pid + " " + startTicks + " " + boot + "\n", StandardCharsets.UTF_8);
        Files.move(fresh, file, StandardCopyOption.REPLACE_EXISTING, StandardCopyOption.ATOMIC_MOVE);
    }

    /** True while this very process runs. */
    @JsonIgnore
    public boolean isAlive() {
        if (!boot.equals(ProcFs.bootId())) return false;
        var start = ProcFs.startTicks(pid);
        return start.isPresent() && start.getAsLong() == startTicks && !ProcFs.isZombie(pid);
    }

    /** SIGKILL for the process and everything it started, at once. */
    public void kill() {
        var handle = handle();
        if (handle == null) return;
        var children = handle.descendants().toList();
        handle.destroyForcibly();
        children.forEach(ProcessHandle::destroyForcibly);
    }

    /** Sends a signal by name, such as {@code TERM}; without effect when the process has ended. */
    public void signal(String name) {
        if (!isAlive()) return;
        try {
            var sent = new ProcessBuilder("kill", "-s", name, Long.toString(pid))
                    .redirectErrorStream(true)
                    .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                    .start();
            sent.waitFor();
        } catch (IOException e) {
            kill();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** Waits for its end; false when it still runs after the time. */
    public boolean waitForEnd(Duration limit) {
        var handle = handle();
        if (handle == null) return true;
        try {
            handle.onExit().get(limit.toMillis(), TimeUnit.MILLISECONDS);
            return true;
        } catch (TimeoutException e) {
            return !isAlive();
        } catch (ExecutionException e) {
            return !isAlive();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return !isAlive();
        }
    }

    /** Asks it to end and kills it when it has not within the limit; true when it ended by itself. */
    public boolean end(String signal, Duration limit) {
        signal(signal);
        if (waitForEnd(limit)) return true;
        kill();
        waitForEnd(Duration.ofSeconds(10));
        return false;
    }

    private @Nullable ProcessHandle handle() {
        return isAlive() ? ProcessHandle.of(pid).orElse(null) : null;
    }
}
