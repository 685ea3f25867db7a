package io.archipelago.residency.domain;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.core.JsonProcessingException;
import io.archipelago.events.EventJson;
import io.archipelago.events.residency.JurisdictionGroupSpec;
import io.archipelago.events.residency.ResidencyPolicySpec;
import io.archipelago.events.resource.Declared;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.util.Collection;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Everything written that is in force at one time: a document that stands alone, so that the law of any time can be
 * read again.
 *
 * @param policies by name
 * @param groups the members of each group, by the name policies call it: in capitals, such as EU-EEA
 * @param since when it came into force here
 * @param version names what it says: the same policies and groups have the same version, whenever and wherever
 */
public record Code(
        SortedMap<String, Article> policies, SortedMap<String, List<String>> groups, Instant since, String version) {

    /** The code of a region that nobody has told anything: nothing is allowed. */
    public static final Code EMPTY = of(new TreeMap<>(), new TreeMap<>(), Instant.EPOCH);

    private static final int VERSION_CHARACTERS = 12;

    /** @param revision counts the accepted changes of the policy in this region */
    public record Article(long revision, ResidencyPolicySpec spec) {}

    /** @param since when it came into force */
    public static Code of(SortedMap<String, Article> policies, SortedMap<String, List<String>> groups, Instant since) {
        return new Code(policies, groups, since, version(policies, groups));
    }

    /** What of all that is declared is in force at an instant. */
    static Code inForce(
            Collection<Declared<ResidencyPolicySpec>> policies,
            Collection<Declared<JurisdictionGroupSpec>> groups,
            Instant now) {
        var articles = new TreeMap<String, Article>();
        for (var policy : policies)
            if (isInForce(policy.spec(), now))
                articles.put(policy.name(), new Article(policy.revision(), policy.spec()));
        var members = new TreeMap<String, List<String>>();
        for (var group : groups) members.put(calledName(group.name()), members(group.spec(), now));
        return of(articles, members, now);
    }

    /** Policies call a group by its name in capitals: {@code EU-EEA} is the group {@code eu-eea}. */
    public static String calledName(String group) {
        return group.toUpperCase(Locale.ROOT);
    }

    /** A draft never is. */
    static boolean isInForce(ResidencyPolicySpec policy, Instant now) {
        return !isDraft(policy) && isWithin(policy.effectiveFrom(), policy.effectiveUntil(), now);
    }

    static boolean isDraft(ResidencyPolicySpec policy) {
        return Boolean.TRUE.equals(policy.draft());
    }

    private static boolean isWithin(@Nullable Instant from, @Nullable Instant until, Instant now) {
        return (from == null || !now.isBefore(from)) && (until == null || now.isBefore(until));
    }

    /** The policy as it would be in force. */
    static Declared<ResidencyPolicySpec> enacted(Declared<ResidencyPolicySpec> draft) {
        var spec = draft.spec();
        return new Declared<>(
                draft.name(),
                draft.home(),
                draft.revision(),
                draft.removed(),
                draft.labels(),
                new ResidencyPolicySpec(
                        spec.description(),
                        spec.dataClasses(),
                        spec.subjects(),
                        spec.effectiveFrom(),
                        spec.effectiveUntil(),
                        spec.rules(),
                        spec.processedIn(),
                        spec.otherwise(),
                        spec.precedence(),
                        null),
                draft.stamps(),
                draft.removedAt());
    }

    private static List<String> members(JurisdictionGroupSpec group, Instant now) {
        var members = new TreeSet<>(Law.listed(group.members()));
        for (var term : Law.listed(group.terms()))
            if (isWithin(term.from(), term.until(), now)) members.add(term.jurisdiction());
        return List.copyOf(members);
    }

    /**
     * The next time after {@code now} at which a policy comes into or goes out of force, or a group gains or loses a
     * member; null when there is none.
     */
    static @Nullable Instant nextChange(
            Collection<Declared<ResidencyPolicySpec>> policies,
            Collection<Declared<JurisdictionGroupSpec>> groups,
            Instant now) {
        var ofPolicies = policies.stream()
                .filter(policy -> !isDraft(policy.spec()))
                .flatMap(policy ->
                        Stream.of(policy.spec().effectiveFrom(), policy.spec().effectiveUntil()));
        var ofGroups = groups.stream()
                .flatMap(group -> Law.listed(group.spec().terms()).stream())
                .flatMap(term -> Stream.of(term.from(), term.until()));
        return Stream.concat(ofPolicies, ofGroups)
                .filter(Objects::nonNull)
                .filter(time -> time.isAfter(now))
                .min(Instant::compareTo)
                .orElse(null);
    }

    /** True when both say the same, revisions included. */
    boolean says(Code other) {
        return policies.equals(other.policies) && groups.equals(other.groups);
    }

    private static String version(SortedMap<String, Article> policies, SortedMap<String, List<String>> groups) {
        var said = new TreeMap<String, Object>();
        policies.forEach((name, article) -> said.put("policy " + name, article.spec()));
        groups.forEach((name, members) -> said.put("group " + name, members));
        try {
            var text = EventJson.MAPPER.writeValueAsString(said).getBytes(UTF_8);
            var digest = MessageDigest.getInstance("SHA-256").digest(text);
            return HexFormat.of().formatHex(digest).substring(0, VERSION_CHARACTERS);
        } catch (JsonProcessingException | NoSuchAlgorithmException e) {
            throw new IllegalStateException("a policy cannot be written as JSON", e);
        }
    }
}
