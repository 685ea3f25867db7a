package io.archipelago.topology.docs;

import io.archipelago.topology.Topology;
import io.archipelago.topology.access.Grant;
import io.archipelago.topology.access.Grants;
import io.archipelago.topology.access.Identity;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** Writes who may do what on a region's broker, for people: a Markdown table, with one peer standing for all. */
public final class AccessTable {

    private static final String REGION = "eu-central";
    private static final String PEER = "us-east";

    private AccessTable() {}

    public static String of(Topology topology) {
        SortedMap<Identity, List<Grant>> byIdentity = Grants.forRegion(topology, REGION, List.of(PEER)).stream()
                .collect(Collectors.groupingBy(Grant::identity, TreeMap::new, Collectors.toList()));
        var table = new StringBuilder("| identity | may | what |\n|---|---|---|\n");
        byIdentity.forEach((identity, grants) -> grants.stream()
                .collect(Collectors.groupingBy(Grant::right, TreeMap::new, Collectors.toList()))
                .forEach((right, of) -> table.append(of.stream()
                        .map(grant -> '`' + grant.resources() + '`')
                        .collect(Collectors.joining(", ", "| `" + identity + "` | " + right + " | ", " |\n")))));
        return table.toString();
    }
}
