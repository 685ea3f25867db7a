package io.archipelago.topology.docs;

import io.archipelago.topology.Plan;
import io.archipelago.topology.Topic;
import io.archipelago.topology.Topic.Through;
import io.archipelago.topology.Topology;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** Writes the page of all topics, for people: Markdown, one table per owner. */
public final class TopicTables {

    private static final String HEAD = """
            # Topics

            Written from `kafka-topology/src/main/resources/topology`; do not edit.

            Every region has the same topics. Nothing is created automatically: `topology plan` shows what is missing, `topology
            apply` makes it. A topic that may leave its region has three names:

            | name | where | what |
            |---|---|---|
            | `inventory.sites.v1` | every region | the region's own facts |
            | `export.us-east.inventory.sites.v1` | every region but us-east | what the residency gate lets us-east have; only us-east's mirror may read it |
            | `eu-central.inventory.sites.v1` | every region but eu-central | the copy of what eu-central exported |

            The schema of each event is `event-schemas/src/main/resources/schemas/<topic>.json`, the whole contract is
            [asyncapi.yaml](asyncapi.yaml).
            """;

    private TopicTables() {}

    public static String of(Topology topology) {
        var page = new StringBuilder(HEAD);
        var owners = topology.topics().stream().map(Topic::owner).collect(Collectors.toCollection(LinkedHashSet::new));
        for (var owner : owners) {
            page.append("\n## ").append(owner).append("\n\n");
            page.append("| topic | holds | key | plan | written by | read by | copies read by | leaves the region |\n");
            page.append("|---|---|---|---|---|---|---|---|\n");
            for (var topic : topology.topicsOf(owner)) page.append(row(topic));
        }
        page.append("\n## Plans\n\n| plan | keeps | partitions local / production | settings |\n|---|---|---|---|\n");
        new TreeMap<>(topology.plans()).values().forEach(plan -> page.append(row(plan)));
        return page.toString();
    }

    private static String row(Topic topic) {
        return cells(
                '`' + topic.name() + '`',
                topic.purpose(),
                topic.key(),
                topic.plan(),
                names(topic.producers()) + (topic.through() == Through.CLIENT ? ", directly" : ""),
                names(topic.localReaders()),
                names(topic.mirroredReaders()),
                switch (topic.mirror()) {
                    case NONE -> "never";
                    case ALL -> "where policies allow";
                    case AUDIENCE -> "to the region it names, where policies allow";
                });
    }

    private static String row(Plan plan) {
        return cells(
                plan.name(),
                plan.purpose(),
                plan.partitions().get("local") + " / " + plan.partitions().get("production"),
                new TreeMap<>(plan.configs())
                        .entrySet().stream()
                                .map(config -> '`' + config.getKey() + '=' + config.getValue() + '`')
                                .collect(Collectors.joining(" ")));
    }

    private static String names(List<String> names) {
        return names.isEmpty() ? "–" : String.join(", ", names);
    }

    private static String cells(String... cells) {
        return List.of(cells).stream()
                .map(cell -> cell.replace("|", "\\|").replace("<", "&lt;"))
                .collect(Collectors.joining(" | ", "| ", " |\n"));
    }
}
