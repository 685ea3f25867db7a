package io.archipelago.placement.domain;

import static io.archipelago.placement.domain.Atlas.anywhere;
import static io.archipelago.placement.domain.Atlas.declared;
import static io.archipelago.placement.domain.Atlas.from;
import static io.archipelago.placement.domain.Atlas.site;
import static io.archipelago.placement.domain.Atlas.workload;
import static org.assertj.core.api.Assertions.assertThat;

import com.networknt.schema.InputFormat;
import com.networknt.schema.SchemaLocation;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** What placement says keeps to the published schemas, in good times and bad. */
class ContractTest {
    private static final SchemaRegistry SCHEMAS = SchemaRegistry.withDefaultDialect(
            SpecificationVersion.DRAFT_2020_12,
            registry -> registry.schemaIdResolvers(
                    ids -> ids.mapPrefix("https://archipelago.io/schemas/", "classpath:schemas/")));

    @Test
    void every_event_of_an_eventful_life_is_valid() {
        var islands = new Islands(9);
        islands.tellAll("inventory.catalogues.v1", "world", declared("world", "eu-central", 1, Atlas.world()));
        islands.tellAll(
                "inventory.sites.v1", "fra", declared("fra", "eu-central", 1, site("eu-central", "eu-central-1", 3)));
        islands.tellAll("inventory.sites.v1", "iad", declared("iad", "us-east", 1, site("us-east", "us-east-1", 3)));
        islands.tellAll("inventory.sites.v1", "lab", declared("lab", "us-east", 1, site("us-east", "nowhere-1", 3)));
        for (var home : Islands.REGIONS) {
            var name = "w-" + home;
            islands.tellAll(
                    "inventory.workloads.v1",
                    name,
                    declared(name, home, 1, workload(1, 9, from("DE", 200), from("US", 200), from("XX", 10))));
            islands.tellAll("residency.rulings.v1", "workload/" + name, anywhere(name));
        }
        islands.settle().later(20);
        islands.lose("us-east");
        islands.settle().later(20);
        islands.comesBack("us-east");
        islands.settle().later(20);
        islands.tellAll(
                "inventory.workloads.v1",
                "w-us-east",
                Atlas.removed(declared("w-us-east", "us-east", 1, workload(1, 9, from("DE", 200)))));
        islands.settle();

        Set<String> topics = new HashSet<>();
        for (var region : Islands.REGIONS)
            for (var said : islands.said(region)) {
                var parts = said.split(" ", 3);
                topics.add(parts[0]);
                var schema =
                        SCHEMAS.getSchema(SchemaLocation.of("https://archipelago.io/schemas/" + parts[0] + ".json"));
                assertThat(schema.validate(parts[2], InputFormat.JSON)).as(said).isEmpty();
            }
        assertThat(topics)
                .containsExactlyInAnyOrderElementsOf(List.of(
                        Announcements.REQUESTS,
                        Announcements.RESERVATIONS,
                        Announcements.PLACEMENTS,
                        Announcements.WEIGHTS,
                        Announcements.DECISIONS));
    }
}
