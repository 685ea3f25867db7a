package io.archipelago.cli.migrate;

import io.archipelago.events.quantity.Cpu;
import io.archipelago.events.quantity.Resources;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * Reads Nomad's jobs: each group of a service job becomes a workload.
 *
 * @see <a href="https://developer.hashicorp.com/nomad/docs/job-specification">Nomad: Job Specification</a>
 */
final class NomadImport {
    /** Nomad's priorities go from 1 to 100 with 50 in the middle, ours have 100 there. */
    private static final int PRIORITY_FACTOR = 2;
    /** What Nomad gives a task that asks for nothing: 100 MHz, 300 MiB. */
    private static final int DEFAULT_MEGAHERTZ = 100;

    private static final int DEFAULT_MEBIBYTES = 300;
    private static final String DATACENTER = "node.datacenter";

    private static final Reasons REASONS = new Reasons()
            .with(
                    "(?i).*\\b(update|migrate|reschedule|restart|disconnect|max_client_disconnect|stop_after_client_disconnect"
                            + "|kill_timeout|shutdown_delay|prevent_reschedule_on_lost|all_at_once|allatonce)",
                    "how it is rolled out and restarted stays with what runs it at its site")
            .with("(?i).*\\b(region|node_?pool)", "its home region plans it; law, latency and price choose the sites")
            .with(
                    "(?i).*\\btasks?\\b.*|(?i).*\\b(network|networks|service|services|volume|volumes|consul|vault|ui|meta)\\b.*",
                    "how a replica is made stays with what runs it at its site")
            .with("(?i).*\\bmultiregion\\.strategy.*", "regions are not rolled out one after the other");

    private final Sites sites;
    private final int megahertzPerCore;
    private final Findings findings;
    private final Map<String, Draft> drafts = new TreeMap<>();

    NomadImport(Sites sites, int megahertzPerCore, Findings findings) {
        this.sites = sites;
        this.megahertzPerCore = megahertzPerCore;
        this.findings = findings;
    }

    void read(String file, String name, NomadPart job) {
        var where = file + " job/" + name;
        job.at("ID").part().use();
        job.at("Name").part().use();
        var type = job.at("Type").part().text();
        if (!type.isEmpty() && !type.equals("service")) {
            findings.add(
                    where,
                    job.part(),
                    "is of type " + type + ": Archipelago places what runs on and on, so it stays where it is");
            return;
        }
        for (var open : job.notEvaluated())
            findings.add(where, open, "cannot be evaluated here; nomad job run -output prints the job with its values");
        var groups = job.named("TaskGroups", "Name");
        for (var group : groups) group(where, name, job, group, groups.size() == 1);
        findings.unused(where, job.unused(), REASONS);
    }

    /** In order of name. */
    List<Draft> drafts() {
        return List.copyOf(drafts.values());
    }

    private void group(String where, String job, NomadPart all, NomadPart.Named group, boolean only) {
        var called = only ? job : job + "-" + group.name();
        var key = Draft.named(called);
        var draft = new Draft(where + " group/" + group.name(), key);
        if (drafts.putIfAbsent(key, draft) != null) {
            findings.add(
                    where, group.block().part(), "is the second of this name: declare it by hand under another one");
            return;
        }
        if (!key.equals(called)) draft.decide("it was called " + called);
        var namespace = all.at("Namespace").part().text();
        draft.owner(namespace.isEmpty() ? "default" : namespace);
        var priority = all.at("Priority").part();
        if (priority.there()) draft.priority(priority.number(0) * PRIORITY_FACTOR);
        replicas(all, group.block(), draft);
        tasks(where, group.block(), draft);
        datacenters(all, draft);
        var parts = new ArrayList<>(List.of(all, group.block()));
        group.block().named("Tasks", "Name").forEach(task -> parts.add(task.block()));
        for (var part : parts) {
            for (var spread : part.blocks("Spreads")) spread(spread, all, draft, where);
            for (var constraint : part.blocks("Constraints")) constraint(constraint, draft);
            for (var affinity : part.blocks("Affinities"))
                findings.add(
                        where,
                        affinity.part(),
                        "placement weighs latency, price, carbon and risk, not preferences for places");
        }
        upstreams(group.block(), draft);
    }

    // --- how many ----------------------------------------------------------------------------------------------------

    private static void replicas(NomadPart job, NomadPart group, Draft draft) {
        int count = group.at("Count").part().number(1);
        var regions = job.at("Multiregion").named("Regions", "Name");
        int everywhere = regions.isEmpty() ? count : 0;
        for (var region : regions) {
            // A group that counts 0 leaves its number to each region.
            int here = region.block().at("Count").part().number(1);
            everywhere += count == 0 ? here : count;
        }
        draft.replicas(everywhere, everywhere);
        var scaling = group.at("Scaling");
        if (scaling.part().there()
                && (!scaling.at("Enabled").part().there()
                        || scaling.at("Enabled").part().isTrue())) {
            int times = Math.max(1, regions.size());
            draft.replicas(
                    scaling.at("Min").part().number(count) * times,
                    scaling.at("Max").part().number(count) * times);
            draft.remark(
                    "replicas", "decide: requestsPerSecond, what one replica serves, lets the number follow demand");
        }
        if (regions.size() > 1) {
            draft.minRegions(regions.size());
            draft.decide("it ran in Nomad's regions "
                    + String.join(
                            ", ", regions.stream().map(NomadPart.Named::name).toList())
                    + ": spread.minRegions counts Archipelago's regions, of which there may be fewer");
        }
    }

    // --- what a replica is -------------------------------------------------------------------------------------------

    private void tasks(String where, NomadPart group, Draft draft) {
        var each = Resources.NONE;
        int megahertz = 0;
        boolean first = true;
        for (var task : group.named("Tasks", "Name")) {
            var asked = task.block().at("Resources");
            int cores = asked.at("Cores").part().number(0);
            int cpu = cores > 0 ? 0 : asked.at("CPU").part().number(DEFAULT_MEGAHERTZ);
            megahertz += cpu;
            each = each.plus(new Resources(
                    new Cpu(cores * 1000L).plus(Amounts.ofMegahertz(cpu, megahertzPerCore)),
                    Amounts.ofMebibytes(asked.at("MemoryMB").part().number(DEFAULT_MEBIBYTES)),
                    null));
            var image = task.block().at("Config").at("image").part();
            if (!image.there()) continue;
            if (first) draft.image(image.text());
            else findings.add(where, image, "a workload names one image, that of its first task");
            first = false;
        }
        var disk = group.at("EphemeralDisk").at("SizeMB").part();
        if (disk.there()) each = each.plus(new Resources(null, null, Amounts.ofMebibytes(disk.number(0))));
        Guess.fill(draft, each, new Resources(new Cpu(100), Amounts.ofMebibytes(DEFAULT_MEBIBYTES), null));
        if (megahertz > 0)
            draft.remark("resources", "decide: " + megahertz + " MHz of cores that had " + megahertzPerCore + " MHz");
    }

    private static void upstreams(NomadPart group, Draft draft) {
        for (var service : group.blocks("Services"))
            for (var called :
                    service.at("Connect").at("SidecarService").at("Proxy").blocks("Upstreams")) {
                var name = called.at("DestinationName").part().text();
                draft.decide("it calls " + name + ": affinity: [{workload: " + Draft.named(name)
                        + ", callsPerSecond: …, bytesPerCall: …}] keeps them near each other");
            }
    }

    // --- where it ran ------------------------------------------------------------------------------------------------

    private void datacenters(NomadPart job, Draft draft) {
        var places = new ArrayList<>(job.at("Datacenters").part().texts());
        for (var region : job.at("Multiregion").named("Regions", "Name"))
            places.addAll(region.block().at("Datacenters").part().texts());
        places.removeIf(place -> place.contains("*"));
        if (!places.isEmpty()) sites.allow(draft, places, "datacenters");
    }

    private void spread(NomadPart spread, NomadPart job, Draft draft, String where) {
        var attribute = attribute(spread.at("Attribute"));
        var targets = spread.named("SpreadTarget", "Value");
        if (!attribute.equals(DATACENTER)) {
            draft.decide("it was spread by " + attribute + ": spread counts sites and Archipelago's regions");
            spread.part().use();
            return;
        }
        int replicas = draft.replicas();
        if (targets.isEmpty()) {
            var named = job.at("Datacenters").part().texts();
            int places = named.stream().anyMatch(place -> place.contains("*")) ? 2 : named.size();
            draft.minSites(places);
            if (places > 1) draft.mostAtOneSite(Math.ceilDiv(replicas, places));
        } else {
            int sum = 0;
            int most = 0;
            for (var target : targets) {
                int percent = target.block().at("Percent").part().number(0);
                sum += percent;
                most = Math.max(most, percent);
            }
            draft.minSites(targets.size() + (sum < 100 ? 1 : 0));
            draft.mostAtOneSite(Math.ceilDiv(replicas * Math.max(most, 100 - sum), 100));
            findings.add(
                    where,
                    spread.at("SpreadTarget").part(),
                    "exact shares are not kept: how many sites there are at least, and the largest share, are");
        }
        spread.part().use();
    }

    private void constraint(NomadPart constraint, Draft draft) {
        var attribute = attribute(constraint.at("LTarget"));
        var operator = constraint.at("Operand").part().text();
        var value = constraint.at("RTarget").part().text();
        constraint.part().use();
        if (attribute.equals(DATACENTER) && (operator.isEmpty() || operator.equals("=") || operator.equals("==")))
            sites.allow(draft, List.of(value), "datacenter");
        else if (attribute.equals(DATACENTER) && operator.equals("distinct_property") && value.matches("[0-9]{0,6}")) {
            int each = value.isEmpty() ? 1 : Math.max(1, Integer.parseInt(value));
            draft.minSites(Math.ceilDiv(draft.replicas(), each));
            draft.mostAtOneSite(each);
        } else
            draft.decide("it ran only where " + told(constraint)
                    + ": what machines a site has is the site's; name the sites that fit in allow.sites");
    }

    /** In HCL one may also write {@code distinct_hosts = true} or {@code regexp = "…"}: told as written. */
    private static String told(NomadPart constraint) {
        return constraint.part().names().stream()
                .map(name -> Map.entry(name, constraint.part().at(name).text()))
                .filter(field -> !field.getValue().isEmpty())
                .map(field -> field.getKey() + " " + field.getValue())
                .collect(Collectors.joining(", "));
    }

    private static String attribute(NomadPart written) {
        var text = written.part().text();
        return text.startsWith("${") && text.endsWith("}") ? text.substring(2, text.length() - 1) : text;
    }
}
