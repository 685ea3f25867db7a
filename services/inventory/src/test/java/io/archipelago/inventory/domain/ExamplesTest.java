package io.archipelago.inventory.domain;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.networknt.schema.Error;
import com.networknt.schema.SchemaLocation;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import io.archipelago.events.EventJson;
import io.archipelago.events.catalogue.CatalogueSpec;
import io.archipelago.events.inventory.DatasetSpec;
import io.archipelago.events.inventory.DemandSpec;
import io.archipelago.events.inventory.SiteSpec;
import io.archipelago.events.inventory.WorkloadSpec;
import io.archipelago.events.inventory.WorkloadSpec.AreaDemand;
import io.archipelago.events.quantity.Resources;
import io.archipelago.events.resource.Author;
import io.archipelago.events.resource.Declared;
import io.archipelago.events.resource.Kind;
import io.archipelago.kit.core.Input;
import io.archipelago.kit.core.Outcome;
import io.archipelago.kit.declaration.Apply;
import io.archipelago.kit.declaration.Declarations.Document;
import io.archipelago.kit.declaration.Region;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The examples are documentation; this keeps them true. */
class ExamplesTest {

    private static final Path PROJECT = Path.of("../..");
    private static final Set<String> REGIONS = Set.of("eu-central", "us-east", "ap-southeast");
    private static final Instant NOW = Instant.parse("2026-11-25T12:00:00Z");

    private static final String BASE = "https://archipelago.io/schemas/";
    private static final SchemaRegistry SCHEMAS = SchemaRegistry.withDefaultDialect(
            SpecificationVersion.DRAFT_2020_12,
            builder -> builder.schemaIdResolvers(resolvers -> resolvers.mapPrefix(BASE, "classpath:schemas/")));

    /** A document and what its region made of it. */
    private record Taken(Document document, Outcome outcome) {}

    private final Map<String, InventoryCore> regions = new HashMap<>();
    private final List<Taken> taken = new ArrayList<>();

    @BeforeEach
    void declareEverything() throws IOException {
        for (var name : REGIONS) {
            var peers = REGIONS.stream().filter(other -> !other.equals(name)).collect(Collectors.toSet());
            regions.put(name, new InventoryCore(new Region(name, "DE", peers)));
        }
        for (var folder : List.of("infra/catalogue/data", "examples/cloud", "examples/shop"))
            try (var files = Files.list(PROJECT.resolve(folder))) {
                for (var file : files.sorted().toList()) declare(Files.readString(file));
            }
    }

    /** As the CLI does: a site goes to its region, a catalogue to all, the rest to the home region. */
    private void declare(String text) {
        var home = regions.get("eu-central");
        var read = home.registry().reader().read(text);
        assertThat(read.errors()).isEmpty();
        for (var document : read.documents()) {
            var resource = document.resource();
            var region = resource.kind().equals("Site")
                    ? resource.spec().get("region").asText()
                    : "eu-central";
            if (resource.kind().equals("Catalogue")) regions.values().forEach(core -> take(core, document));
            else take(regions.get(region), document);
        }
    }

    private void take(InventoryCore core, Document document) {
        var outcome =
                core.handle(new Input.Command("c", NOW, new Apply(List.of(document), false, Author.claimed("test"))));
        assertThat(outcome.rejection()).isNull();
        outcome.changes().forEach(core::apply);
        taken.add(new Taken(document, outcome));
    }

    private <S> List<S> all(String region, Kind kind, Class<S> spec) {
        return regions.get(region).registry().all(kind, spec).stream()
                .map(Declared::spec)
                .toList();
    }

    private Resources promisable(String region) {
        return all(region, Kind.SITE, SiteSpec.class).stream()
                .map(SiteSpec::promisable)
                .reduce(Resources.NONE, Resources::plus);
    }

    private Resources needed(double times) {
        var demands = all("eu-central", Kind.DEMAND, DemandSpec.class);
        var needed = Resources.NONE;
        for (var workload : regions.get("eu-central").registry().all(Kind.WORKLOAD, WorkloadSpec.class)) {
            double load = demands.stream()
                    .filter(demand -> demand.workload().equals(workload.name()))
                    .flatMap(demand -> demand.areas().stream())
                    .mapToDouble(AreaDemand::requestsPerSecond)
                    .sum();
            var replicas = workload.spec().replicas();
            long count = Math.max(replicas.min(), (long) Math.ceil(load * times / replicas.requestsPerSecond()));
            assertThat(count).as("replicas of %s", workload.name()).isLessThanOrEqualTo(replicas.max());
            needed = needed.plus(workload.spec().resources().times(count));
        }
        return needed;
    }

    /** After the shop: it is the shop's dataset declared anew. */
    @Test
    void the_shop_s_customers_may_be_encrypted() throws IOException {
        declare(Files.readString(PROJECT.resolve("examples/erasure/customers.yaml")));
        assertThat(all("eu-central", Kind.DATASET, DatasetSpec.class))
                .anySatisfy(dataset -> assertThat(dataset.encrypt()).contains("email"));
    }

    @Test
    void nothing_in_them_is_left_unexplained() {
        for (var kind : List.of(Kind.WORKLOAD, Kind.DATASET, Kind.DEMAND))
            assertThat(regions.get("eu-central").registry().resources(kind))
                    .allSatisfy(
                            one -> assertThat(one.status().get("conditions")).isEmpty());
        assertThat(all("eu-central", Kind.CATALOGUE, CatalogueSpec.class)).hasSizeGreaterThan(10);
    }

    @Test
    void editors_find_no_fault_in_them_and_what_is_published_keeps_to_the_contract() {
        assertThat(taken).hasSizeGreaterThan(30);
        for (var one : taken) {
            var kind = Kind.titled(one.document.resource().kind()).orElseThrow();
            var resource = EventJson.MAPPER.<ObjectNode>valueToTree(one.document.resource());
            assertThat(faults("resources/" + kind.title().toLowerCase(Locale.ROOT) + ".schema", resource))
                    .isEmpty();
            for (var event : one.outcome.events())
                assertThat(faults(event.topic(), EventJson.MAPPER.valueToTree(event.body())))
                        .as("%s %s", event.topic(), event.key())
                        .isEmpty();
        }
    }

    private static List<Error> faults(String schema, JsonNode body) {
        return SCHEMAS.getSchema(SchemaLocation.of(BASE + schema + ".json")).validate(body);
    }

    @Test
    void every_region_has_four_sites() {
        for (var region : REGIONS)
            assertThat(all(region, Kind.SITE, SiteSpec.class)).hasSize(4);
    }

    @Test
    void the_shop_fits_into_its_home_region_with_room_to_spare() {
        assertThat(promisable("eu-central").covers(needed(1.5))).isTrue();
    }

    @Test
    void four_times_the_users_need_two_regions_and_fit_there() {
        assertThat(promisable("eu-central").covers(needed(4))).isFalse();
        assertThat(promisable("eu-central").plus(promisable("us-east")).covers(needed(4)))
                .isTrue();
    }
}
