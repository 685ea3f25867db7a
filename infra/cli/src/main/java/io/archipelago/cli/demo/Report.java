package io.archipelago.cli.demo;

import io.archipelago.cli.output.Table;
import java.io.PrintStream;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** What the story did: every act with its time and its checks, and the figures worth keeping. */
public final class Report {

    /** @param detail what was seen, whether it was right or not */
    public record Check(String name, boolean passed, String detail) {}

    /**
     * @param startedMs after the story began
     * @param tookMs how long the act took
     */
    public record Act(String name, long startedMs, long tookMs, List<Check> checks) {}

    private final long startedNanos = System.nanoTime();
    private final List<Act> acts = new ArrayList<>();
    private final Map<String, Double> metrics = new LinkedHashMap<>();

    long elapsedMs() {
        return (System.nanoTime() - startedNanos) / 1_000_000;
    }

    void add(Act act) {
        acts.add(act);
    }

    /** @param name ends in its unit, such as {@code start_ms} */
    void metric(String name, double value) {
        metrics.put(name, Math.round(value * 10) / 10.0);
    }

    public boolean passed() {
        return acts.stream().flatMap(a -> a.checks().stream()).allMatch(Check::passed);
    }

    public Map<String, Object> json() {
        var out = new LinkedHashMap<String, Object>();
        out.put("passed", passed());
        out.put("metrics", metrics);
        out.put("acts", acts);
        return out;
    }

    public void print(PrintStream out) {
        out.println();
        var table = new Table(List.of("AT", "ACT", "TOOK", "CHECK", "RESULT", "SEEN"));
        for (var act : acts) {
            var first = true;
            for (var check : act.checks()) {
                table.row(
                        first ? seconds(act.startedMs()) : "",
                        first ? act.name() : "",
                        first ? seconds(act.tookMs()) : "",
                        check.name(),
                        check.passed() ? "ok" : "FAILED",
                        check.detail());
                first = false;
            }
        }
        table.print(out);
        out.println();
        var figures = new Table(List.of("FIGURE", "VALUE"));
        metrics.forEach((name, value) -> figures.row(name, String.format(Locale.ROOT, "%.1f", value)));
        figures.print(out);
    }

    static String seconds(long ms) {
        return String.format(Locale.ROOT, "%.1fs", ms / 1000.0);
    }
}
