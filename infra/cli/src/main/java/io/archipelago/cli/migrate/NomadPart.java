package io.archipelago.cli.migrate;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * A part of a Nomad job, asked for by the names of the JSON API whichever way it was written: HCL names the same things in
 * the singular and in small letters, and puts a block's name before it.
 *
 * @see <a href="https://developer.hashicorp.com/nomad/api-docs/json-jobs">JSON Job Specification</a>
 */
final class NomadPart {

    /** A block and its name. */
    record Named(String name, NomadPart block) {}

    private static final Map<String, String> HCL = Map.ofEntries(
            Map.entry("TaskGroups", "group"),
            Map.entry("Tasks", "task"),
            Map.entry("Constraints", "constraint"),
            Map.entry("Affinities", "affinity"),
            Map.entry("Spreads", "spread"),
            Map.entry("SpreadTarget", "target"),
            Map.entry("Regions", "region"),
            Map.entry("Services", "service"),
            Map.entry("SidecarService", "sidecar_service"),
            Map.entry("DestinationName", "destination_name"),
            Map.entry("LTarget", "attribute"),
            Map.entry("RTarget", "value"),
            Map.entry("Operand", "operator"),
            Map.entry("EphemeralDisk", "ephemeral_disk"),
            Map.entry("SizeMB", "size"),
            Map.entry("MemoryMB", "memory"),
            Map.entry("MemoryMaxMB", "memory_max"));

    private final Part part;
    private final boolean hcl;

    private NomadPart(Part part, boolean hcl) {
        this.part = part;
        this.hcl = hcl;
    }

    static NomadPart json(Part part) {
        return new NomadPart(part, false);
    }

    static NomadPart hcl(Part part) {
        return new NomadPart(part, true);
    }

    Part part() {
        return part;
    }

    NomadPart at(String name) {
        return new NomadPart(part.at(hcl ? HCL.getOrDefault(name, name.toLowerCase(Locale.ROOT)) : name), hcl);
    }

    /** Blocks that have no name: HCL has one, or a list of several. */
    List<NomadPart> blocks(String name) {
        var all = at(name).part;
        if (!all.there()) return List.of();
        return (all.isList() ? all.items() : List.of(all))
                .stream().map(p -> new NomadPart(p, hcl)).toList();
    }

    /**
     * Blocks that have a name.
     *
     * @param field what holds the name in JSON
     */
    List<Named> named(String name, String field) {
        var all = at(name).part;
        var found = new ArrayList<Named>();
        if (hcl) all.names().forEach(n -> found.add(new Named(n, new NomadPart(all.at(n), true))));
        else for (var item : all.items()) found.add(new Named(item.at(field).text(), new NomadPart(item, false)));
        return found;
    }

    /** What the reader of HCL made nothing of: functions it does not know. */
    List<Part> notEvaluated() {
        return hcl ? part.nulls().toList() : List.of();
    }

    /** What nobody used. */
    List<Part> unused() {
        return hcl ? part.unused() : part.unusedBesidesDefaults();
    }
}
