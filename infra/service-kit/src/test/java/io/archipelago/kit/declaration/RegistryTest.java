package io.archipelago.kit.declaration;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.archipelago.events.EventJson;
import io.archipelago.events.envelope.Envelope;
import io.archipelago.events.envelope.Hlc;
import io.archipelago.events.envelope.Labels;
import io.archipelago.events.inventory.DatasetSpec;
import io.archipelago.events.inventory.SiteSpec;
import io.archipelago.events.resource.Author;
import io.archipelago.events.resource.Declared;
import io.archipelago.events.resource.Kind;
import io.archipelago.kit.core.Change;
import io.archipelago.kit.core.Input;
import io.archipelago.kit.core.Outcome;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

class RegistryTest {

    private static final Author ALICE = new Author("alice", "https://issuer.eu");

    private static final String INTAKE = "inventory.declarations.v1";
    private static final Instant NOON = Instant.parse("2026-11-25T12:00:00Z");

    private static final OwnedKind<DatasetSpec> DATASETS =
            OwnedKind.of(Kind.DATASET, DatasetSpec.class, DatasetSpec::owner, (draft, view, findings) -> {
                if (draft.spec().dataClass().equals("impossible")) findings.mistake("spec.dataClass", "cannot be");
            });
    private static final OwnedKind<SiteSpec> SITES = OwnedKind.of(
                    Kind.SITE, SiteSpec.class, spec -> null, (draft, view, findings) -> {})
            .writtenOnlyBy("spec.region", SiteSpec::region);

    /** A region: its registry, its stored documents and what it published. */
    private static class Node {
        final String region;
        final Map<String, Object> stored = new HashMap<>();
        Registry registry;
        Instant now = NOON;

        Node(String region) {
            this.region = region;
            this.registry = registry();
        }

        private Registry registry() {
            return new Registry(
                    new Region(region, region.equals("eu") ? "DE" : "US", Set.of(region.equals("eu") ? "us" : "eu")),
                    "inventory",
                    INTAKE,
                    List.of(DATASETS, SITES));
        }

        Outcome handle(Input input) {
            var outcome = registry.handle(input).orElseThrow();
            for (var change : outcome.changes()) {
                registry.apply(change);
                if (change instanceof Change.Put(var kind, var key, var body)) stored.put(kind + "|" + key, body);
            }
            return outcome;
        }

        Outcome declare(String yaml) {
            return declare(yaml, ALICE);
        }

        Outcome declare(String yaml, Author author) {
            var read = registry.reader().read(yaml);
            assertThat(read.errors()).isEmpty();
            return handle(new Input.Command("c", now, new Apply(read.documents(), false, author)));
        }

        Outcome text(byte[] bytes) {
            return handle(event(INTAKE, null, "", bytes));
        }

        Outcome copy(Kind kind, Declared<?> copy, String peer) {
            return handle(event(kind.topic(), peer, copy.name(), wire(copy)));
        }

        Input.Event event(String topic, String peer, String key, Object body) {
            var envelope = new Envelope(
                    "id", Envelope.typeOf(topic), "x/inventory", key, now, Labels.internal("DE"), null, null);
            return new Input.Event("e", now, topic, peer, key, envelope, body, now);
        }

        /** What a restart does: the stored documents, through JSON, into an empty registry. */
        void restart() throws Exception {
            registry = registry();
            for (var one : stored.entrySet()) {
                var kind = one.getKey().substring(0, one.getKey().indexOf('|'));
                var key = one.getKey().substring(kind.length() + 1);
                var json = EventJson.MAPPER.writeValueAsString(one.getValue());
                registry.apply(new Change.Put(
                        kind,
                        key,
                        EventJson.MAPPER.readValue(json, registry.documents().get(kind))));
            }
        }
    }

    private static Declared<ObjectNode> wire(Declared<?> body) {
        try {
            return EventJson.MAPPER.readValue(
                    EventJson.MAPPER.writeValueAsBytes(body),
                    EventJson.MAPPER.getTypeFactory().constructParametricType(Declared.class, ObjectNode.class));
        } catch (Exception e) {
            throw new AssertionError(e);
        }
    }

    private static Declared<?> fact(Outcome outcome) {
        return (Declared<?>) outcome.events().getFirst().body();
    }

    private static String dataset(String name, String dataClass, String owner) {
        return """
                apiVersion: archipelago.io/v1
                kind: Dataset
                metadata: {name: %s}
                spec:
                  owner: %s
                  dataClass: %s
                  jurisdiction: EU-EEA
                ---
                """.formatted(name, owner, dataClass);
    }

    private final Node eu = new Node("eu");
    private final Node us = new Node("us");

    private static Apply.Result result(Outcome outcome) {
        return ((Apply.Applied) outcome.answer()).results().getFirst();
    }

    @Test
    void a_declaration_is_created_then_configured_then_unchanged() {
        assertThat(result(eu.declare(dataset("d", "public", "shop"))))
                .isEqualTo(new Apply.Result("Dataset", "d", "created", 1, List.of()));
        assertThat(result(eu.declare(dataset("d", "personal", "shop"))))
                .isEqualTo(new Apply.Result("Dataset", "d", "configured", 2, List.of()));
        var again = eu.declare(dataset("d", "personal", "shop"));
        assertThat(result(again)).isEqualTo(new Apply.Result("Dataset", "d", "unchanged", 2, List.of()));
        assertThat(again.isNothing()).isTrue();
    }

    @Test
    void a_change_is_published_with_what_the_gate_must_know() {
        var emit = eu.declare(dataset("d", "public", "shop")).events().getFirst();
        assertThat(emit.topic()).isEqualTo("inventory.datasets.v1");
        assertThat(emit.key()).isEqualTo("d");
        assertThat(emit.labels()).isEqualTo(new Labels("internal", "DE", "shop", null, null));
        assertThat(emit.hlc()).isEqualTo(new Hlc(NOON.toEpochMilli(), 0, "eu"));
    }

    @Test
    void all_of_a_text_is_taken_or_nothing() {
        var outcome = eu.text((dataset("good", "public", "shop") + dataset("bad", "impossible", "shop"))
                .getBytes(StandardCharsets.UTF_8));
        assertThat(outcome.isNothing()).isTrue();
        assertThat(outcome.rejection().status()).isEqualTo(422);
        assertThat(outcome.rejection().errors()).singleElement().satisfies(error -> {
            assertThat(error.document()).isEqualTo(1);
            assertThat(error.path()).isEqualTo("spec.dataClass");
            assertThat(error.line()).isEqualTo(14);
        });
        assertThat(eu.registry.all(DATASETS)).isEmpty();
    }

    @Test
    void bytes_that_mean_nothing_are_rejected() {
        assertThat(eu.text(new byte[] {(byte) 0xff, 0}).rejection()).isNotNull();
        assertThat(eu.text("kind: [".getBytes(StandardCharsets.UTF_8))
                        .rejection()
                        .status())
                .isEqualTo(422);
    }

    @Test
    void a_dry_run_answers_and_changes_nothing() {
        var documents =
                eu.registry.reader().read(dataset("d", "public", "shop")).documents();
        var outcome = eu.handle(new Input.Command("c", NOON, new Apply(documents, true, ALICE)));
        assertThat(result(outcome).result()).isEqualTo("created");
        assertThat(outcome.isNothing()).isTrue();
    }

    @Test
    void a_peers_copy_is_taken_in_once_and_not_sent_on() {
        var fact = fact(eu.declare(dataset("d", "public", "shop")));
        var taken = us.copy(Kind.DATASET, fact, "eu");
        assertThat(taken.events().getFirst().labels().origin()).isEqualTo("eu");
        assertThat(us.registry.find(DATASETS, "d").orElseThrow().spec().owner()).isEqualTo("shop");
        assertThat(us.copy(Kind.DATASET, fact, "eu").isNothing()).isTrue();
    }

    @Test
    void an_older_copy_that_comes_late_changes_nothing() {
        var first = fact(eu.declare(dataset("d", "public", "shop")));
        var second = fact(eu.declare(dataset("d", "personal", "shop")));
        us.copy(Kind.DATASET, second, "eu");
        assertThat(us.copy(Kind.DATASET, first, "eu").isNothing()).isTrue();
        assertThat(us.registry.find(DATASETS, "d").orElseThrow().spec().dataClass())
                .isEqualTo("personal");
    }

    @Test
    void simultaneous_edits_converge_and_the_lost_value_is_in_both_ledgers() {
        us.copy(Kind.DATASET, fact(eu.declare(dataset("d", "public", "shop"))), "eu");
        var fromEu = fact(eu.declare(dataset("d", "personal", "shop")));
        us.now = NOON.plusSeconds(1);
        var fromUs = fact(us.declare(dataset("d", "sensitive", "warehouse")));
        eu.copy(Kind.DATASET, fromUs, "us");
        us.copy(Kind.DATASET, fromEu, "eu");

        assertThat(eu.registry.find(DATASETS, "d").orElseThrow().spec())
                .isEqualTo(us.registry.find(DATASETS, "d").orElseThrow().spec());
        for (var node : List.of(eu, us)) {
            assertThat(node.registry.conflicts()).singleElement().satisfies(conflict -> {
                assertThat(conflict.loss().field()).isEqualTo("spec.dataClass");
                assertThat(conflict.loss().lost().asText()).isEqualTo("personal");
            });
            assertThat(node.registry
                            .resource(Kind.DATASET, "d")
                            .orElseThrow()
                            .status()
                            .toString())
                    .contains("WriteLost");
        }
        us.now = NOON.plusSeconds(2);
        us.declare(dataset("d", "personal", "warehouse"));
        assertThat(us.registry
                        .resource(Kind.DATASET, "d")
                        .orElseThrow()
                        .status()
                        .toString())
                .as("settled by the next write")
                .doesNotContain("WriteLost");
    }

    @Test
    void a_join_that_says_more_than_the_copy_is_news_for_the_peers() {
        us.copy(Kind.DATASET, fact(eu.declare(dataset("d", "public", "shop"))), "eu");
        eu.declare(dataset("d", "personal", "shop"));
        us.now = NOON.plusSeconds(1);
        var fromUs = fact(us.declare(dataset("d", "public", "warehouse")));
        var joined = eu.copy(Kind.DATASET, fromUs, "us");
        assertThat(joined.events().getFirst().labels().origin()).isNull();
        assertThat(us.copy(Kind.DATASET, fact(joined), "eu")
                        .events()
                        .getFirst()
                        .labels()
                        .origin())
                .as("and goes no further")
                .isEqualTo("eu");
    }

    @Test
    void a_deletion_reaches_the_peers_and_is_not_undone_by_a_late_copy() {
        var fact = fact(eu.declare(dataset("d", "public", "shop")));
        us.copy(Kind.DATASET, fact, "eu");
        var deleted = eu.handle(new Input.Command("c", NOON, new Delete(Kind.DATASET, "d", ALICE)));
        assertThat(((Apply.Result) deleted.answer()).result()).isEqualTo("deleted");
        assertThat(fact(deleted).removed()).isTrue();
        us.copy(Kind.DATASET, fact(deleted), "eu");
        us.copy(Kind.DATASET, fact, "eu");
        assertThat(us.registry.resource(Kind.DATASET, "d")).isEmpty();
        assertThat(us.handle(new Input.Command("c", NOON, new Delete(Kind.DATASET, "d", ALICE)))
                        .rejection()
                        .status())
                .isEqualTo(404);
        assertThat(result(us.declare(dataset("d", "public", "shop"))).result()).isEqualTo("created");
    }

    private static final String SITE = """
            apiVersion: archipelago.io/v1
            kind: Site
            metadata: {name: fra}
            spec: {region: eu, cloudRegion: aws/eu-central-1, capacity: {cpu: 4}}
            """;

    @Test
    void only_its_own_region_writes_a_site() {
        assertThat(us.declare(SITE).rejection().errors().getFirst().detail())
                .isEqualTo("a Site is declared only in its own region: send this one to eu (this is us)");
        assertThat(us.declare(SITE.replace("region: eu", "region: mars"))
                        .rejection()
                        .errors()
                        .getFirst()
                        .detail())
                .contains("there is no region 'mars'");
        var fact = fact(eu.declare(SITE));
        us.copy(Kind.SITE, fact, "eu");
        assertThat(us.handle(new Input.Command("c", NOON, new Delete(Kind.SITE, "fra", ALICE)))
                        .rejection()
                        .detail())
                .contains("belongs to eu");
        assertThat(eu.copy(Kind.SITE, fact, "us").rejection().detail()).contains("which alone may write it");
    }

    @Test
    void an_unknown_home_is_refused_by_name() {
        var text = dataset("d", "public", "shop").replace("name: d", "name: d, home: ue");
        assertThat(eu.declare(text).rejection().errors().getFirst().detail())
                .isEqualTo("there is no region 'ue' — did you mean 'eu'? Known: eu, us");
        assertThat(fact(eu.declare(text.replace("ue", "us"))).home()).isEqualTo("us");
    }

    @Test
    void a_stamp_from_the_far_future_is_refused_and_a_near_one_moves_the_clock() {
        us.now = NOON.plus(Duration.ofMinutes(6));
        var far = fact(us.declare(dataset("d", "public", "shop")));
        assertThat(eu.copy(Kind.DATASET, far, "us").rejection().detail()).contains("ahead of the clock here");

        us.now = NOON.plus(Duration.ofMinutes(4));
        var near = fact(
                new Node("us") {
                    {
                        now = us.now;
                    }
                }.declare(dataset("d", "public", "shop")));
        eu.copy(Kind.DATASET, near, "us");
        var edit = eu.declare(dataset("d", "personal", "shop"));
        assertThat(edit.events().getFirst().hlc()).isGreaterThan(near.stamps().get("spec.owner"));
    }

    @Test
    void a_copy_that_cannot_be_read_is_refused() {
        var body = wire(fact(eu.declare(dataset("d", "public", "shop"))));
        body.spec().putArray("owner").addObject();
        assertThat(us.copy(Kind.DATASET, body, "eu").rejection().detail()).contains("cannot be read");
        var bare = new Declared<>("d", "eu", 1, false, Map.of(), body.spec(), Map.of(), null);
        assertThat(us.copy(Kind.DATASET, bare, "eu").rejection().detail()).contains("no stamps");
        assertThat(us.handle(us.event(Kind.DATASET.topic(), "eu", "other", body))
                        .rejection()
                        .detail())
                .contains("calls itself 'd'");
    }

    @Test
    void a_change_bears_the_name_of_who_made_it_in_every_region() {
        var fact = fact(eu.declare(dataset("d", "public", "shop")));
        assertThat(fact.authors().values()).containsExactly(ALICE);
        us.copy(Kind.DATASET, fact, "eu");
        var bob = new Author("bob", "https://issuer.us");

        var edit = fact(us.declare(dataset("d", "public", "other"), bob));

        assertThat(edit.authors().get(edit.stamps().get("spec.owner").toString()))
                .isEqualTo(bob);
        assertThat(edit.authors().get(edit.stamps().get("spec.dataClass").toString()))
                .isEqualTo(ALICE);
        eu.copy(Kind.DATASET, edit, "us");
        assertThat(changedBy(eu)).isEqualTo("bob");
        var gone = fact(eu.handle(new Input.Command("c", NOON, new Delete(Kind.DATASET, "d", ALICE))));
        assertThat(gone.authors().get(gone.removedAt().toString())).isEqualTo(ALICE);
    }

    @Test
    void what_came_by_topic_names_who_claims_to_have_written_it() {
        eu.text(dataset("d", "public", "shop").getBytes(StandardCharsets.UTF_8));

        var author =
                eu.registry.resource(Kind.DATASET, "d").orElseThrow().status().path("changedBy");

        assertThat(author.path("id").asText()).isEqualTo("x/inventory");
        assertThat(author.has("issuer")).as("nobody vouches for it").isFalse();
    }

    private static String changedBy(Node node) {
        return node.registry
                .resource(Kind.DATASET, "d")
                .orElseThrow()
                .status()
                .at("/changedBy/id")
                .asText();
    }

    @Test
    void a_restart_forgets_nothing() throws Exception {
        eu.declare(dataset("d", "public", "shop"));
        eu.declare(dataset("d", "personal", "shop"));
        eu.declare(dataset("gone", "public", "shop"));
        eu.handle(new Input.Command("c", NOON, new Delete(Kind.DATASET, "gone", ALICE)));
        var before = eu.registry.resources(Kind.DATASET);
        eu.restart();
        assertThat(eu.registry.resources(Kind.DATASET)).isEqualTo(before);
        assertThat(result(eu.declare(dataset("d", "personal", "shop"))).result())
                .isEqualTo("unchanged");
        var edit = eu.declare(dataset("d", "public", "other"));
        assertThat(edit.events().getFirst().hlc().counter())
                .as("the clock did not fall back")
                .isEqualTo(4);
    }

    /** A region that was put back to a backup: what it declared since is with its peer, and it is not sent its own facts. */
    private Declared<?> putBack() throws Exception {
        us.copy(Kind.DATASET, fact(eu.declare(dataset("d", "public", "shop"))), "eu");
        var backup = Map.copyOf(eu.stored);
        eu.now = NOON.plusSeconds(60);
        var lost = fact(eu.declare(dataset("d", "personal", "shop")));
        assertThat(us.copy(Kind.DATASET, lost, "eu").events())
                .allSatisfy(emit -> assertThat(emit.labels().origin()).isEqualTo("eu"));
        eu.stored.clear();
        eu.stored.putAll(backup);
        eu.restart();
        eu.now = NOON.plusSeconds(120);
        return lost;
    }

    @Test
    void a_region_that_was_put_back_agrees_again_when_what_its_peer_knows_is_declared_there() throws Exception {
        var lost = putBack();
        var again = fact(eu.declare(dataset("d", "personal", "shop")));
        us.now = eu.now;
        us.copy(Kind.DATASET, again, "eu");
        assertThat(again.spec()).isEqualTo(lost.spec());
        assertThat(result(us.declare(dataset("d", "personal", "shop"))).result())
                .isEqualTo("unchanged");
        assertThat(us.registry.conflicts()).isEmpty();
    }

    @Test
    void an_edit_of_another_field_brings_a_region_that_was_put_back_what_it_lost() throws Exception {
        putBack();
        us.now = eu.now;
        var news = us.copy(Kind.DATASET, fact(eu.declare(dataset("d", "public", "sales"))), "eu");
        assertThat(news.events()).isNotEmpty();
        eu.copy(Kind.DATASET, fact(news), "us");
        assertThat(result(eu.declare(dataset("d", "personal", "sales"))).result())
                .isEqualTo("unchanged");
    }
}
