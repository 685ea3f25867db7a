package io.archipelago.bench;

import io.archipelago.cli.output.Printer;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;

/** What a benchmark found: figures in their units, ratios, ours over the peer's, and facts. Keeps the order of entry. */
public final class Result {
    private final String bench;
    private final Map<String, Double> metrics = new LinkedHashMap<>();
    private final Map<String, Double> ratios = new LinkedHashMap<>();
    private final Map<String, String> facts = new LinkedHashMap<>();

    public Result(String bench) {
        this.bench = bench;
    }

    /** @param name ends in its unit, such as {@code remote_p50_ms} */
    public Result metric(String name, double value) {
        metrics.put(name, rounded(value));
        return this;
    }

    /** @param ours over {@code bare} */
    public Result ratio(String name, double ours, double bare) {
        ratios.put(name, bare == 0 ? Double.NaN : rounded(ours / bare));
        return this;
    }

    /** Something that is no figure, such as a digest. */
    public Result fact(String name, String text) {
        facts.put(name, text);
        return this;
    }

    public Map<String, Double> ratios() {
        return Map.copyOf(ratios);
    }

    /** A table for people unless only the JSON is wanted, then the one line for programs. */
    public void print(boolean jsonOnly) {
        if (!jsonOnly) {
            metrics.forEach((name, value) -> System.out.printf(Locale.ROOT, "%-40s %12.3f%n", name, value));
            ratios.forEach((name, value) -> System.out.printf(Locale.ROOT, "%-40s %12.2fx%n", name, value));
            facts.forEach((name, text) -> System.out.printf("%-40s %s%n", name, text));
        }
        System.out.println(line());
    }

    /** {@code {"bench":…,"metrics":{…},"ratios":{…}}}, and {@code "facts":{…}} where there are any. */
    public String line() {
        var out = new LinkedHashMap<String, Object>();
        out.put("bench", bench);
        out.put("metrics", metrics);
        out.put("ratios", ratios);
        if (!facts.isEmpty()) out.put("facts", facts);
        return Printer.compact(out);
    }

    private static double rounded(double value) {
        return Math.round(value * 1000) / 1000.0;
    }
}
