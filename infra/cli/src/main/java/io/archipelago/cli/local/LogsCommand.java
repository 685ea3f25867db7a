package io.archipelago.cli.local;

import io.archipelago.cli.ExitCode;
import io.archipelago.cli.Failure;
import io.archipelago.local.LocalRegion;
import io.archipelago.local.PartName;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(
        name = "logs",
        description = "The log of a service, or of postgres, kafka or connect.",
        footer = {"", "Example: archipelago logs -f placement", "         archipelago logs us-east/kafka -n 100"})
public final class LogsCommand implements Callable<Integer> {
    private static final long POLL_NANOS = 200_000_000L;

    @Parameters(index = "0", paramLabel = "[REGION/]PART", description = "of all regions when none is named")
    private String target = "";

    @Option(names = "--region", paramLabel = "REGION")
    private @Nullable String region;

    @Option(
            names = {"-f", "--follow"},
            description = "go on as lines come; Ctrl-C ends it")
    private boolean follow;

    @Option(
            names = {"-n", "--tail"},
            paramLabel = "N",
            description = "the last N lines of each",
            defaultValue = "30")
    private int last;

    @Override
    public Integer call() throws IOException {
        var logs = logs();
        Map<Path, Long> read = new HashMap<>();
        boolean several = logs.size() > 1;
        for (var log : logs) read.put(log, tail(log, several));
        while (follow && !Thread.currentThread().isInterrupted()) {
            LockSupport.parkNanos(POLL_NANOS);
            for (var log : logs) read.put(log, more(log, read.getOrDefault(log, 0L), several));
        }
        return ExitCode.OK;
    }

    private List<Path> logs() {
        int slash = target.indexOf('/');
        var at = slash < 0 ? region : target.substring(0, slash);
        var part = PartName.of(slash < 0 ? target : target.substring(slash + 1));
        var cloud = Local.cloud();
        var logs = new ArrayList<Path>();
        for (var one : LocalRegion.ALL)
            if (at == null || one.name().equals(at)) {
                var log = cloud.log(one.name(), part);
                if (Files.exists(log)) logs.add(log);
            }
        if (logs.isEmpty())
            throw new Failure("no log of " + target + (at == null ? "" : " in " + at)
                    + " yet: ./archipelago status shows what runs");
        return logs;
    }

    private long tail(Path log, boolean several) throws IOException {
        var lines = new ArrayDeque<String>();
        try (var all = Files.newBufferedReader(log, StandardCharsets.UTF_8)) {
            for (var line = all.readLine(); line != null; line = all.readLine()) {
                if (lines.size() == Math.max(1, last)) lines.removeFirst();
                lines.addLast(line);
            }
        }
        lines.forEach(line -> print(log, line, several));
        return Files.size(log);
    }

    private static long more(Path log, long from, boolean several) throws IOException {
        if (!Files.exists(log)) return 0;
        long size = Files.size(log);
        if (size < from) from = 0; // it was full and begins anew
        if (size == from) return from;
        try (var file = new RandomAccessFile(log.toFile(), "r")) {
            file.seek(from);
            var bytes = new byte[(int) Math.min(1 << 20, size - from)];
            file.readFully(bytes);
            int end = bytes.length;
            while (end > 0 && bytes[end - 1] != '\n') end--; // the rest of an unfinished line comes next time
            new String(bytes, 0, end, StandardCharsets.UTF_8).lines().forEach(line -> print(log, line, several));
            return from + end;
        }
    }

    private static void print(Path log, String line, boolean several) {
        System.out.println(several ? log.getName(log.getNameCount() - 2) + "  " + line : line);
    }
}
