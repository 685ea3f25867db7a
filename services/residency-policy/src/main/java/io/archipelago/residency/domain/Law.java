package io.archipelago.residency.domain;

import io.archipelago.events.residency.ResidencyPolicySpec;
import io.archipelago.events.residency.ResidencyPolicySpec.Rule;
import io.archipelago.events.residency.Ruling.Verdict;
import io.archipelago.residency.condition.Condition;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * A {@link Code} made ready to answer questions. Whatever no rule allows is denied; among rules of the same precedence a
 * deny beats every allow, in whatever policy it stands. Data of a group may be data of any of its members: what is denied
 * for one of them is denied, and an allow must cover them all, if need be together with others.
 *
 * <p>What cannot be made out works against crossing: a group nobody declared is empty where a rule allows, and everybody
 * where a rule denies; a condition that cannot be decided holds where a rule denies, and does not where it allows.
 * Immutable; any thread may ask.
 */
public final class Law {

    static final String OTHERWISE = "otherwise";
    private static final String ALL = "*";

    private final Code code;
    private LawTable.Names names = LawTable.Names.of(Set.of(), Set.of());
    private final Function<String, Condition> reader;
    private final Map<String, BitSet> groups = new HashMap<>();
    private final List<Provision> provisions = new ArrayList<>();
    private final Map<String, List<Provision>> byClass = new HashMap<>();
    private final Map<String, Condition> conditions = new HashMap<>();
    private final SortedSet<String> dataClasses = new TreeSet<>();
    private final SortedSet<Long> volumes = new TreeSet<>();

    private Law(Code code, Function<String, Condition> reader) {
        this.code = code;
        this.reader = reader;
    }

    public static Law of(Code code) {
        return of(code, Law::read);
    }

    /** For those who only want to know of what its rules speak. */
    static Law withoutConditions(Code code) {
        return of(code, text -> Condition.UNDECIDABLE);
    }

    private static Law of(Code code, Function<String, Condition> reader) {
        var law = new Law(code, reader);
        code.groups().forEach((name, members) -> law.groups.put(name, numbers(members)));
        code.policies().forEach((name, article) -> law.compile(name, article.spec()));
        law.provisions.forEach(
                provision -> law.volumes.addAll(provision.proviso().volumes()));
        law.names = LawTable.Names.of(law.dataClasses, law.groups.keySet());
        for (var dataClass : law.dataClasses)
            law.byClass.put(
                    dataClass,
                    law.provisions.stream()
                            .filter(provision -> DataClass.nearest(dataClass, provision.dataClasses()) != null)
                            .toList());
        return law;
    }

    private static BitSet numbers(List<String> codes) {
        var numbers = new BitSet(Country.NUMBERS);
        for (var code : codes) if (Country.isCode(code)) numbers.set(Country.number(code));
        return numbers;
    }

    /** A list as it came over the wire: what was left out is empty. */
    static <T> List<T> listed(@Nullable List<T> list) {
        return Objects.requireNonNullElse(list, List.of());
    }

    private void compile(String policy, ResidencyPolicySpec spec) {
        var classes = Set.copyOf(listed(spec.dataClasses()));
        dataClasses.addAll(classes);
        for (var rule : listed(spec.rules())) {
            boolean denies = !"allow".equals(rule.effect());
            add(
                    policy,
                    spec,
                    classes,
                    denies,
                    rule.id(),
                    Action.bits(listed(rule.actions())),
                    places(rule, denies),
                    rule);
        }
        if (spec.otherwise() != null)
            add(policy, spec, classes, !"allow".equals(spec.otherwise()), OTHERWISE, Action.ALL, Country.all(), null);
    }

    /** @param rule null for what the policy says otherwise */
    private void add(
            String policy,
            ResidencyPolicySpec spec,
            Set<String> classes,
            boolean denies,
            String id,
            int actions,
            BitSet places,
            @Nullable Rule rule) {
        provisions.add(new Provision(
                provisions.size(),
                policy,
                id,
                denies,
                rule == null,
                Objects.requireNonNullElse(spec.precedence(), 0),
                classes,
                expanded(listed(spec.subjects()), denies),
                actions,
                spec.processedIn() == null ? null : expanded(spec.processedIn(), denies),
                places,
                rule == null ? Proviso.NONE : proviso(rule, denies),
                rule == null ? null : rule.source(),
                rule == null ? null : rule.reason(),
                rule == null || rule.treatments() == null ? Map.of() : Map.copyOf(rule.treatments())));
    }

    private Proviso proviso(Rule rule, boolean denies) {
        var localCopy = rule.localCopy() == null ? null : expanded(rule.localCopy(), denies);
        return Proviso.of(
                rule, localCopy, rule.when() == null ? null : conditions.computeIfAbsent(rule.when(), reader));
    }

    /** What cannot be read never holds for certain: a later version of the service may have accepted it. */
    private static Condition read(String text) {
        try {
            return Condition.of(text);
        } catch (Condition.Unreadable e) {
            return Condition.UNDECIDABLE;
        }
    }

    private BitSet places(Rule rule, boolean denies) {
        var places = expanded(listed(rule.jurisdictions()), denies);
        places.andNot(expanded(listed(rule.except()), !denies));
        return places;
    }

    /** @param unknownIsAll what a name stands for that nobody declared: everybody, or nobody */
    private BitSet expanded(List<String> jurisdictions, boolean unknownIsAll) {
        var countries = new BitSet(Country.NUMBERS);
        for (var name : jurisdictions) {
            var members = members(name);
            if (members != null) countries.or(members);
            else if (name.equals(ALL) || unknownIsAll) countries.or(Country.all());
        }
        return countries;
    }

    /** The countries a code or the name of a group stands for; null when nobody knows it. */
    private @Nullable BitSet members(String jurisdiction) {
        if (!Country.isCode(jurisdiction)) return groups.get(jurisdiction);
        var one = new BitSet(Country.NUMBERS);
        one.set(Country.number(jurisdiction));
        return one;
    }

    public Code code() {
        return code;
    }

    /** True when some rule tells attested places from claimed ones. */
    boolean asksForAttestedPlaces() {
        return provisions.stream().anyMatch(provision -> provision.proviso().speaksOf(Circumstances.ATTESTED_PLACE));
    }

    /** In the order of policies and rules. */
    List<Provision> provisions() {
        return Collections.unmodifiableList(provisions);
    }

    /** Of all rules and otherwise-clauses, as {@code policy#rule}. */
    public SortedSet<String> ruleNames() {
        return provisions.stream().map(Provision::name).collect(Collectors.toCollection(TreeSet::new));
    }

    /** The classes of which any policy in force speaks by name; it speaks of all their kinds too. */
    public SortedSet<String> dataClasses() {
        return Collections.unmodifiableSortedSet(dataClasses);
    }

    /** The names of groups that may stand for a subject. */
    public SortedSet<String> groupNames() {
        return new TreeSet<>(groups.keySet());
    }

    /**
     * A count of records that the law does not tell from another one: the highest count at which something changes and
     * that is reached; 0 when none is.
     */
    public long band(long volume) {
        var reached = volumes.headSet(volume == Long.MAX_VALUE ? volume : volume + 1);
        return reached.isEmpty() ? 0 : reached.last();
    }

    /** True when it matters how many records have left. */
    public boolean countsVolumes() {
        return !volumes.isEmpty();
    }

    /** The next count of records at which something changes; the largest number there is when nothing does any more. */
    long above(long volume) {
        var later = volumes.tailSet(volume + 1);
        return later.isEmpty() ? Long.MAX_VALUE : later.first();
    }

    /** As {@link #decide(String, String, Action, String, Circumstances)}, when nobody knows more. */
    public Verdict decide(String dataClass, String subject, Action action, String place) {
        return decide(dataClass, subject, action, place, Circumstances.UNKNOWN);
    }

    /**
     * Whether data of a class about a subject may be stored or processed in a country, or sent there.
     *
     * @param subject a country code, or a group
     * @param place a country code
     */
    public Verdict decide(String dataClass, String subject, Action action, String place, Circumstances circumstances) {
        var known = DataClass.nearest(dataClass, dataClasses);
        if (known == null)
            return denied("no policy in force speaks of the class '" + dataClass + "': which one should?");
        var members = members(subject);
        if (members == null || members.isEmpty())
            return denied("'" + subject + "' is neither a country nor a known group: whose law binds the data?");
        int at = Country.number(place);
        if (at < 0) return denied("'" + place + "' is no country: whose law holds there?");
        var reading = read(known, action, at, circumstances, members);
        var by = reading.by(members);
        var questions = new Questions(of(known), known, action, at, circumstances);
        if (!by.isEmpty()) return verdict(reading.allows(members), by, questions.of(members, by));
        var open = reading.open(members);
        var whose = open.equals(members)
                ? subject
                : open.stream().mapToObj(Country::code).collect(Collectors.joining(", ")) + " (of " + subject + ")";
        return denied(questions.which(dataClass, whose, open));
    }

    /**
     * A verdict without its reasons, for those who ask for thousands.
     *
     * @param rules what decided, as {@code policy#rule}; empty for a denial by default
     * @param treatments what the rules ask for, by the data class of columns
     */
    public record Judgement(boolean allowed, List<String> rules, Map<String, String> treatments) {
        static final Judgement BY_DEFAULT = new Judgement(false, List.of(), Map.of());
    }

    /** As {@link #decide}. */
    public Judgement judge(String dataClass, String subject, Action action, String place, Circumstances circumstances) {
        var known = DataClass.nearest(dataClass, dataClasses);
        var members = members(subject);
        int at = Country.number(place);
        if (known == null || members == null || members.isEmpty() || at < 0) return Judgement.BY_DEFAULT;
        return judgement(read(known, action, at, circumstances, members), members);
    }

    /**
     * Everything the law says of sending or keeping data of the classes it names at one place.
     *
     * @param place a country code; nothing is allowed at any other
     */
    public LawTable table(Action action, String place, Circumstances circumstances) {
        int at = Country.number(place);
        var all = Country.all();
        return LawTable.of(names, groups, dataClass -> {
            if (at < 0) return members -> Judgement.BY_DEFAULT;
            var reading = read(dataClass, action, at, circumstances, all);
            return members -> judgement(reading, members);
        });
    }

    private static Judgement judgement(Reading reading, BitSet members) {
        var by = reading.by(members);
        return by.isEmpty()
                ? Judgement.BY_DEFAULT
                : new Judgement(
                        reading.allows(members),
                        by.stream().map(Provision::name).toList(),
                        Reading.treatments(by));
    }

    private List<Provision> of(String known) {
        return byClass.getOrDefault(known, List.of());
    }

    /** @param known one of {@link #dataClasses}: kinds of it that no policy names are no different to the law */
    private Reading read(String known, Action action, int place, Circumstances circumstances, BitSet members) {
        return Reading.of(of(known), known, action, place, circumstances, members);
    }

    private static Verdict denied(String question) {
        return new Verdict(false, List.of(), question, null);
    }

    private static Verdict verdict(boolean allowed, List<Provision> by, List<String> questions) {
        var reasons = new LinkedHashSet<String>();
        for (var provision : by) {
            if (provision.reason() != null) reasons.add(provision.reason());
            else if (provision.otherwise() && !allowed) reasons.add(provision.policy() + " allows nothing else");
            else reasons.add((allowed ? "allowed by " : "denied by ") + provision.name());
        }
        if (!allowed) reasons.addAll(questions);
        var sources = by.stream()
                .map(Provision::source)
                .filter(Objects::nonNull)
                .distinct()
                .collect(Collectors.joining("; "));
        return new Verdict(
                allowed,
                by.stream().map(Provision::name).toList(),
                String.join("; ", reasons),
                sources.isEmpty() ? null : sources);
    }
}
