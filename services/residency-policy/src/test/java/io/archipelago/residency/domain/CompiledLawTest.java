package io.archipelago.residency.domain;

import static org.assertj.core.api.Assertions.assertThat;

import io.archipelago.events.residency.ResidencyPolicySpec;
import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.statistics.Statistics;

/** The compiled law against a plain reading of what was written. */
class CompiledLawTest {

    @Provide
    Arbitrary<List<ResidencyPolicySpec>> laws() {
        return RandomLaws.policies();
    }

    @Provide
    Arbitrary<RandomLaws.Question> questions() {
        return RandomLaws.questions();
    }

    @Provide
    Arbitrary<Long> counts() {
        return Arbitraries.longs().between(0, 220);
    }

    @Property(tries = 3_000)
    void the_table_says_what_a_plain_reading_says(
            @ForAll("laws") List<ResidencyPolicySpec> policies, @ForAll("questions") RandomLaws.Question asked) {
        var law = Policies.law(policies);
        boolean allowed = RandomLaws.allows(policies, asked);
        Statistics.label("allowed").collect(allowed).coverage(checker -> checker.check(true)
                .percentage(share -> share > 2));
        var verdict = law.decide(asked.dataClass(), asked.subject(), asked.action(), asked.place(), asked.known());
        assertThat(verdict.allowed()).isEqualTo(allowed);
        assertThat(verdict.reason()).isNotBlank();
        var table = law.table(asked.action(), asked.place(), asked.known());
        int found = table.find(asked.dataClass(), asked.subject());
        if (found < 0) assertThat(allowed).isFalse();
        else {
            var judgement = table.judgements().get(found);
            assertThat(judgement.allowed()).isEqualTo(allowed);
            assertThat(judgement.rules()).isEqualTo(verdict.rules());
            assertThat(judgement)
                    .isEqualTo(law.judge(
                            asked.dataClass(), asked.subject(), asked.action(), asked.place(), asked.known()));
        }
    }

    @Property
    void counts_in_the_same_band_are_the_same_to_the_law(
            @ForAll("laws") List<ResidencyPolicySpec> policies,
            @ForAll("questions") RandomLaws.Question asked,
            @ForAll("counts") long count) {
        var law = Policies.law(policies);
        var counted = with(asked, count);
        var banded = with(asked, law.band(count));
        assertThat(RandomLaws.allows(policies, banded)).isEqualTo(RandomLaws.allows(policies, counted));
    }

    private static RandomLaws.Question with(RandomLaws.Question asked, long count) {
        var known = asked.known();
        return new RandomLaws.Question(
                asked.dataClass(),
                asked.subject(),
                asked.action(),
                asked.place(),
                new Circumstances(known.origin(), known.purposes(), known.safeguards(), count));
    }

    @Property
    void circumstances_are_read_as_they_are_written(@ForAll("questions") RandomLaws.Question asked) {
        assertThat(Circumstances.parse(asked.known().toString())).isEqualTo(asked.known());
    }
}
