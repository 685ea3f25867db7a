package io.archipelago.residency.gate;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.archipelago.residency.domain.Action;
import io.archipelago.residency.domain.Circumstances;
import io.archipelago.residency.domain.Law;
import io.archipelago.residency.domain.Law.Judgement;
import io.archipelago.residency.treatment.SubjectReader;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What one law says of one flow: decides on a record, per destination, without making anything new. */
final class FlowLaw {
    private final List<String> destinations;
    private final byte[][] names;
    private final SendTable[] tables;
    private final @Nullable Decision[] floors;
    private final boolean forOneRegion;
    private final @Nullable SubjectReader encryptsFor;

    private FlowLaw(Law law, Terms terms, boolean forOneRegion, Tables cache, Care care) {
        this.forOneRegion = forOneRegion;
        destinations = List.copyOf(terms.destinations().keySet());
        names = destinations.stream().map(name -> name.getBytes(UTF_8)).toArray(byte[][]::new);
        tables = new SendTable[destinations.size()];
        floors = new Decision[destinations.size()];
        for (int d = 0; d < tables.length; d++) {
            var place = terms.destinations().getOrDefault(destinations.get(d), "");
            Map<String, String> treatments = Map.of();
            for (var floor : terms.floors()) {
                var judgement = floor(law, floor, place, terms.circumstances());
                treatments = SendTable.strictest(treatments, judgement.treatments());
                if (!judgement.allowed() && floors[d] == null)
                    floors[d] = Decision.kept(SendTable.denied(judgement).why() + " for the dataset");
            }
            tables[d] = cache.table(law, place, terms.circumstances()).of(treatments, care);
        }
        encryptsFor = care.encryptsFor();
    }

    /**
     * @param cache of the tables that other flows under the same law use too
     * @param care for columns that must be treated
     */
    static FlowLaw of(Law law, Terms terms, boolean forOneRegion, Tables cache, Care care) {
        return new FlowLaw(law, terms, forOneRegion, cache, care);
    }

    /** Tables by law, country and circumstances. */
    static final class Tables {
        private final Map<String, SendTable> tables = new HashMap<>();

        SendTable table(Law law, String place, Circumstances circumstances) {
            return tables.computeIfAbsent(
                    law.code().version() + ' ' + place + ' ' + circumstances,
                    key -> SendTable.of(law, place, circumstances));
        }
    }

    private static Judgement floor(Law law, String floor, String place, Circumstances circumstances) {
        int colon = floor.indexOf(':');
        return law.judge(floor.substring(0, colon), floor.substring(colon + 1), Action.SEND, place, circumstances);
    }

    /** In the order of their numbers. */
    List<String> destinations() {
        return destinations;
    }

    /** Whose keys some of what crosses is encrypted with; null when nothing is. */
    @Nullable
    SubjectReader encryptsFor() {
        return encryptsFor;
    }

    /** True when a record with these labels crosses encrypted to one destination at least. */
    boolean encrypts(Passport passport) {
        for (int d = 0; d < tables.length; d++) {
            var treater = decide(d, passport).treater();
            if (treater != null && treater.plan().encrypts()) return true;
        }
        return false;
    }

    /** True when the dataset itself may not be sent there: nothing crosses, whatever the record says. */
    boolean isClosed(int destination) {
        return floors[destination] != null;
    }

    /** @param destination its number */
    Decision decide(int destination, Passport passport) {
        if (passport.repeated) return Decision.REPEATED;
        if (passport.unreadable) return Decision.UNREADABLE;
        var dataClass = passport.dataClass;
        var jurisdiction = passport.jurisdiction;
        if (dataClass == null || jurisdiction == null) return Decision.UNLABELLED;
        var audience = passport.audience;
        if (audience == null) {
            if (forOneRegion) return Decision.NO_AUDIENCE;
        } else if (!Arrays.equals(audience, names[destination])) return Decision.OTHER_AUDIENCE;
        var floor = floors[destination];
        return floor == null ? tables[destination].decide(dataClass, jurisdiction) : floor;
    }

    /** True when both let exactly the same cross, in the same form: then it does not matter by which of them a record was decided. */
    boolean isLike(@Nullable FlowLaw other) {
        return other != null && !widens(other) && !other.widens(this);
    }

    /**
     * True when some labels would cross here that the other law keeps home or lets cross in another form; null is a law
     * that keeps all.
     */
    boolean widens(@Nullable FlowLaw old) {
        for (int d = 0; d < tables.length; d++) {
            if (floors[d] != null) continue;
            int o = old == null ? -1 : old.destinations.indexOf(destinations.get(d));
            if (old == null || o < 0 || old.floors[o] != null) {
                if (!tables[d].crossings().isEmpty()) return true;
                continue;
            }
            for (var labelled : tables[d].crossings(old.tables[o]))
                if (!tables[d]
                        .decide(labelled.dataClass(), labelled.subject())
                        .isLike(old.tables[o].decide(labelled.dataClass(), labelled.subject()))) return true;
        }
        return false;
    }
}
