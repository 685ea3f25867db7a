package io.archipelago.residency.gate;

import io.archipelago.residency.domain.Action;
import io.archipelago.residency.domain.Country;
import io.archipelago.residency.domain.Law;
import io.archipelago.residency.domain.Law.Judgement;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What one law says of sending to one country: a decision for every class and subject, a few array reads away. */
final class SendTable {
    private final Law law;
    private final ByteIndex classes;
    private final ByteIndex groups;
    private final int width;
    private final @Nullable Decision[] cells;
    private @Nullable List<Labelled> crossings;

    private SendTable(Law law, String place) {
        this.law = law;
        var classNames = List.copyOf(law.dataClasses());
        var groupNames = List.copyOf(law.groupNames());
        classes = new ByteIndex(classNames);
        groups = new ByteIndex(groupNames);
        width = Country.NUMBERS + groupNames.size();
        cells = new Decision[classNames.size() * width];
        var known = new HashMap<Judgement, Decision>();
        for (int c = 0; c < classNames.size(); c++) {
            for (var country : Country.codes())
                cells[c * width + Country.number(country)] = decision(classNames.get(c), country, place, known);
            for (int g = 0; g < groupNames.size(); g++)
                cells[c * width + Country.NUMBERS + g] = decision(classNames.get(c), groupNames.get(g), place, known);
        }
    }

    static SendTable of(Law law, String place) {
        return new SendTable(law, place);
    }

    private Decision decision(String dataClass, String subject, String place, Map<Judgement, Decision> known) {
        return known.computeIfAbsent(law.judge(dataClass, subject, Action.SEND, place), SendTable::decision);
    }

    private static Decision decision(Judgement judgement) {
        var rules = String.join(",", judgement.rules());
        if (judgement.allowed()) return Decision.crosses(rules);
        return Decision.kept(rules.isEmpty() ? "no rule" : "denied " + rules);
    }

    /** Of a record with these labels. */
    Decision decide(byte[] dataClass, byte[] subject) {
        int c = classes.find(dataClass);
        if (c < 0) return Decision.UNKNOWN_CLASS;
        int s = subject(subject);
        var decision = s < 0 ? null : cells[c * width + s];
        return decision == null ? Decision.UNKNOWN_JURISDICTION : decision;
    }

    private int subject(byte[] name) {
        if (name.length == 2) return isCapital(name[0]) && isCapital(name[1]) ? Country.pair(name[0], name[1]) : -1;
        int group = groups.find(name);
        return group < 0 ? -1 : Country.NUMBERS + group;
    }

    private static boolean isCapital(byte letter) {
        return letter >= 'A' && letter <= 'Z';
    }

    /** Every class and subject on which this table lets something cross, as their labels read. */
    List<Labelled> crossings() {
        if (crossings == null) crossings = findCrossings();
        return crossings;
    }

    private List<Labelled> findCrossings() {
        var crossings = new ArrayList<Labelled>();
        for (var dataClass : law.dataClasses()) {
            for (var country : Country.codes()) add(dataClass, country, crossings);
            for (var group : law.groupNames()) add(dataClass, group, crossings);
        }
        return crossings;
    }

    private void add(String dataClass, String subject, List<Labelled> crossings) {
        var labelled = Labelled.of(dataClass, subject);
        if (decide(labelled.dataClass, labelled.subject).crosses()) crossings.add(labelled);
    }

    record Labelled(byte[] dataClass, byte[] subject) {
        static Labelled of(String dataClass, String subject) {
            return new Labelled(
                    dataClass.getBytes(java.nio.charset.StandardCharsets.UTF_8),
                    subject.getBytes(java.nio.charset.StandardCharsets.UTF_8));
        }
    }
}
