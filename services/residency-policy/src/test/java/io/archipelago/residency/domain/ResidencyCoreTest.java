package io.archipelago.residency.domain;

import static org.assertj.core.api.Assertions.assertThat;

import io.archipelago.events.EventJson;
import io.archipelago.events.catalogue.CatalogueSpec;
import io.archipelago.events.catalogue.CloudRegion;
import io.archipelago.events.inventory.WorkloadSpec.DataUse;
import io.archipelago.events.quantity.Usd;
import io.archipelago.events.residency.Ruling;
import io.archipelago.events.residency.TransferReported;
import io.archipelago.events.resource.Kind;
import io.archipelago.kit.core.Change;
import io.archipelago.kit.core.Rejection.FieldError;
import io.archipelago.residency.Lawgiver;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ResidencyCoreTest {

    private static final String GROUP = """
            apiVersion: archipelago.io/v1
            kind: JurisdictionGroup
            metadata: {name: eu-eea}
            spec: {members: [DE, FR], source: test}
            """;
    private static final String POLICY = """
            apiVersion: archipelago.io/v1
            kind: ResidencyPolicy
            metadata: {name: gdpr}
            spec:
              dataClasses: [personal]
              subjects: [EU-EEA]
              rules:
                - {id: within, effect: allow, actions: [store, process, send], jurisdictions: [EU-EEA, US], source: Art. 1}
                - {id: other, effect: allow, actions: [store], jurisdictions: [JP], except: [JP], source: Art. 45}
            """;
    private static final String DENY = """
            apiVersion: archipelago.io/v1
            kind: ResidencyPolicy
            metadata: {name: strict}
            spec:
              dataClasses: [personal]
              subjects: [EU-EEA]
              effectiveFrom: 2026-12-01
              effectiveUntil: 2026-12-24
              rules: [{id: no-us, effect: deny, actions: [store, process, send], jurisdictions: [US], source: test}]
            """;

    private final Lawgiver law = new Lawgiver();

    private List<Ruling> rulings() {
        return law.published.stream()
                .filter(event -> event.topic().equals("residency.rulings.v1"))
                .map(event -> (Ruling) event.body())
                .toList();
    }

    private Ruling ruling(String subject) {
        return law.core().ruling(subject).orElseThrow();
    }

    @Test
    void a_dataset_is_ruled_on_by_where_it_may_be_stored() {
        law.declare(GROUP + "---\n" + POLICY);
        law.dataset("customers", "shop.customers", "personal", "EU-EEA", "us-east");
        var ruling = ruling("dataset/customers");
        assertThat(ruling.verdicts()).containsOnlyKeys("DE", "US", "SG");
        assertThat(ruling.allows("DE")).isTrue();
        assertThat(ruling.verdicts().get("US"))
                .isEqualTo(new Ruling.Verdict(true, List.of("gdpr#within"), "allowed by gdpr#within", "Art. 1"));
        assertThat(ruling.verdicts().get("SG").reason()).contains("which law or agreement does?");
        assertThat(ruling.policies()).isEqualTo(Map.of("gdpr", 1L));
        assertThat(rulings()).containsExactly(ruling);
    }

    @Test
    void a_workload_may_run_where_it_may_do_all_it_does() {
        law.declare(GROUP + "---\n" + POLICY);
        law.workload("free");
        law.workload("cart", new DataUse("customers", "process"), new DataUse("cards", "store"));
        assertThat(ruling("workload/free").allows("SG")).isTrue();
        assertThat(ruling("workload/cart").verdicts().get("DE").reason())
                .isEqualTo("customers: nobody has declared this dataset here yet: what law binds it?; cards: nobody has"
                        + " declared this dataset here yet: what law binds it?");
        law.dataset("customers", "c", "personal", "DE");
        assertThat(ruling("workload/cart").verdicts().get("DE").reason()).startsWith("cards: nobody");
        law.dataset("cards", "d", "personal", "EU-EEA");
        assertThat(ruling("workload/cart").allows("DE")).isTrue();
        assertThat(ruling("workload/cart").allows("SG")).isFalse();
        law.event(Kind.DATASET, "cards", null, "eu-central", true);
        assertThat(ruling("workload/cart").allows("DE")).isFalse();
    }

    @Test
    void a_ruling_is_published_when_it_changes_and_only_then() {
        law.declare(GROUP + "---\n" + POLICY);
        law.workload("cart", new DataUse("customers", "process"));
        law.dataset("customers", "c", "personal", "EU-EEA");
        int published = rulings().size();
        law.dataset("customers", "c", "personal", "EU-EEA", "us-east"); // where copies go is no matter of rulings
        law.declare(POLICY);
        for (int i = 0; i < 3; i++) law.tick();
        assertThat(rulings()).hasSize(published);
        law.declare(POLICY.replace("[EU-EEA, US]", "[EU-EEA]"));
        assertThat(rulings()).hasSize(published + 2);
        assertThat(ruling("workload/cart").policies()).isEqualTo(Map.of("gdpr", 2L));
    }

    @Test
    void a_workload_that_is_gone_is_ruled_on_once_more() {
        law.workload("cart");
        law.event(Kind.WORKLOAD, "cart", null, "eu-central", true);
        assertThat(rulings().getLast()).isEqualTo(new Ruling("workload/cart", true, Map.of(), Map.of()));
        assertThat(law.core().ruling("workload/cart")).isEmpty();
        int published = rulings().size();
        law.tick();
        assertThat(rulings()).hasSize(published);
    }

    @Test
    void rules_for_every_country_where_machines_can_be_rented() {
        law.workload("cart");
        law.event(
                Kind.CATALOGUE,
                "aws",
                new CatalogueSpec(
                        null,
                        null,
                        "aws",
                        List.of(region("tokyo", "JP"), region("paris", "FR")),
                        null,
                        null,
                        null,
                        null),
                "eu-central",
                false);
        assertThat(ruling("workload/cart").verdicts()).containsOnlyKeys("DE", "FR", "JP", "SG", "US");
    }

    private static CloudRegion region(String name, String country) {
        return new CloudRegion(name, name, country, "AS", 0, 0, 1, Usd.ZERO, Usd.ZERO, Usd.ZERO, 0, "list", "list");
    }

    @Test
    void a_policy_comes_into_force_and_goes_out_of_it_at_its_time() {
        law.declare(GROUP + "---\n" + POLICY + "---\n" + DENY);
        law.dataset("customers", "c", "personal", "EU-EEA");
        long before = law.changes();
        law.now = Instant.parse("2026-11-30T23:59:59.999Z");
        law.tick();
        assertThat(ruling("dataset/customers").allows("US")).isTrue();
        assertThat(law.changes()).isEqualTo(before);
        law.now = Instant.parse("2026-12-01T00:00:00Z");
        law.tick();
        assertThat(ruling("dataset/customers").verdicts().get("US").rules()).containsExactly("strict#no-us");
        assertThat(law.core().law().code().since()).isEqualTo(law.now);
        assertThat(law.changes()).isGreaterThan(before);
        law.now = Instant.parse("2026-12-24T00:00:00Z");
        law.tick();
        assertThat(ruling("dataset/customers").allows("US")).isTrue();
        assertThat(law.core().law().code().policies()).containsOnlyKeys("gdpr");
    }

    @Test
    void the_gate_is_given_the_law_of_this_moment_though_no_tick_came() {
        law.declare(GROUP + "---\n" + POLICY + "---\n" + DENY);
        law.now = Instant.parse("2026-12-02T00:00:00Z");
        var orders = law.read();
        assertThat(orders.law().code().policies()).containsOnlyKeys("gdpr", "strict");
        assertThat(orders.earlier()).hasSize(2); // that of nothing, and the one before
    }

    @Test
    void the_gate_is_told_which_topics_leave_and_which_arrive() {
        law.dataset("customers", "shop.customers", "personal", "EU-EEA", "us-east");
        law.event(
                Kind.DATASET,
                "prices",
                new io.archipelago.events.inventory.DatasetSpec(
                        "shop",
                        "public",
                        "US",
                        new io.archipelago.events.inventory.DatasetSpec.Source("shop.prices"),
                        List.of("eu-central"),
                        null),
                "us-east",
                false);
        var orders = law.read();
        assertThat(orders.leaving()).extracting(Known.Dataset::name).containsExactly("customers");
        assertThat(orders.arriving()).containsExactly("us-east.shop.prices");
    }

    @Test
    void a_report_of_the_gate_adds_to_the_totals_once() {
        var start = law.now;
        var line = new ReportTransfers.Line(
                "shop.c", "us-east", "customers", "shop", "personal", 3, 300, Map.of("unlabelled", 2L));
        var first = new ReportTransfers(start, start.plusSeconds(5), List.of(line), List.of());
        var second = new ReportTransfers(start.plusSeconds(5), start.plusSeconds(10), List.of(line), List.of());
        for (var report : List.of(first, first, second, first, second)) law.command(report);
        assertThat(law.core().transfers())
                .singleElement()
                .isEqualTo(new TransferTotal(
                        "shop.c",
                        "eu-central",
                        "us-east",
                        "customers",
                        "shop",
                        "personal",
                        6,
                        600,
                        Map.of("unlabelled", 4L),
                        start.plusSeconds(10)));
        assertThat(law.published.stream()
                        .filter(event -> event.topic().equals("residency.transfers.v1"))
                        .peek(event -> assertThat(event.key()).isEqualTo("shop.c|us-east"))
                        .map(event -> ((TransferReported) event.body()).total()))
                .containsExactly(3L, 6L);
    }

    @Test
    void a_core_built_from_its_documents_decides_as_before() throws Exception {
        var documents = new java.util.TreeMap<String, Change>();
        law.declare(GROUP + "---\n" + POLICY);
        law.dataset("customers", "c", "personal", "EU-EEA", "us-east");
        law.workload("cart", new DataUse("customers", "process"));
        law.declare(DENY);
        law.now = law.now.plus(Duration.ofDays(10));
        law.tick();
        for (var change : law.changed)
            if (change instanceof Change.Put put) documents.put(put.kind() + "/" + put.key(), put);
            else documents.remove(change.kind() + "/" + change.key());
        var again = new Lawgiver();
        again.now = law.now;
        for (var change : documents.values()) {
            var put = (Change.Put) change;
            var json = EventJson.MAPPER.writeValueAsString(put.body());
            var type = again.core().documents().get(put.kind());
            again.core().apply(new Change.Put(put.kind(), put.key(), EventJson.MAPPER.readValue(json, type)));
        }
        again.settle();
        assertThat(again.published).isEmpty();
        assertThat(again.core().rulings()).isEqualTo(law.core().rulings());
        assertThat(again.read().law().code()).isEqualTo(law.read().law().code());
        assertThat(again.read().earlier().keySet())
                .isEqualTo(law.read().earlier().keySet());
        assertThat(again.read().leaving()).isEqualTo(law.read().leaving());
    }

    @Test
    void a_preview_tells_what_drafts_would_change_and_changes_nothing() {
        law.declare(GROUP + "---\n" + POLICY);
        law.dataset("customers", "c", "personal", "EU-EEA");
        law.workload("cart", new DataUse("customers", "process"));
        law.workload("free");
        int published = law.published.size();
        var drafts = new io.archipelago.kit.declaration.DeclarationReader(java.util.Set.of(Kind.values()), "test")
                .read(DENY)
                .documents();
        assertThat(law.core().preview(drafts, law.now, law.now).changed()).isEmpty();
        var preview = law.core().preview(drafts, Instant.parse("2026-12-05T00:00:00Z"), law.now);
        assertThat(preview.changed())
                .containsExactly(
                        new Preview.Difference("dataset/customers", List.of(), List.of("US")),
                        new Preview.Difference("workload/cart", List.of(), List.of("US")));
        assertThat(preview.items()).hasSize(3);
        law.tick();
        assertThat(law.published).hasSize(published);
        assertThat(ruling("dataset/customers").allows("US")).isTrue();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '"',
            value = {
                // what is written | instead | path | part of the message
                "effect: allow, actions: [store, process, send] | effect: permit, actions: [store, process, send] | spec.rules[0].effect | must be one of allow, deny",
                "actions: [store, process, send] | actions: [store, proces] | spec.rules[0].actions[1] | did you mean 'process'?",
                "actions: [store, process, send] | actions: [] | spec.rules[0].actions | is empty",
                "jurisdictions: [EU-EEA, US] | jurisdictions: [EU-EEA, UK] | spec.rules[0].jurisdictions[1] | 'UK' is neither",
                "jurisdictions: [EU-EEA, US] | jurisdictions: [eu-eea] | spec.rules[0].jurisdictions[0] | did you mean 'EU-EEA'?",
                "except: [JP] | except: [EU-EAA] | spec.rules[1].except[0] | did you mean 'EU-EEA'?",
                "except: [JP] | except: ['*'] | spec.rules[1].except[0] | leave the rule out",
                "subjects: [EU-EEA] | subjects: [MARS] | spec.subjects[0] | 'MARS' is neither",
                "subjects: [EU-EEA] | subjects: [] | spec.subjects | is empty",
                "dataClasses: [personal] | dataClasses: [Personal] | spec.dataClasses[0] | one lower case word",
                "id: other | id: within | spec.rules[1].id | already the id of spec.rules[0]",
                "source: Art. 45 | source: '' | spec.rules[1].source | cite what the rule models",
                "subjects: [EU-EEA] | subjects: [EU-EEA], effectiveFrom: 2027-01-01, effectiveUntil: 2026-01-01 | spec.effectiveUntil | not after effectiveFrom",
            })
    void a_policy_that_cannot_be_meant_is_refused_at_the_field(
            String written, String instead, String path, String message) {
        law.declare(GROUP);
        var text = POLICY.replace("\n  ", "\n  ");
        assertThat(text).contains(written);
        var broken = text.replaceFirst(
                java.util.regex.Pattern.quote(written),
                java.util.regex.Matcher.quoteReplacement(instead.replace(", effective", "\n  effective")));
        assertThat(law.declare(broken).rejection().errors()).singleElement().satisfies(error -> {
            assertThat(error.path()).isEqualTo(path);
            assertThat(error.detail()).contains(message);
        });
        assertThat(law.core().registry().resources(Kind.RESIDENCY_POLICY)).isEmpty();
    }

    @Test
    void a_policy_without_rules_says_nothing_and_is_refused() {
        var text = "apiVersion: archipelago.io/v1\nkind: ResidencyPolicy\nmetadata: {name: p}\n"
                + "spec: {dataClasses: [public], subjects: ['*'], rules: []}\n";
        assertThat(law.declare(text).rejection().errors())
                .extracting(FieldError::path)
                .containsExactly("spec.rules");
    }

    @Test
    void a_group_lists_countries_and_says_whence() {
        var text = GROUP.replace("[DE, FR]", "[DE, UK, DE]").replace("source: test", "source: ''");
        assertThat(law.declare(text).rejection().errors())
                .extracting(FieldError::path)
                .containsExactly("spec.members[1]", "spec.members[2]", "spec.source");
        assertThat(law.declare(GROUP.replace("eu-eea", "eu")).rejection().errors())
                .extracting(FieldError::path)
                .containsExactly("metadata.name");
    }

    @Test
    void policy_and_group_may_come_in_one_text_in_any_order() {
        assertThat(law.declare(POLICY + "---\n" + GROUP).rejection()).isNull();
        assertThat(law.core().law().code().groups()).isEqualTo(Map.of("EU-EEA", List.of("DE", "FR")));
    }
}
