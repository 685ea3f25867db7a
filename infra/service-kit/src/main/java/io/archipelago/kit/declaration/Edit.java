package io.archipelago.kit.declaration;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.archipelago.events.envelope.Hlc;
import io.archipelago.events.resource.Author;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * What a declaration or a deletion made here leads to.
 *
 * @param entity as it is afterwards
 */
public record Edit(What what, Entity entity) {

    /** As the answer to the person says it. */
    public enum What {
        CREATED,
        CONFIGURED,
        UNCHANGED,
        DELETED
    }

    /**
     * Declares the whole: what is left out is gone. Only registers whose value changes are stamped, so that an edit made
     * elsewhere to another field survives.
     *
     * @param before null when nobody declared it yet
     * @param home null to keep it where it is, or {@code stamp}'s region when it is new
     */
    static Edit declare(
            @Nullable Entity before,
            String name,
            @Nullable String home,
            Map<String, String> labels,
            ObjectNode spec,
            Hlc stamp,
            Author author) {
        var base = before == null ? Entity.of(name, 0, Map.of(), Map.of(), Map.of(), null, Map.of()) : before;
        boolean created = before == null || before.removed();
        var effectiveHome = home != null ? home : created ? stamp.region() : base.home();
        var was = base.registers();
        var is = new Entity(name, effectiveHome, 0, labels, spec, Map.of(), Map.of(), null, Map.of()).registers();
        var stamps = new TreeMap<>(base.stamps());
        var names = new TreeSet<>(is.keySet());
        names.addAll(was.keySet());
        names.addAll(stamps.keySet());
        boolean changed = created;
        for (var register : names)
            if (created || !Objects.equals(was.get(register), is.get(register))) {
                stamps.put(register, stamp);
                changed = true;
            }
        if (!changed) return new Edit(What.UNCHANGED, base);
        return new Edit(
                created ? What.CREATED : What.CONFIGURED,
                new Entity(
                        name,
                        effectiveHome,
                        base.revision() + 1,
                        labels,
                        spec,
                        stamps,
                        seen(base, stamp),
                        base.removedAt(),
                        authors(base, stamp, author)));
    }

    /** Deletes it. What it said is kept, for the ledger and for a copy that may revive it. */
    static Edit delete(Entity before, Hlc stamp, Author author) {
        return new Edit(
                What.DELETED,
                new Entity(
                        before.name(),
                        before.home(),
                        before.revision() + 1,
                        before.labels(),
                        before.spec(),
                        before.stamps(),
                        seen(before, stamp),
                        stamp,
                        authors(before, stamp, author)));
    }

    private static Map<String, Author> authors(Entity before, Hlc stamp, Author author) {
        var authors = new TreeMap<>(before.authors());
        authors.put(stamp.toString(), author);
        return authors;
    }

    private static Map<String, Hlc> seen(Entity before, Hlc stamp) {
        var seen = new TreeMap<>(before.seen());
        seen.merge(stamp.region(), stamp, Hlc::max);
        return seen;
    }
}
