package io.archipelago.residency.domain;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.archipelago.residency.domain.Law.Judgement;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Function;

/**
 * A law compiled for one action at one place in given circumstances: the number of a judgement for every class and
 * subject, a few array reads away, however many rules there are. Immutable.
 */
public final class LawTable {

    /** Of a class that no policy in force speaks of. */
    public static final int UNKNOWN_CLASS = -1;

    /** Of a subject that is neither a country nor a group. */
    public static final int UNKNOWN_SUBJECT = -2;

    private final List<String> classes;
    private final List<String> groups;
    private final ByteIndex classIndex;
    private final ByteIndex groupIndex;
    private final int width;
    private final int[] cells;
    private final List<Judgement> judgements = new ArrayList<>();

    private LawTable(Names names) {
        classes = names.classes;
        groups = names.groups;
        classIndex = names.classIndex;
        groupIndex = names.groupIndex;
        width = Country.NUMBERS + groups.size();
        cells = new int[classes.size() * width];
    }

    /** What all tables of one law call things, so that they share what finds them. */
    record Names(List<String> classes, List<String> groups, ByteIndex classIndex, ByteIndex groupIndex) {

        static Names of(Set<String> classes, Set<String> groups) {
            var inOrder = List.copyOf(new TreeSet<>(classes));
            var groupsInOrder = List.copyOf(new TreeSet<>(groups));
            return new Names(inOrder, groupsInOrder, new ByteIndex(inOrder), new ByteIndex(groupsInOrder));
        }
    }

    /** @param law for a class, what it says of any set of countries */
    static LawTable of(Names names, Map<String, BitSet> groups, Function<String, Function<BitSet, Judgement>> law) {
        var ordered = new TreeMap<>(groups);
        var table = new LawTable(names);
        var known = new HashMap<Judgement, Integer>();
        int row = 0;
        for (var dataClass : table.classes) {
            var judge = law.apply(dataClass);
            for (int s = 0; s < table.width; s++) table.cells[row + s] = UNKNOWN_SUBJECT;
            var one = new BitSet(Country.NUMBERS);
            for (var code : Country.codes()) {
                one.clear();
                one.set(Country.number(code));
                table.cells[row + Country.number(code)] = table.number(judge.apply(one), known);
            }
            int group = Country.NUMBERS;
            for (var members : ordered.values()) {
                var judgement = members.isEmpty() ? Judgement.BY_DEFAULT : judge.apply(members);
                table.cells[row + group++] = table.number(judgement, known);
            }
            row += table.width;
        }
        return table;
    }

    private int number(Judgement judgement, Map<Judgement, Integer> known) {
        return known.computeIfAbsent(judgement, unused -> {
            judgements.add(judgement);
            return judgements.size() - 1;
        });
    }

    /** All it knows, by their numbers. */
    public List<Judgement> judgements() {
        return List.copyOf(judgements);
    }

    public List<String> classes() {
        return classes;
    }

    /** All subjects of which it knows: countries and groups. */
    public List<String> subjects() {
        var subjects = new ArrayList<String>(Country.codes());
        subjects.addAll(groups);
        return subjects;
    }

    /**
     * The number of a judgement, or {@link #UNKNOWN_CLASS} or {@link #UNKNOWN_SUBJECT}, which are negative.
     *
     * @param dataClass as labels write it; of a class it does not know by name, the nearest it is a kind of counts
     */
    public int find(byte[] dataClass, byte[] subject) {
        int c = classIndex.find(dataClass, dataClass.length);
        for (int end = dataClass.length - 1; c < 0 && end > 0; end--)
            if (dataClass[end] == '.') c = classIndex.find(dataClass, end);
        if (c < 0) return UNKNOWN_CLASS;
        int s = subject(subject);
        return s < 0 ? UNKNOWN_SUBJECT : cells[c * width + s];
    }

    /** As {@link #find(byte[], byte[])}. */
    public int find(String dataClass, String subject) {
        return find(dataClass.getBytes(UTF_8), subject.getBytes(UTF_8));
    }

    private int subject(byte[] name) {
        if (name.length == 2) return isCapital(name[0]) && isCapital(name[1]) ? Country.pair(name[0], name[1]) : -1;
        int group = groupIndex.find(name, name.length);
        return group < 0 ? -1 : Country.NUMBERS + group;
    }

    private static boolean isCapital(byte letter) {
        return letter >= 'A' && letter <= 'Z';
    }
}
