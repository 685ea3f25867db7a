package io.archipelago.residency.gate;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.archipelago.residency.domain.Action;
import io.archipelago.residency.domain.Circumstances;
import io.archipelago.residency.domain.Law;
import io.archipelago.residency.domain.Law.Judgement;
import io.archipelago.residency.domain.LawTable;
import io.archipelago.residency.domain.Treatment;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/** What one law says of sending to one country in given circumstances: a decision for every class and subject. */
final class SendTable {
    private final LawTable table;
    private final Decision[] decisions;

    private SendTable(LawTable table, Map<String, String> floor, Care care) {
        this.table = table;
        decisions = table.judgements().stream()
                .map(judgement -> decision(judgement, floor, care))
                .toArray(Decision[]::new);
    }

    static SendTable of(Law law, String place, Circumstances circumstances) {
        return new SendTable(law.table(Action.SEND, place, circumstances), Map.of(), Care.NONE);
    }

    /**
     * The same for a flow whose columns may have to be treated.
     *
     * @param floor what must be done to its columns whatever the labels say
     */
    SendTable of(Map<String, String> floor, Care care) {
        boolean treats = !floor.isEmpty()
                || care.isAsked()
                || table.judgements().stream()
                        .anyMatch(judgement -> !judgement.treatments().isEmpty());
        return treats ? new SendTable(table, floor, care) : this;
    }

    private static Decision decision(Judgement judgement, Map<String, String> floor, Care care) {
        var rules = String.join(",", judgement.rules());
        if (!judgement.allowed()) return denied(judgement);
        var treatments = strictest(judgement.treatments(), floor);
        return treatments.isEmpty() && !care.isAsked() ? Decision.crosses(rules) : care.decide(rules, treatments);
    }

    static Decision denied(Judgement judgement) {
        var rules = String.join(",", judgement.rules());
        return Decision.kept(rules.isEmpty() ? "no rule" : "denied " + rules);
    }

    /** What several ask for, by the data class of columns. */
    static Map<String, String> strictest(Map<String, String> some, Map<String, String> more) {
        if (more.isEmpty()) return some;
        var treatments = new TreeMap<>(some);
        more.forEach((dataClass, how) -> treatments.merge(dataClass, how, Treatment::stricter));
        return treatments;
    }

    /** Of a record with these labels. */
    Decision decide(byte[] dataClass, byte[] subject) {
        int found = table.find(dataClass, subject);
        if (found >= 0) return decisions[found];
        return found == LawTable.UNKNOWN_CLASS ? Decision.UNKNOWN_CLASS : Decision.UNKNOWN_JURISDICTION;
    }

    /** Every class and subject on which this table lets something cross, as their labels read. */
    List<Labelled> crossings() {
        return crossings(Set.copyOf(table.classes()));
    }

    /** As {@link #crossings()}, with the classes that another table tells apart. */
    List<Labelled> crossings(SendTable other) {
        var classes = new TreeSet<>(table.classes());
        classes.addAll(other.table.classes());
        return crossings(classes);
    }

    private List<Labelled> crossings(Set<String> classes) {
        var crossings = new ArrayList<Labelled>();
        for (var dataClass : classes)
            for (var subject : table.subjects()) {
                var labelled = new Labelled(dataClass.getBytes(UTF_8), subject.getBytes(UTF_8));
                if (decide(labelled.dataClass, labelled.subject).crosses()) crossings.add(labelled);
            }
        return crossings;
    }

    record Labelled(byte[] dataClass, byte[] subject) {}
}
