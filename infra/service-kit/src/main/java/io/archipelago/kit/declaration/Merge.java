package io.archipelago.kit.declaration;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.BooleanNode;
import io.archipelago.events.envelope.Hlc;
import io.archipelago.events.resource.Author;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * Two copies of an entity joined: per register the later write stands, whatever the order in which copies come.
 *
 * @param entity the join, with this region's revision
 * @param changed the entity says something it did not say here before
 * @param repeats the join says exactly what the copy from elsewhere says
 * @param losses writes that had to give way to one made without knowledge of them, or the other way round
 */
public record Merge(Entity entity, boolean changed, boolean repeats, List<Loss> losses) {

    /**
     * A write that lost against a simultaneous one.
     *
     * @param field the register, such as {@code spec.replicas}; {@code removed} for a deletion or what survived one
     * @param kept null when the field was left out
     * @param lostBy who wrote what was lost, if that is known
     */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    public record Loss(
            String field,
            @Nullable JsonNode kept,
            Hlc keptStamp,
            @Nullable JsonNode lost,
            Hlc lostStamp,
            @Nullable Author lostBy) {}

    private static final String REMOVED = "removed";

    /** @param mine what is known here; null when nothing is */
    public static Merge of(@Nullable Entity mine, Entity theirs) {
        if (mine == null)
            return new Merge(
                    new Entity(
                            theirs.name(),
                            theirs.home(),
                            1,
                            theirs.labels(),
                            theirs.spec(),
                            theirs.stamps(),
                            theirs.seen(),
                            theirs.removedAt(),
                            theirs.authors()),
                    true,
                    true,
                    List.of());
        var join = join(mine, theirs);
        return new Merge(join, join.revision() != mine.revision(), says(join, theirs), losses(mine, theirs, join));
    }

    private static Entity join(Entity mine, Entity theirs) {
        var ours = mine.registers();
        var others = theirs.registers();
        var registers = new TreeMap<String, JsonNode>();
        var stamps = new TreeMap<String, Hlc>();
        for (var name : names(mine, theirs)) {
            var winner = mineStands(mine, theirs, name, ours, others) ? ours.get(name) : others.get(name);
            if (winner != null) registers.put(name, winner);
            var stamp = mine.stampOf(name).max(theirs.stampOf(name));
            if (!stamp.equals(Hlc.ZERO)) stamps.put(name, stamp);
        }
        var seen = new TreeMap<>(mine.seen());
        theirs.seen().forEach((region, stamp) -> seen.merge(region, stamp, Hlc::max));
        var removedAt = later(mine.removedAt(), theirs.removedAt());
        var authors = new TreeMap<>(theirs.authors());
        authors.putAll(mine.authors());
        var join = Entity.of(mine.name(), mine.revision(), registers, stamps, seen, removedAt, authors);
        return says(join, mine)
                ? join
                : Entity.of(mine.name(), mine.revision() + 1, registers, stamps, seen, removedAt, authors);
    }

    private static TreeSet<String> names(Entity mine, Entity theirs) {
        var names = new TreeSet<>(mine.registers().keySet());
        names.addAll(theirs.registers().keySet());
        names.addAll(mine.stamps().keySet());
        names.addAll(theirs.stamps().keySet());
        return names;
    }

    /** Equal stamps with different values cannot come from a sound clock; the text then decides, the same everywhere. */
    private static boolean mineStands(
            Entity mine, Entity theirs, String register, Map<String, JsonNode> ours, Map<String, JsonNode> others) {
        int order = mine.stampOf(register).compareTo(theirs.stampOf(register));
        if (order != 0) return order > 0;
        return String.valueOf(ours.get(register)).compareTo(String.valueOf(others.get(register))) >= 0;
    }

    private static @Nullable Hlc later(@Nullable Hlc a, @Nullable Hlc b) {
        if (a == null) return b;
        return b == null ? a : a.max(b);
    }

    private static boolean says(Entity a, Entity b) {
        return a.stamps().equals(b.stamps())
                && Objects.equals(a.removedAt(), b.removedAt())
                && a.registers().equals(b.registers());
    }

    private static List<Loss> losses(Entity mine, Entity theirs, Entity join) {
        var losses = new ArrayList<Loss>();
        var ours = mine.registers();
        var others = theirs.registers();
        for (var name : names(mine, theirs)) {
            if (Objects.equals(ours.get(name), others.get(name))) continue;
            var myStamp = mine.stampOf(name);
            var theirStamp = theirs.stampOf(name);
            if (mineStands(mine, theirs, name, ours, others)) {
                if (isNews(theirStamp, mine))
                    losses.add(new Loss(
                            name, ours.get(name), myStamp, others.get(name), theirStamp, theirs.authorOf(theirStamp)));
            } else if (isNews(myStamp, theirs))
                losses.add(
                        new Loss(name, others.get(name), theirStamp, ours.get(name), myStamp, mine.authorOf(myStamp)));
        }
        if (mine.removed() != theirs.removed()) {
            var loser = join.removed() == mine.removed() ? theirs : mine;
            var winner = join.removed() == mine.removed() ? mine : theirs;
            if (isNews(loser.lastStamp(), winner))
                losses.add(new Loss(
                        REMOVED,
                        BooleanNode.valueOf(join.removed()),
                        winner.lastStamp(),
                        BooleanNode.valueOf(loser.removed()),
                        loser.lastStamp(),
                        loser.authorOf(loser.lastStamp())));
        }
        return losses;
    }

    private static boolean isNews(Hlc write, Entity to) {
        return !write.equals(Hlc.ZERO) && !to.knows(write);
    }
}
