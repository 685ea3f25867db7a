package io.archipelago.inventory.domain;

import static org.assertj.core.api.Assertions.assertThat;

import io.archipelago.events.catalogue.CatalogueSpec;
import io.archipelago.events.catalogue.World;
import io.archipelago.events.ledger.LedgerKey;
import io.archipelago.events.place.Attestation;
import io.archipelago.events.place.Light;
import io.archipelago.events.resource.Author;
import io.archipelago.events.resource.Declared;
import io.archipelago.events.resource.Kind;
import io.archipelago.kit.core.Input;
import io.archipelago.kit.core.Outcome;
import io.archipelago.kit.declaration.Apply;
import io.archipelago.kit.declaration.Delete;
import io.archipelago.kit.declaration.Region;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class InventoryCoreTest {

    private static final Path CATALOGUES = Path.of("../../infra/catalogue/data");
    private static final Instant NOW = Instant.parse("2026-11-25T12:00:00Z");
    private static final Region EU = new Region("eu-central", "DE", Set.of("us-east", "ap-southeast"));

    /** Knows the real world, which no test changes. */
    private static final InventoryCore KNOWING = new InventoryCore(EU);

    private static final String SITE = """
            apiVersion: archipelago.io/v1
            kind: Site
            metadata: {name: frankfurt}
            spec:
              region: eu-central
              cloudRegion: aws/eu-central-1
              capacity: {cpu: 100, memory: 200Gi, storage: 1Ti}
            """;
    private static final String WORKLOAD = """
            apiVersion: archipelago.io/v1
            kind: Workload
            metadata: {name: web}
            spec:
              owner: shop
              replicas: {min: 1, max: 4, requestsPerSecond: 100}
              resources: {cpu: 500m, memory: 512Mi}
              objective: {latencyMs: 80, share: 0.95}
              demand: [{area: DE/Berlin, requestsPerSecond: 10}]
              spread: {minSites: 2, maxShare: 0.5}
              allow: {countries: [DE, NO], providers: [aws]}
              budget: {maxPerHour: 5}
              priority: 100
            """;
    private static final String DATASET = """
            apiVersion: archipelago.io/v1
            kind: Dataset
            metadata: {name: customers}
            spec:
              owner: shop
              dataClass: personal
              jurisdiction: EU-EEA
              source: {topic: shop.customers}
              copies: [us-east]
              size: 2Gi
            """;
    private static final String DEMAND = """
            apiVersion: archipelago.io/v1
            kind: Demand
            metadata: {name: web}
            spec:
              workload: web
              areas: [{area: US/New York City, requestsPerSecond: 10}, {area: FR, requestsPerSecond: 5}]
            """;
    private static final String CATALOGUE = """
            apiVersion: archipelago.io/v1
            kind: Catalogue
            metadata: {name: own}
            spec:
              provider: own
              regions: [{name: cellar, title: Cellar, country: DE, continent: EU, latitude: 50.1, longitude: 8.6,
                zones: 1, cpuHour: 0.01, memoryGiBHour: 0.001, storageGiBMonth: 0.02, carbonGramsPerKwh: 350,
                priceBasis: list, carbonBasis: model}]
              transfers: [{from: '*', to: internet, perGB: 0.05}]
              rtt: {regions: [cellar], rows: [[1]]}
            """;

    @BeforeAll
    static void loadTheWorld() throws IOException {
        try (var files = Files.list(CATALOGUES)) {
            files.sorted().forEach(file -> take(KNOWING, apply(KNOWING, text(file), false)));
        }
    }

    private static String text(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Outcome apply(InventoryCore core, String text, boolean dryRun) {
        var read = core.registry().reader().read(text);
        assertThat(read.errors()).isEmpty();
        return core.handle(new Input.Command("c", NOW, new Apply(read.documents(), dryRun, Author.claimed("test"))));
    }

    private static void take(InventoryCore core, Outcome outcome) {
        assertThat(outcome.rejection()).isNull();
        outcome.changes().forEach(core::apply);
    }

    private static List<String> mistakes(String text) {
        var rejection = apply(KNOWING, text, true).rejection();
        return rejection == null
                ? List.of()
                : rejection.errors().stream()
                        .map(error -> error.path() + ": " + error.detail())
                        .toList();
    }

    private static List<String> conditions(Outcome outcome) {
        return ((Apply.Applied) outcome.answer())
                .results().stream()
                        .flatMap(result -> result.conditions().stream())
                        .map(condition -> condition.reason())
                        .toList();
    }

    @Test
    void the_real_world_is_taken_as_it_ships() {
        assertThat(KNOWING.registry().resources(Kind.CATALOGUE)).hasSizeGreaterThan(10);
        assertThat(KNOWING.registry().resources(Kind.CATALOGUE))
                .allSatisfy(
                        catalogue -> assertThat(catalogue.status().toString()).contains("\"conditions\":[]"));
    }

    private static final LedgerKey SURVEYOR = LedgerKey.generate();

    private static final String SURVEY = """
            apiVersion: archipelago.io/v1
            kind: Catalogue
            metadata: {name: survey}
            spec:
              surveyors: [{name: tuev, key: %s}]
              roundTrips: [{from: frankfurt, to: aws/us-east-1, ms: %s}]
            """;

    private static String signed(String country) {
        var text = Attestation.text("frankfurt", "eu-central", "aws/eu-central-1", country);
        return SITE + "  place: {country: " + country + ", surveyor: tuev, signature: " + SURVEYOR.sign(text) + "}\n";
    }

    private static String survey(double ms) {
        return SURVEY.formatted(SURVEYOR.publicKey(), ms);
    }

    @Test
    void a_place_is_a_claim_that_can_be_attested_and_contradicted() throws IOException {
        var core = new InventoryCore(EU);
        take(core, apply(core, text(CATALOGUES.resolve("aws.json")), false));
        assertThat(conditions(apply(core, SITE, true))).isEmpty();
        assertThat(conditions(apply(core, signed("DE"), true))).containsExactly("NotAttested");
        take(core, apply(core, survey(88), false));
        assertThat(conditions(apply(core, SITE, true))).containsExactly("NotAttested");
        assertThat(conditions(apply(core, signed("DE"), true))).isEmpty();
        assertThat(conditions(apply(core, signed("FR"), true))).containsExactly("Contradicted");
        take(core, apply(core, SITE, false));
        take(core, apply(core, survey(3), false));
        assertThat(core.registry().resources(Kind.SITE)).singleElement().satisfies(site -> assertThat(
                        site.status().toString())
                .contains("it answers aws/us-east-1 within 3.0 ms", "where does it stand?"));
    }

    /** Whole milliseconds may have been cut off. */
    @Test
    void no_round_trip_measured_in_the_real_world_outruns_light() {
        var world = World.of(KNOWING.registry().all(Kind.CATALOGUE, CatalogueSpec.class).stream()
                .map(Declared::spec)
                .toList());
        for (var from : world.regionIds())
            for (var to : world.regionIds())
                assertThat(world.rttMs(from, to) + 1)
                        .as("%s to %s", from, to)
                        .isGreaterThanOrEqualTo(Light.leastRttMs(world.distanceKm(from, to)));
    }

    @Test
    void a_survey_that_cannot_be_read_is_refused() {
        assertThat(mistakes(survey(88))).isEmpty();
        assertThat(mistakes(survey(-1))).containsExactly("spec.roundTrips[0].ms: is -1.0, must not be negative");
        assertThat(mistakes(SURVEY.formatted("abc", 88)))
                .containsExactly("spec.surveyors[0].key: is no public key of Ed25519: 64 hexadecimal digits");
        assertThat(mistakes(SITE + "  place: {country: DE, surveyor: tuev, signature: abc}\n"))
                .containsExactly("spec.place.signature: is not one of Ed25519: 128 hexadecimal digits");
        assertThat(mistakes(DATASET + "  encrypt: [email, $key]\n"))
                .anySatisfy(mistake -> assertThat(mistake).startsWith("spec.subjectColumn: is missing"))
                .anySatisfy(mistake -> assertThat(mistake).startsWith("spec.encrypt[0]: 'email' is not among"))
                .anySatisfy(mistake -> assertThat(mistake).startsWith("spec.encrypt[1]: '$key' encrypts otherwise"));
        assertThat(mistakes(DATASET + "  columns: {email: personal}\n  subjectColumn: id\n  encrypt: [email]\n"))
                .isEmpty();
        assertThat(mistakes(DATASET + "  safeguards: [attested-place]\n"))
                .singleElement()
                .asString()
                .startsWith("spec.safeguards[0]: 'attested-place' is not for a dataset to say");
    }

    @Test
    void sound_declarations_are_taken() {
        assertThat(mistakes(SITE)).isEmpty();
        assertThat(mistakes(WORKLOAD)).isEmpty();
        assertThat(mistakes(DATASET)).isEmpty();
        assertThat(mistakes(DEMAND)).isEmpty();
        assertThat(mistakes(CATALOGUE)).isEmpty();
    }

    @ParameterizedTest(name = "{1} -> {2}")
    @CsvSource(delimiter = '|', textBlock = """
                cpu: 100 | cpu: -1 | spec.capacity.cpu: is -1, must be more than 0
                cpu: 100 | cpu: 0 | spec.capacity.cpu: is 0, must be more than 0
                cpu: 100, memory: 200Gi | memory: 200Gi | spec.capacity.cpu: is 0, must be more than 0
                memory: 200Gi | memory: -1Gi | spec.capacity.memory: is -1Gi, must be more than 0
                storage: 1Ti | storage: -1 | spec.capacity.storage: is -1, must not be negative
                aws/eu-central-1 | aws/eu-centrl-1 | spec.cloudRegion: no catalogue here knows the cloud region 'aws/eu-centrl-1'; nearest: aws/eu-central-1, aws/eu-central-2
                aws/eu-central-1 | awz/eu-central-1 | spec.cloudRegion: no catalogue here knows a provider 'awz' — did you mean 'aws'?
                aws/eu-central-1 | frankfurt | spec.cloudRegion: no catalogue here knows a provider ''
                region: eu-central | region: us-east | spec.region: a Site is declared only in its own region: send this one to us-east (this is eu-central)
                region: eu-central | region: eu-centrl | spec.region: there is no region 'eu-centrl' — did you mean 'eu-central'?
                {name: frankfurt} | {name: frankfurt, home: us-east} | metadata.home: a Site's home is its region, eu-central: leave home out
                cloudRegion: | fillLimit: 0\\n  cloudRegion: | spec.fillLimit: is 0, must be from 1 to 100
                cloudRegion: | fillLimit: 101\\n  cloudRegion: | spec.fillLimit: is 101, must be from 1 to 100
                cloudRegion: | corridor: ' '\\n  cloudRegion: | spec.corridor: is empty
                """)
    void an_impossible_site_is_refused(String right, String wrong, String mistake) {
        assertRefused(SITE, right, wrong, mistake);
    }

    @ParameterizedTest(name = "{1} -> {2}")
    @CsvSource(delimiter = '|', textBlock = """
                owner: shop | owner: ' ' | spec.owner: is empty
                min: 1 | min: 5 | spec.replicas.min: is 5, more than spec.replicas.max, 4
                min: 1 | min: -1 | spec.replicas.min: is -1, must be at least 0
                max: 4 | max: 0 | spec.replicas.max: is 0, must be from 1 to 100000
                requestsPerSecond: 100 | requestsPerSecond: 0 | spec.replicas.requestsPerSecond: is 0, must be at least 1
                cpu: 500m | cpu: 0 | spec.resources.cpu: is 0, must be more than 0
                memory: 512Mi | memory: -5 | spec.resources.memory: is -5, must be more than 0
                latencyMs: 80 | latencyMs: 0 | spec.objective.latencyMs: is 0.0, must be more than 0
                share: 0.95 | share: 1.5 | spec.objective.share: is 1.5, a share is more than 0 and at most 1
                DE/Berlin | DE/Berln | spec.demand[0].area: no catalogue here knows a city 'Berln' in DE; did you mean 'DE/Berlin'?
                DE/Berlin | DE/Atlantis | spec.demand[0].area: no catalogue here knows a city 'Atlantis' in DE; the largest are Berlin
                DE/Berlin | XX | spec.demand[0].area: 'XX' is not an ISO 3166-1 country code
                requestsPerSecond: 10} | requestsPerSecond: -10} | spec.demand[0].requestsPerSecond: is -10.0, must not be negative
                requestsPerSecond: 10} | requestsPerSecond: 10}, {area: DE/Berlin, requestsPerSecond: 1} | spec.demand[1].area: 'DE/Berlin' is already in spec.demand[0]
                minSites: 2 | minSites: 5 | spec.spread.minSites: is 5, but there are at most 4 replicas
                minSites: 2 | minRegions: 0 | spec.spread.minRegions: is 0, must be at least 1
                minSites: 2 | minCorridors: 0 | spec.spread.minCorridors: is 0, must be at least 1
                maxShare: 0.5 | maxShare: 0 | spec.spread.maxShare: is 0.0, a share is more than 0 and at most 1
                NO | NX | spec.allow.countries[1]: 'NX' is not an ISO 3166-1 country code
                [aws] | [asw] | spec.allow.providers[0]: no catalogue here knows a provider 'asw' — did you mean 'aws'?
                maxPerHour: 5 | maxPerHour: -5 | spec.budget.maxPerHour: is -5, must not be negative
                priority: 100 | priority: -1 | spec.priority: is -1, must be at least 0
                priority: 100 | affinity: [{workload: web, callsPerSecond: 1, bytesPerCall: 1Ki}] | spec.affinity[0].workload: a workload cannot have an affinity to itself
                priority: 100 | affinity: [{workload: x, callsPerSecond: -1, bytesPerCall: 1Ki}] | spec.affinity[0].callsPerSecond: is -1.0, must not be negative
                priority: 100 | affinity: [{workload: x, callsPerSecond: 1, bytesPerCall: -1}] | spec.affinity[0].bytesPerCall: is -1, must not be negative
                priority: 100 | data: [{dataset: customers, action: proces}] | spec.data[0].action: is 'proces', must be one of store, process — did you mean 'process'?
                {name: web} | {name: web, home: us-esat} | metadata.home: there is no region 'us-esat' — did you mean 'us-east'?
                """)
    void an_impossible_workload_is_refused(String right, String wrong, String mistake) {
        assertRefused(WORKLOAD, right, wrong, mistake);
    }

    @ParameterizedTest(name = "{1} -> {2}")
    @CsvSource(delimiter = '|', textBlock = """
                owner: shop | owner: '' | spec.owner: is empty
                personal | Personal data | spec.dataClass: is 'Personal data'
                EU-EEA | XX | spec.jurisdiction: is 'XX': write an ISO 3166-1 country code
                EU-EEA | Europe | spec.jurisdiction: is 'Europe': write an ISO 3166-1 country code
                shop.customers | shop customers | spec.source.topic: is not a topic's name
                shop.customers | inventory.sites.v1 | spec.source.topic: topics that begin with 'inventory' are not users' data
                shop.customers | export.us-east.x | spec.source.topic: topics that begin with 'export' are not users' data
                shop.customers | us-east.shop.customers | spec.source.topic: topics that begin with 'us-east' are not users' data
                [us-east] | [us-east, us-east] | spec.copies[1]: us-east is named twice
                [us-east] | [eu-central] | spec.copies[0]: eu-central is its home and has it already
                [us-east] | [us-wset] | spec.copies[0]: there is no region 'us-wset'
                size: 2Gi | size: -2Gi | spec.size: is -2Gi, must not be negative
                """)
    void an_impossible_dataset_is_refused(String right, String wrong, String mistake) {
        assertRefused(DATASET, right, wrong, mistake);
    }

    @ParameterizedTest(name = "{1} -> {2}")
    @CsvSource(delimiter = '|', textBlock = """
                New York City | New York | spec.areas[0].area: no catalogue here knows a city 'New York' in US
                area: FR | area: Fr | spec.areas[1].area: 'Fr' is not an ISO 3166-1 country code
                requestsPerSecond: 5 | requestsPerSecond: -5 | spec.areas[1].requestsPerSecond: is -5.0, must not be negative
                """)
    void an_impossible_demand_is_refused(String right, String wrong, String mistake) {
        assertRefused(DEMAND, right, wrong, mistake);
    }

    @ParameterizedTest(name = "{1} -> {2}")
    @CsvSource(delimiter = '|', textBlock = """
                provider: own | description: none | spec.provider: is required for regions, transfers and round trips
                provider: own | provider: Own One | spec.provider: is 'Own One'
                country: DE | country: de | spec.regions[0].country: 'de' is not a country code
                continent: EU | continent: XY | spec.regions[0].continent: must be one of
                latitude: 50.1 | latitude: 95 | spec.regions[0].latitude: is 95.0, off the globe
                longitude: 8.6 | longitude: -181 | spec.regions[0].longitude: is -181.0, off the globe
                zones: 1 | zones: 0 | spec.regions[0].zones: is 0, must be at least 1
                cpuHour: 0.01 | cpuHour: -0.01 | spec.regions[0].cpuHour: is -0.01, must not be negative
                perGB: 0.05 | perGB: -1 | spec.transfers[0].perGB: is -1, must not be negative
                regions: [cellar] | regions: [attic] | spec.rtt.regions[0]: is none of spec.regions
                rows: [[1]] | rows: [[1, 2]] | spec.rtt.rows[0]: has 2 columns for 1 regions
                rows: [[1]] | rows: [] | spec.rtt.rows: has 0 rows for 1 regions
                """)
    void an_impossible_catalogue_is_refused(String right, String wrong, String mistake) {
        assertRefused(CATALOGUE, right, wrong, mistake);
    }

    private static void assertRefused(String sound, String right, String wrong, String mistake) {
        assertThat(sound).contains(right);
        assertThat(mistakes(sound.replace(right, wrong.replace("\\n", "\n"))))
                .anySatisfy(found -> assertThat(found).startsWith(mistake));
    }

    @Test
    void an_owner_fits_into_a_header() {
        assertThat(mistakes(DATASET.replace("owner: shop", "owner: \"shop\\u0000\"")))
                .singleElement()
                .asString()
                .startsWith("spec.owner: has control characters");
        assertThat(mistakes(DATASET.replace("owner: shop", "owner: " + "x".repeat(129))))
                .hasSize(1);
    }

    @Test
    void several_mistakes_are_told_at_once_and_with_their_document() {
        var rejection = apply(
                        KNOWING,
                        SITE.replace("cpu: 100", "cpu: 0") + "---\n"
                                + WORKLOAD.replace("min: 1", "min: 9").replace("share: 0.95", "share: 2"),
                        true)
                .rejection();
        assertThat(rejection.errors())
                .extracting(error -> error.document() + " " + error.path())
                .containsExactlyInAnyOrder("0 spec.capacity.cpu", "1 spec.replicas.min", "1 spec.objective.share");
    }

    @Test
    void a_reference_to_the_unknown_is_taken_with_a_condition_that_clears_itself() {
        var core = new InventoryCore(EU);
        var text = WORKLOAD.replace("priority: 100", "data: [{dataset: customers, action: process}]");
        var outcome = apply(core, text, false);
        take(core, outcome);
        assertThat(conditions(outcome)).contains("UnknownDataset");
        assertThat(core.registry()
                        .resource(Kind.WORKLOAD, "web")
                        .orElseThrow()
                        .status()
                        .toString())
                .contains("UnknownDataset");
        take(core, apply(core, DATASET, false));
        assertThat(core.registry()
                        .resource(Kind.WORKLOAD, "web")
                        .orElseThrow()
                        .status()
                        .toString())
                .doesNotContain("UnknownDataset");
        take(
                core,
                core.handle(
                        new Input.Command("c", NOW, new Delete(Kind.DATASET, "customers", Author.claimed("test")))));
        assertThat(core.registry()
                        .resource(Kind.WORKLOAD, "web")
                        .orElseThrow()
                        .status()
                        .toString())
                .contains("UnknownDataset");
    }

    @Test
    void what_is_declared_in_the_same_text_counts_as_known() {
        var core = new InventoryCore(EU);
        var text = DEMAND + "---\n"
                + WORKLOAD.replace("[aws]", "[own]")
                        .replace("priority: 100", "data: [{dataset: customers, action: store}]")
                + "---\n" + DATASET + "---\n" + CATALOGUE + "---\n" + SITE.replace("aws/eu-central-1", "own/cellar");
        assertThat(conditions(apply(core, text, true)))
                .as("only that no cities are known")
                .containsOnly("NoCatalogue");
        assertThat(apply(core, text.replace("own/cellar", "own/attic"), true)
                        .rejection()
                        .errors()
                        .getFirst()
                        .detail())
                .isEqualTo("no catalogue here knows the cloud region 'own/attic'; own has own/cellar");
    }

    @Test
    void a_place_is_taken_unchecked_while_no_catalogue_is_known_and_says_so() {
        assertThat(conditions(apply(new InventoryCore(EU), SITE, true))).containsExactly("NoCatalogue");
        assertThat(conditions(apply(new InventoryCore(EU), DEMAND, true))).contains("NoCatalogue", "UnknownWorkload");
    }

    @Test
    void the_demand_of_a_workload_is_said_once() {
        var core = new InventoryCore(EU);
        take(core, apply(core, DEMAND, false));
        take(core, apply(core, DEMAND.replace("requestsPerSecond: 5", "requestsPerSecond: 6"), false));
        assertThat(apply(core, DEMAND.replace("{name: web}", "{name: other}"), true)
                        .rejection()
                        .errors()
                        .getFirst()
                        .detail())
                .isEqualTo("the demand of 'web' is already declared as 'web': change that one");
    }

    @Test
    void a_cordoned_site_may_be_deleted() {
        var core = new InventoryCore(EU);
        take(core, apply(core, SITE + "  cordoned: true\n", false));
        take(
                core,
                core.handle(new Input.Command("c", NOW, new Delete(Kind.SITE, "frankfurt", Author.claimed("test")))));
        assertThat(core.registry().resources(Kind.SITE)).isEmpty();
    }

    @Test
    void lists_are_in_the_order_of_names() {
        var core = new InventoryCore(EU);
        for (var name : List.of("web", "cart", "payment"))
            take(core, apply(core, WORKLOAD.replace("{name: web}", "{name: " + name + "}"), false));
        assertThat(core.registry().resources(Kind.WORKLOAD))
                .extracting(resource -> resource.metadata().name())
                .containsExactly("cart", "payment", "web");
    }
}
