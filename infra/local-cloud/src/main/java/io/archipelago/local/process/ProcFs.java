package io.archipelago.local.process;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.OptionalLong;
import java.util.stream.Stream;

/** What the kernel says about processes, read from {@code /proc}. */
public final class ProcFs {
    private static final double TICKS_PER_SECOND = 100;
    private static final String BOOT = boot();

    private ProcFs() {}

    /**
     * What a process and its descendants use.
     *
     * @param rssBytes shared pages count in each process
     * @param pssBytes shared pages are divided among those who share them; the same as rssBytes where not readable
     */
    public record Use(long rssBytes, long pssBytes, double cpuSeconds) {
        public static final Use NONE = new Use(0, 0, 0);

        public Use plus(Use other) {
            return new Use(rssBytes + other.rssBytes, pssBytes + other.pssBytes, cpuSeconds + other.cpuSeconds);
        }
    }

    /** Identifies the time since the machine was booted; process numbers are only comparable within it. */
    public static String bootId() {
        return BOOT;
    }

    /** When a process started, in ticks since boot; empty when there is no such process. */
    static OptionalLong startTicks(long pid) {
        var fields = stat(pid);
        return fields.length > 19 ? OptionalLong.of(Long.parseLong(fields[19])) : OptionalLong.empty();
    }

    /** True when all of a process has ended; while only its first thread has, the others may still hold its ports. */
    static boolean isZombie(long pid) {
        var fields = stat(pid);
        return fields.length > 17 && fields[0].equals("Z") && Integer.parseInt(fields[17]) <= 1;
    }

    /** Use of a process with all that it started; nothing when it has ended. */
    public static Use useOf(long pid) {
        var all = ProcessHandle.of(pid).stream()
                .flatMap(handle -> Stream.concat(Stream.of(handle), handle.descendants()))
                .map(ProcessHandle::pid)
                .toList();
        return all.stream().map(ProcFs::single).reduce(Use.NONE, Use::plus);
    }

    /** Use of one process alone. */
    public static Use single(long pid) {
        var fields = stat(pid);
        if (fields.length < 20) return Use.NONE;
        var cpu = (Long.parseLong(fields[11]) + Long.parseLong(fields[12])) / TICKS_PER_SECOND;
        var rss = kibibytes(Path.of("/proc", Long.toString(pid), "status"), "VmRSS:");
        var pss = kibibytes(Path.of("/proc", Long.toString(pid), "smaps_rollup"), "Pss:");
        return new Use(rss * 1024, (pss == 0 ? rss : pss) * 1024, cpu);
    }

    private static long kibibytes(Path file, String field) {
        try (var lines = Files.lines(file)) {
            return lines.filter(line -> line.startsWith(field))
                    .map(line -> line.substring(field.length()).strip().split(" ")[0])
                    .mapToLong(Long::parseLong)
                    .findFirst()
                    .orElse(0);
        } catch (IOException | java.io.UncheckedIOException e) {
            return 0;
        }
    }

    /** The fields of {@code /proc/PID/stat} after the command's name (which may hold spaces): the first is the state. */
    private static String[] stat(long pid) {
        try {
            var line = Files.readString(Path.of("/proc", Long.toString(pid), "stat"));
            return line.substring(line.lastIndexOf(')') + 2).split(" ");
        } catch (IOException e) {
            return new String[0];
        }
    }

    private static String boot() {
        try {
            return Files.readString(Path.of("/proc/sys/kernel/random/boot_id")).strip();
        } catch (IOException e) {
            return "unknown";
        }
    }
}
