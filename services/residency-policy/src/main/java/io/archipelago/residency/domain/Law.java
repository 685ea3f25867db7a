package io.archipelago.residency.domain;

import io.archipelago.events.residency.ResidencyPolicySpec;
import io.archipelago.events.residency.ResidencyPolicySpec.Rule;
import io.archipelago.events.residency.Ruling.Verdict;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * A {@link Code} made ready to answer questions. Whatever no rule allows is denied; a deny beats every allow, in whatever
 * policy it stands. Data of a group may be data of any of its members: what is denied for one of them is denied, and an
 * allow must cover them all, if need be together with others.
 *
 * <p>What cannot be made out works against crossing: a group nobody declared is empty where a rule allows, and everybody
 * where a rule denies. Immutable; any thread may ask.
 */
public final class Law {

    private static final String ALL = "*";

    /** @param places where it holds, exceptions taken out */
    private record Provision(
            String id,
            boolean denies,
            Set<String> dataClasses,
            BitSet subjects,
            int actions,
            BitSet places,
            String source,
            @Nullable String reason) {

        boolean speaksOf(String dataClass, BitSet members, Action action, int place) {
            return (actions & action.bit()) != 0
                    && places.get(place)
                    && dataClasses.contains(dataClass)
                    && subjects.intersects(members);
        }
    }

    private final Code code;
    private final Map<String, BitSet> groups = new HashMap<>();
    private final List<Provision> provisions = new ArrayList<>();
    private final SortedSet<String> dataClasses = new TreeSet<>();

    private Law(Code code) {
        this.code = code;
    }

    public static Law of(Code code) {
        var law = new Law(code);
        code.groups().forEach((name, members) -> law.groups.put(name, numbers(members)));
        code.policies().forEach((name, article) -> law.compile(name, article.spec()));
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
            provisions.add(new Provision(
                    policy + "#" + rule.id(),
                    denies,
                    classes,
                    expanded(listed(spec.subjects()), denies),
                    Action.bits(listed(rule.actions())),
                    places(rule, denies),
                    rule.source(),
                    rule.reason()));
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

    /** The classes of which any policy in force speaks. */
    public SortedSet<String> dataClasses() {
        return Collections.unmodifiableSortedSet(dataClasses);
    }

    /** The names of groups that may stand for a subject. */
    public SortedSet<String> groupNames() {
        return new TreeSet<>(groups.keySet());
    }

    /**
     * Whether data of a class about a subject may be stored or processed in a country, or sent there.
     *
     * @param subject a country code, or a group
     * @param place a country code
     */
    public Verdict decide(String dataClass, String subject, Action action, String place) {
        if (!dataClasses.contains(dataClass))
            return denied("no policy in force speaks of the class '" + dataClass + "': which one should?");
        var members = members(subject);
        if (members == null || members.isEmpty())
            return denied("'" + subject + "' is neither a country nor a known group: whose law binds the data?");
        int at = Country.number(place);
        if (at < 0) return denied("'" + place + "' is no country: whose law holds there?");
        var finding = find(dataClass, members, action, at);
        return finding.by.isEmpty()
                ? denied(question(dataClass, subject, members, finding.open, action, place))
                : verdict(finding.allowed, finding.by);
    }

    /**
     * A verdict without its reasons, for those who ask for thousands.
     *
     * @param rules what decided, as {@code policy#rule}; empty for a denial by default
     */
    public record Judgement(boolean allowed, List<String> rules) {
        private static final Judgement BY_DEFAULT = new Judgement(false, List.of());
    }

    /** As {@link #decide}. */
    public Judgement judge(String dataClass, String subject, Action action, String place) {
        var members = members(subject);
        int at = Country.number(place);
        if (members == null || members.isEmpty() || at < 0) return Judgement.BY_DEFAULT;
        var finding = find(dataClass, members, action, at);
        return finding.by.isEmpty()
                ? Judgement.BY_DEFAULT
                : new Judgement(
                        finding.allowed, finding.by.stream().map(Provision::id).toList());
    }

    /** @param open whom no rule allows */
    private record Finding(boolean allowed, List<Provision> by, BitSet open) {}

    private Finding find(String dataClass, BitSet members, Action action, int place) {
        var denials = new ArrayList<Provision>();
        var allowances = new ArrayList<Provision>();
        var open = (BitSet) members.clone();
        for (var provision : provisions) {
            if (!provision.speaksOf(dataClass, members, action, place)) continue;
            if (provision.denies) denials.add(provision);
            else {
                allowances.add(provision);
                open.andNot(provision.subjects);
            }
        }
        if (!denials.isEmpty()) return new Finding(false, denials, open);
        return open.isEmpty() ? new Finding(true, allowances, open) : new Finding(false, List.of(), open);
    }

    private static Verdict denied(String question) {
        return new Verdict(false, List.of(), question, null);
    }

    private static Verdict verdict(boolean allowed, List<Provision> by) {
        var rules = by.stream().map(Provision::id).toList();
        var reasons = by.stream()
                .map(provision -> provision.reason != null
                        ? provision.reason
                        : (allowed ? "allowed by " : "denied by ") + provision.id)
                .distinct()
                .collect(Collectors.joining("; "));
        var sources = by.stream()
                .map(Provision::source)
                .filter(Objects::nonNull)
                .distinct()
                .collect(Collectors.joining("; "));
        return new Verdict(allowed, rules, reasons, sources.isEmpty() ? null : sources);
    }

    private static String question(
            String dataClass, String subject, BitSet members, BitSet open, Action action, String place) {
        var whose = open.equals(members)
                ? subject
                : open.stream().mapToObj(Country::code).collect(Collectors.joining(", ")) + " (of " + subject + ")";
        var what = action == Action.SEND ? "sending " : action == Action.STORE ? "storing " : "processing ";
        return "no rule in force allows " + what + dataClass + " data of " + whose
                + (action == Action.SEND ? " to " : " in ") + place + ": which law or agreement does?";
    }
}
