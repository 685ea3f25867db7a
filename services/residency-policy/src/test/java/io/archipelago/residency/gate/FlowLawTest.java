package io.archipelago.residency.gate;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.archipelago.events.envelope.Header;
import io.archipelago.events.residency.ResidencyPolicySpec;
import io.archipelago.residency.domain.Circumstances;
import io.archipelago.residency.domain.Policies;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.junit.jupiter.api.Test;

/** The table the gate reads against the law as it is written. */
class FlowLawTest {

    private static final Map<String, String> REGIONS = Map.of("east", "US", "south", "IN", "west", "FR");

    /** @param labels name and value of each header, in order; null for a header without value */
    record Headers(List<Map.Entry<String, String>> labels) {

        RecordHeaders headers() {
            var headers = new RecordHeaders();
            labels.forEach(label -> headers.add(label.getKey(), label.getValue().getBytes(UTF_8)));
            return headers;
        }

        List<String> values(String name) {
            return labels.stream()
                    .filter(label ->
                            label.getKey().equals(name) && !label.getValue().isEmpty())
                    .map(Map.Entry::getValue)
                    .toList();
        }
    }

    @Provide
    Arbitrary<Headers> records() {
        var label = Combinators.combine(
                        Arbitraries.frequency(
                                net.jqwik.api.Tuple.of(6, Header.DATA_CLASS),
                                net.jqwik.api.Tuple.of(6, Header.JURISDICTION),
                                net.jqwik.api.Tuple.of(1, Header.AUDIENCE),
                                net.jqwik.api.Tuple.of(1, Header.ORIGIN),
                                net.jqwik.api.Tuple.of(1, "other")),
                        Arbitraries.of("personal", "payment", "secret"),
                        Arbitraries.of("DE", "FR", "US", "IN", "EUR", "WEST", "NOWHERE", "XX", "dé", "D E"),
                        Arbitraries.of("east", "south", "mars"),
                        Arbitraries.integers().between(0, 9))
                .as((name, dataClass, jurisdiction, region, luck) -> Map.entry(
                        name,
                        luck == 0
                                ? ""
                                : switch (name) {
                                    case Header.DATA_CLASS -> dataClass;
                                    case Header.JURISDICTION -> jurisdiction;
                                    default -> region;
                                }));
        return label.list().ofMaxSize(4).map(Headers::new);
    }

    @Provide
    Arbitrary<List<ResidencyPolicySpec>> policies() {
        return Policies.policies();
    }

    @Provide
    Arbitrary<List<String>> floors() {
        return Arbitraries.of("personal:EUR", "payment:IN", "personal:DE")
                .list()
                .uniqueElements()
                .ofMaxSize(1);
    }

    private static FlowLaw law(List<ResidencyPolicySpec> policies, List<String> floors, boolean forOne) {
        var law = Policies.law(policies);
        var terms = new Terms(law.code().version(), floors, new TreeMap<>(REGIONS), Circumstances.UNKNOWN, "");
        return FlowLaw.of(law, terms, forOne, new FlowLaw.Tables(), Care.NONE);
    }

    /** As the documentation says it. */
    private static boolean mayCross(
            Headers record, List<ResidencyPolicySpec> policies, List<String> floors, boolean forOne, String to) {
        var classes = record.values(Header.DATA_CLASS);
        var subjects = record.values(Header.JURISDICTION);
        var audiences = record.values(Header.AUDIENCE);
        if (!record.values(Header.ORIGIN).isEmpty()) return false;
        if (classes.size() != 1 || subjects.size() != 1 || audiences.size() > 1) return false;
        if (forOne && audiences.isEmpty()) return false;
        if (!audiences.isEmpty() && !audiences.getFirst().equals(to)) return false;
        var place = REGIONS.get(to);
        for (var floor : floors) {
            var parts = floor.split(":");
            if (!Policies.allows(policies, parts[0], parts[1], "send", place)) return false;
        }
        return Policies.allows(policies, classes.getFirst(), subjects.getFirst(), "send", place);
    }

    @Property(tries = 2_000)
    void lets_cross_what_the_policies_allow_and_nothing_else(
            @ForAll("policies") List<ResidencyPolicySpec> policies,
            @ForAll("records") Headers record,
            @ForAll("floors") List<String> floors,
            @ForAll boolean forOne) {
        var law = law(policies, floors, forOne);
        var passport = new Passport();
        passport.read(record.headers());
        for (int d = 0; d < law.destinations().size(); d++) {
            var decision = law.decide(d, passport);
            var to = law.destinations().get(d);
            assertThat(decision.crosses())
                    .as("to %s: %s", to, decision.why())
                    .isEqualTo(mayCross(record, policies, floors, forOne, to));
            assertThat(decision.why()).isNotEmpty();
        }
    }

    @Property
    void nothing_unlabelled_ever_crosses(@ForAll("policies") List<ResidencyPolicySpec> policies) {
        var law = law(policies, List.of(), false);
        var passport = new Passport();
        passport.read(new RecordHeaders());
        for (int d = 0; d < law.destinations().size(); d++)
            assertThat(law.decide(d, passport)).isSameAs(Decision.UNLABELLED);
    }

    @Property
    void a_law_widens_another_exactly_when_some_labels_cross_only_by_it(
            @ForAll("policies") List<ResidencyPolicySpec> before,
            @ForAll("policies") List<ResidencyPolicySpec> after,
            @ForAll("floors") List<String> floors) {
        var old = law(before, floors, false);
        var present = law(after, floors, false);
        assertThat(present.widens(present)).isFalse();
        assertThat(present.widens(old)).isEqualTo(crossings(present).stream().anyMatch(c -> !crossings(old)
                .contains(c)));
        assertThat(present.isLike(old)).isEqualTo(crossings(present).equals(crossings(old)));
        assertThat(present.widens(null)).isEqualTo(!crossings(present).isEmpty());
    }

    @Test
    void what_is_known_of_a_flow_decides_and_widens() {
        var rule = new ResidencyPolicySpec.Rule(
                "few",
                "allow",
                List.of("send"),
                List.of("US"),
                null,
                "test",
                null,
                null,
                null,
                null,
                new ResidencyPolicySpec.Volume(null, 100L),
                "'contract' in safeguards",
                null);
        var policy = new ResidencyPolicySpec(
                null, List.of("personal"), List.of("DE"), null, null, List.of(rule), null, "deny", null, null);
        var few = flow(policy, List.of("contract"), 99L);
        var many = flow(policy, List.of("contract"), 100L);
        var bare = flow(policy, List.of(), 99L);
        assertThat(crossings(few)).containsExactly("personalDE0");
        assertThat(crossings(many)).isEmpty();
        assertThat(crossings(bare)).isEmpty();
        assertThat(few.widens(bare)).isTrue();
        assertThat(many.widens(few)).isFalse();
        assertThat(many.isLike(bare)).isTrue();
    }

    private static FlowLaw flow(ResidencyPolicySpec policy, List<String> safeguards, Long volume) {
        var law = Policies.law(List.of(policy));
        var known = Circumstances.of("DE", List.of(), safeguards, volume);
        var terms = new Terms(law.code().version(), List.of(), new TreeMap<>(REGIONS), known, "");
        assertThat(Terms.parse(terms.toString())).isEqualTo(terms);
        return FlowLaw.of(law, terms, false, new FlowLaw.Tables(), Care.NONE);
    }

    private static List<String> crossings(FlowLaw law) {
        var crossings = new ArrayList<String>();
        var passport = new Passport();
        for (var dataClass : Policies.CLASSES)
            for (var subject : List.of("DE", "FR", "US", "IN", "JP", "EUR", "WEST")) {
                passport.read(new RecordHeaders()
                        .add(Header.DATA_CLASS, dataClass.getBytes(UTF_8))
                        .add(Header.JURISDICTION, subject.getBytes(UTF_8)));
                for (int d = 0; d < law.destinations().size(); d++)
                    if (law.decide(d, passport).crosses()) crossings.add(dataClass + subject + d);
            }
        return crossings;
    }
}
