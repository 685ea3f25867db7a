package io.archipelago.cli.migrate;

import com.fasterxml.jackson.core.io.JsonStringEncoder;
import io.archipelago.events.quantity.Resources;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** A workload on the way from another scheduler: what is known of it, and what a person must decide. */
final class Draft {
    private static final int LONGEST_NAME = 63;
    private static final Pattern PLAIN = Pattern.compile("[A-Za-z][A-Za-z0-9._/-]*");
    /** Words that YAML 1.1 or 1.2 does not read as text. */
    private static final Pattern NOT_TEXT = Pattern.compile("(?i)y|n|yes|no|on|off|true|false|null");

    private final String from;
    private final String name;
    private final Map<String, String> labels = new TreeMap<>();
    private final List<String> decisions = new ArrayList<>();
    private final Map<String, String> remarks = new LinkedHashMap<>();
    private String owner = "";
    private String image = "";
    private int min = 1;
    private int max = 1;
    private Resources resources = Resources.NONE;
    private int minSites;
    private int minRegions;
    private @Nullable BigDecimal maxShare;
    private final List<String> providers = new ArrayList<>();
    private final List<String> sites = new ArrayList<>();
    private @Nullable Integer priority;

    /**
     * @param from what it is made of, for people
     * @param name as it was called there
     */
    Draft(String from, String name) {
        this.from = from;
        this.name = named(name);
    }

    /** The nearest name that a workload may have. */
    static String named(String name) {
        var fit = name.toLowerCase(Locale.ROOT).replaceAll("[^a-z0-9.-]", "-").replaceAll("^[.-]+", "");
        var cut = fit.substring(0, Math.min(LONGEST_NAME, fit.length())).replaceAll("[.-]+$", "");
        return cut.isEmpty() ? "unnamed" : cut;
    }

    String name() {
        return name;
    }

    int replicas() {
        return max;
    }

    void labels(Map<String, String> all) {
        labels.putAll(all);
    }

    void owner(String who) {
        owner = who;
        remark("owner", "decide: who pays for it and answers for it");
    }

    void image(String what) {
        image = what;
    }

    void replicas(int least, int most) {
        min = Math.max(0, least);
        max = Math.max(1, Math.max(min, most));
    }

    void resources(Resources each) {
        resources = each;
    }

    /** The larger of several wishes holds; no more sites than there are replicas. */
    void minSites(int sites) {
        minSites = Math.max(minSites, Math.min(max, sites));
    }

    void minRegions(int regions) {
        minRegions = Math.max(minRegions, Math.min(max, regions));
    }

    /** The largest number of replicas that one site held. */
    void mostAtOneSite(int replicas) {
        if (replicas <= 0 || replicas >= max) return;
        var share = BigDecimal.valueOf(replicas).divide(BigDecimal.valueOf(max), 2, RoundingMode.CEILING);
        if (maxShare == null || share.compareTo(maxShare) < 0) maxShare = share;
    }

    void allowSite(String site) {
        if (!sites.contains(site)) sites.add(site);
    }

    void allowProvider(String provider) {
        if (!providers.contains(provider)) providers.add(provider);
    }

    void priority(int value) {
        priority = value;
    }

    /** What stands behind a field; the last remark on a field holds. */
    void remark(String field, String text) {
        remarks.put(field, text);
    }

    /** What only a person can say. */
    void decide(String what) {
        if (!decisions.contains(what)) decisions.add(what);
    }

    String yaml() {
        var text = new StringBuilder("# from ").append(line(from)).append('\n');
        for (var decision : decisions)
            text.append("# decide: ").append(line(decision)).append('\n');
        text.append("apiVersion: archipelago.io/v1\nkind: Workload\nmetadata:\n  name: ")
                .append(scalar(name))
                .append('\n');
        if (!labels.isEmpty()) text.append("  labels: ").append(mapping(labels)).append('\n');
        text.append("spec:\n");
        field(text, "owner", scalar(owner));
        if (!image.isEmpty()) field(text, "image", scalar(image));
        field(text, "replicas", "{min: " + min + ", max: " + max + "}");
        field(text, "resources", amounts());
        var spread = spread();
        if (!spread.isEmpty()) field(text, "spread", "{" + String.join(", ", spread) + "}");
        var allow = new ArrayList<String>();
        if (!providers.isEmpty()) allow.add("providers: " + list(providers));
        if (!sites.isEmpty()) allow.add("sites: " + list(sites));
        if (!allow.isEmpty()) field(text, "allow", "{" + String.join(", ", allow) + "}");
        if (priority != null) field(text, "priority", priority.toString());
        return text.append(
                        "  # decide: objective, data, budget: how fast users are answered, which datasets it handles (their\n")
                .append("  # law binds where it runs), what it may cost. See docs/declarations.md\n")
                .toString();
    }

    private String amounts() {
        var storage = resources.storage().count() > 0 ? ", storage: " + resources.storage() : "";
        return "{cpu: " + resources.cpu() + ", memory: " + resources.memory() + storage + "}";
    }

    private List<String> spread() {
        var spread = new ArrayList<String>();
        if (minSites > 1) spread.add("minSites: " + minSites);
        if (minRegions > 1) spread.add("minRegions: " + minRegions);
        if (maxShare != null)
            spread.add("maxShare: " + maxShare.stripTrailingZeros().toPlainString());
        return spread;
    }

    private void field(StringBuilder text, String name, String value) {
        text.append("  ").append(name).append(": ").append(value);
        var remark = remarks.get(name);
        if (remark != null) text.append(" # ").append(line(remark));
        text.append('\n');
    }

    private static String mapping(Map<String, String> entries) {
        return entries.entrySet().stream()
                .map(entry -> scalar(entry.getKey()) + ": " + scalar(entry.getValue()))
                .collect(Collectors.joining(", ", "{", "}"));
    }

    private static String list(List<String> texts) {
        return texts.stream().map(Draft::scalar).collect(Collectors.joining(", ", "[", "]"));
    }

    /** Text that any YAML reader reads as this text. */
    private static String scalar(String text) {
        if (PLAIN.matcher(text).matches() && !NOT_TEXT.matcher(text).matches()) return text;
        return '"' + String.valueOf(JsonStringEncoder.getInstance().quoteAsString(text)) + '"';
    }

    /** A remark stays on its line, whatever the source called things. */
    private static String line(String text) {
        return text.replaceAll("[\\p{Cntrl}\\u0085\\u2028\\u2029]", " ");
    }
}
