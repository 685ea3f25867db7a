package io.archipelago.kit.declaration;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.IntNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.archipelago.events.EventJson;
import io.archipelago.events.envelope.Hlc;
import io.archipelago.events.resource.Author;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Test;

class MergeTest {

    private static final List<String> REGIONS = List.of("ap", "eu", "us");
    private static final List<String> FIELDS = List.of("a", "b", "c");
    private static final Author ALICE = new Author("alice", "https://issuer.eu");

    /** What a merge is about: everything but the count of local changes. */
    private static Entity said(Entity entity) {
        return new Entity(
                entity.name(),
                entity.home(),
                0,
                entity.labels(),
                entity.spec(),
                entity.stamps(),
                entity.seen(),
                entity.removedAt(),
                entity.authors());
    }

    private static Entity join(Entity a, Entity b) {
        return Merge.of(a, b).entity();
    }

    @Property
    void the_order_of_two_copies_does_not_matter(@ForAll("entities") Entity a, @ForAll("entities") Entity b) {
        assertThat(said(join(a, b))).isEqualTo(said(join(b, a)));
    }

    @Property
    void the_grouping_of_copies_does_not_matter(
            @ForAll("entities") Entity a, @ForAll("entities") Entity b, @ForAll("entities") Entity c) {
        assertThat(said(join(join(a, b), c))).isEqualTo(said(join(a, join(b, c))));
    }

    @Property
    void a_repeated_copy_changes_nothing(@ForAll("entities") Entity a, @ForAll("entities") Entity b) {
        var joined = join(a, b);
        var again = Merge.of(joined, b);
        assertThat(again.changed()).isFalse();
        assertThat(again.losses()).isEmpty();
        assertThat(again.entity()).isEqualTo(joined);
    }

    /** Three regions edit, delete and exchange copies in any order, some late, some twice, some lost for a while. */
    @Property(tries = 500)
    void regions_agree_once_they_have_heard_of_everything(@ForAll("histories") List<Step> history) {
        var regions = played(history);
        var states = regions.values().stream()
                .map(r -> r.entity == null ? null : said(r.entity))
                .toList();
        assertThat(states).containsOnly(states.getFirst());
    }

    @Property(tries = 500)
    void no_write_vanishes_without_a_successor_that_knew_it_or_an_entry_in_the_ledger(
            @ForAll("histories") List<Step> history) {
        var regions = played(history);
        var writes = regions.values().stream().flatMap(r -> r.writes.stream()).toList();
        var lost = regions.values().stream()
                .flatMap(r -> r.losses.stream().map(Merge.Loss::lostStamp))
                .toList();
        for (var write : writes) {
            var end = regions.firstEntry().getValue().entity;
            boolean stands = end.stampOf(write.register).equals(write.stamp);
            boolean followed = writes.stream()
                    .filter(later -> later.register.equals(write.register))
                    .anyMatch(later -> later.knew.contains(write.stamp) || sameAtOnce(later, write));
            assertThat(stands || followed || lost.contains(write.stamp))
                    .as("%s", write)
                    .isTrue();
        }
    }

    private static boolean sameAtOnce(Write one, Write other) {
        return !one.stamp.equals(other.stamp) && Objects.equals(one.value, other.value);
    }

    private static TreeMap<String, Replica> played(List<Step> history) {
        var regions = new TreeMap<String, Replica>();
        REGIONS.forEach(region -> regions.put(region, new Replica(region)));
        for (var step : history) regions.get(step.region).take(step, regions);
        for (int round = 0; round < 2; round++)
            for (var from : regions.values())
                for (var to : regions.values())
                    if (from != to) List.copyOf(from.sent).forEach(copy -> to.hear(copy, regions));
        return regions;
    }

    record Step(String region, int kind, String field, int value, int peer) {}

    /** @param knew the writes its author knew */
    record Write(String register, JsonNode value, Hlc stamp, List<Hlc> knew) {}

    /** A region with its outgoing copies. */
    static final class Replica {
        final String region;
        final List<Entity> sent = new ArrayList<>();
        final List<Write> writes = new ArrayList<>();
        final List<Merge.Loss> losses = new ArrayList<>();
        final List<Hlc> known = new ArrayList<>();
        Entity entity;
        Hlc clock = Hlc.ZERO;

        Replica(String region) {
            this.region = region;
        }

        void take(Step step, Map<String, Replica> all) {
            clock = Hlc.next(clock, 0, region);
            if (step.kind < 3) changed(edit(step));
            else if (step.kind == 3 && entity != null && !entity.removed()) changed(Edit.delete(entity, clock, ALICE));
            else if (step.kind > 3) {
                var from = all.get(REGIONS.get(step.peer));
                if (from != this && !from.sent.isEmpty())
                    hear(from.sent.get(Math.floorMod(step.value, from.sent.size())), all);
            }
        }

        private Edit edit(Step step) {
            var spec = entity == null || entity.removed()
                    ? JsonNodeFactory.instance.objectNode()
                    : entity.spec().deepCopy();
            spec.set(step.field, IntNode.valueOf(step.value));
            return Edit.declare(entity, "x", "eu", Map.of(), spec, clock, ALICE);
        }

        private void changed(Edit edit) {
            if (edit.what() == Edit.What.UNCHANGED) return;
            entity = edit.entity();
            var values = entity.registers();
            entity.stamps().forEach((register, stamp) -> {
                if (stamp.equals(clock))
                    writes.add(new Write(register, values.get(register), stamp, List.copyOf(known)));
            });
            known.add(clock);
            sent.add(entity);
        }

        void hear(Entity copy, Map<String, Replica> all) {
            var merge = Merge.of(entity, copy);
            losses.addAll(merge.losses());
            entity = merge.entity();
            clock = clock.max(entity.lastSeen());
            all.values().stream()
                    .flatMap(r -> r.writes.stream().map(Write::stamp))
                    .filter(copy::knows)
                    .forEach(known::add);
            if (merge.changed() && !merge.repeats()) sent.add(entity);
        }
    }

    @Provide
    Arbitrary<List<Step>> histories() {
        return Combinators.combine(
                        Arbitraries.of(REGIONS),
                        Arbitraries.integers().between(0, 7),
                        Arbitraries.of(FIELDS),
                        Arbitraries.integers().between(0, 20),
                        Arbitraries.integers().between(0, 2))
                .as(Step::new)
                .list()
                .ofMaxSize(40);
    }

    @Provide
    Arbitrary<Entity> entities() {
        var stamps = Combinators.combine(
                        Arbitraries.longs().between(1, 4),
                        Arbitraries.integers().between(0, 1),
                        Arbitraries.of(REGIONS))
                .as(Hlc::new);
        var specs = Arbitraries.maps(
                        Arbitraries.of(FIELDS), Arbitraries.integers().between(0, 3))
                .map(fields -> {
                    ObjectNode spec = JsonNodeFactory.instance.objectNode();
                    fields.forEach(spec::put);
                    return spec;
                });
        var registers = Arbitraries.of("spec.a", "spec.b", "spec.c", Entity.HOME, Entity.LABELS);
        return Combinators.combine(
                        Arbitraries.of(REGIONS),
                        Arbitraries.maps(Arbitraries.of("l", "m"), Arbitraries.of("1", "2")),
                        specs,
                        Arbitraries.maps(registers, stamps),
                        stamps.injectNull(0.5))
                .as((home, labels, spec, at, removedAt) -> Entity.of(
                        new Entity("x", home, 1, labels, spec, at, Map.of(), removedAt, authors(at, removedAt))
                                .published()));
    }

    /** A stamp is of one write, and that of one author. */
    private static Map<String, Author> authors(Map<String, Hlc> stamps, Hlc removedAt) {
        return Stream.concat(stamps.values().stream(), Stream.ofNullable(removedAt))
                .distinct()
                .collect(Collectors.toMap(Hlc::toString, stamp -> new Author("at " + stamp, "https://issuer.test")));
    }

    private static ObjectNode spec(String json) {
        try {
            return (ObjectNode) EventJson.MAPPER.readTree(json);
        } catch (Exception e) {
            throw new IllegalArgumentException(json, e);
        }
    }

    private static Hlc at(long ms, String region) {
        return new Hlc(ms, 0, region);
    }

    private final Entity first = Edit.declare(null, "x", null, Map.of(), spec("{\"a\":1,\"b\":1}"), at(1, "eu"), ALICE)
            .entity();

    @Test
    void edits_of_different_fields_both_stand() {
        var eu = Edit.declare(first, "x", null, Map.of(), spec("{\"a\":2,\"b\":1}"), at(5, "eu"), ALICE)
                .entity();
        var us = Edit.declare(first, "x", null, Map.of(), spec("{\"a\":1,\"b\":3}"), at(4, "us"), ALICE)
                .entity();
        var merge = Merge.of(eu, us);
        assertThat(merge.entity().spec()).isEqualTo(spec("{\"a\":2,\"b\":3}"));
        assertThat(merge.losses()).isEmpty();
        assertThat(merge.repeats()).as("the join is news to the peer").isFalse();
    }

    @Test
    void the_value_that_loses_is_reported_on_both_sides() {
        var eu = Edit.declare(first, "x", null, Map.of(), spec("{\"a\":2,\"b\":1}"), at(5, "eu"), ALICE)
                .entity();
        var us = Edit.declare(first, "x", null, Map.of(), spec("{\"a\":3,\"b\":1}"), at(4, "us"), ALICE)
                .entity();
        var expected =
                new Merge.Loss("spec.a", IntNode.valueOf(2), at(5, "eu"), IntNode.valueOf(3), at(4, "us"), ALICE);
        assertThat(Merge.of(eu, us).losses()).containsExactly(expected);
        assertThat(Merge.of(us, eu).losses()).containsExactly(expected);
    }

    @Test
    void an_edit_made_in_knowledge_of_the_other_is_no_conflict() {
        var eu = Edit.declare(first, "x", null, Map.of(), spec("{\"a\":2,\"b\":1}"), at(5, "eu"), ALICE)
                .entity();
        var us = Edit.declare(eu, "x", null, Map.of(), spec("{\"a\":3,\"b\":1}"), at(6, "us"), ALICE)
                .entity();
        var merge = Merge.of(eu, us);
        assertThat(merge.entity().spec().get("a").asInt()).isEqualTo(3);
        assertThat(merge.losses()).isEmpty();
        assertThat(merge.repeats()).isTrue();
        assertThat(Merge.of(us, eu).losses())
                .as("an older copy that comes late")
                .isEmpty();
    }

    @Test
    void a_later_edit_revives_and_an_earlier_one_does_not() {
        var deleted = Edit.delete(first, at(5, "eu"), ALICE).entity();
        var late = Edit.declare(first, "x", null, Map.of(), spec("{\"a\":9,\"b\":1}"), at(6, "us"), ALICE)
                .entity();
        var early = Edit.declare(first, "x", null, Map.of(), spec("{\"a\":9,\"b\":1}"), at(4, "us"), ALICE)
                .entity();
        assertThat(deleted.removed()).isTrue();
        assertThat(Merge.of(deleted, late).entity().removed()).isFalse();
        assertThat(Merge.of(deleted, early).entity().removed()).isTrue();
        assertThat(Merge.of(deleted, early).losses())
                .extracting(Merge.Loss::field)
                .containsExactly("removed");
        assertThat(Merge.of(deleted, late).losses())
                .extracting(Merge.Loss::field)
                .containsExactly("removed");
    }

    @Test
    void declaring_the_same_again_changes_nothing() {
        var again = Edit.declare(first, "x", null, Map.of(), spec("{\"b\":1,\"a\":1}"), at(9, "us"), ALICE);
        assertThat(again.what()).isEqualTo(Edit.What.UNCHANGED);
        assertThat(again.entity()).isEqualTo(first);
    }

    @Test
    void what_is_left_out_is_gone_everywhere() {
        var us = Edit.declare(first, "x", null, Map.of(), spec("{\"a\":1}"), at(4, "us"), ALICE)
                .entity();
        assertThat(Merge.of(first, us).entity().spec()).isEqualTo(spec("{\"a\":1}"));
        assertThat(Merge.of(us, first).entity().spec()).isEqualTo(spec("{\"a\":1}"));
    }

    @Test
    void declaring_what_was_deleted_makes_it_anew() {
        var deleted = Edit.delete(first, at(5, "eu"), ALICE).entity();
        var anew = Edit.declare(deleted, "x", null, Map.of(), spec("{\"a\":1}"), at(6, "eu"), ALICE);
        assertThat(anew.what()).isEqualTo(Edit.What.CREATED);
        assertThat(Merge.of(first, anew.entity()).entity().spec()).isEqualTo(spec("{\"a\":1}"));
        assertThat(Merge.of(deleted, anew.entity()).entity().removed()).isFalse();
    }

    @Test
    void a_field_of_a_newer_contract_survives() {
        var newer = Edit.declare(
                        first, "x", null, Map.of(), spec("{\"a\":1,\"b\":1,\"new\":{\"z\":1}}"), at(4, "us"), ALICE)
                .entity();
        assertThat(Merge.of(first, newer).entity().spec().at("/new/z").asInt()).isEqualTo(1);
    }
}
