package io.archipelago.bench.residency;

import io.archipelago.bench.Result;
import io.archipelago.cli.ExitCode;
import io.archipelago.cli.Failure;
import io.archipelago.residency.domain.Action;
import io.archipelago.residency.domain.Law;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** One decision of laws of 10 to 10,000 rules: compiled as the gate asks it, as it is explained, and by two peers. */
@Command(
        name = "residency",
        description = "One decision of the law, from 10 to 10,000 rules, beside Cedar and OPA.",
        footer = {
            "",
            "Figures are processor time of the median round; rounds of all laws are taken in turns. Cedar is asked the same questions",
            "of the same law, rule by rule, and must give the same answers. OPA's wasm runs on Chicory, but only with the one-rule",
            "policy that comes with it: its compiler is not on Maven Central."
        })
public final class ResidencyCommand implements Callable<Integer> {
    private static final int[] RULES = {10, 100, 1_000, 10_000};
    private static final int WARM_UP = 3_000;

    @Option(names = "--rounds", description = "of 4,096 decisions (default: ${DEFAULT-VALUE})", defaultValue = "2000")
    private int rounds;

    @Option(
            names = "--peer-rounds",
            description = "decisions of each peer per law (default: ${DEFAULT-VALUE})",
            defaultValue = "200")
    private int peerRounds;

    @Option(names = "--seed", description = "of laws and questions (default: ${DEFAULT-VALUE})", defaultValue = "1")
    private long seed;

    @Option(names = "--json", description = "nothing but the JSON line")
    private boolean json;

    @Override
    public Integer call() {
        if (rounds < 1 || peerRounds < 1) throw new Failure(ExitCode.USAGE, "--rounds and --peer-rounds are 1 or more");
        var generated = new LinkedHashMap<Integer, GeneratedLaw>();
        var compiled = new LinkedHashMap<Integer, Compiled>();
        var result = new Result("residency");
        for (int rules : RULES) {
            var law = GeneratedLaw.of(rules, seed);
            long start = System.nanoTime();
            compiled.put(rules, new Compiled(law.law(), law.questions()));
            result.metric("compile_r" + rules + "_ms", (System.nanoTime() - start) / 1e6);
            generated.put(rules, law);
        }
        var decision = decisions(compiled);
        decision.forEach((rules, nanos) -> result.metric("decision_r" + rules + "_ns", nanos));
        generated.forEach((rules, law) -> result.metric("explained_r" + rules + "_us", explained(law) / 1e3));
        result.ratio("decision_r10000_over_r10", of(decision, 10_000), of(decision, 10));
        cedar(generated, compiled, decision, result);
        opa(of(decision, 10_000), result);
        result.print(json);
        return ExitCode.OK;
    }

    private static double of(Map<Integer, Double> figures, int rules) {
        return figures.getOrDefault(rules, Double.NaN);
    }

    private Map<Integer, Double> decisions(Map<Integer, Compiled> compiled) {
        var all =
                compiled.values().stream().<Timing.Round>map(law -> law::round).toArray(Timing.Round[]::new);
        Timing.medianNanos(WARM_UP, all);
        var medians = Timing.medianNanos(rounds, all);
        var decisions = new LinkedHashMap<Integer, Double>();
        int i = 0;
        for (var law : compiled.entrySet())
            decisions.put(law.getKey(), medians[i++] / law.getValue().questions());
        return decisions;
    }

    /** The same law, read rule by rule, with reasons and sources. */
    private double explained(GeneratedLaw generated) {
        var law = generated.law();
        var next = new int[1];
        Timing.Round one = () -> explain(law, generated, next[0]++);
        Timing.medianNanos(peerRounds, one);
        return Timing.medianNanos(peerRounds, one)[0];
    }

    private static long explain(Law law, GeneratedLaw generated, int number) {
        var question = generated.questions().get(number % generated.questions().size());
        var place = GeneratedLaw.PLACES.get(question.place());
        return law.decide(question.dataClass(), question.subject(), Action.SEND, place, GeneratedLaw.KNOWN)
                .reason()
                .length();
    }

    private void cedar(
            Map<Integer, GeneratedLaw> generated,
            Map<Integer, Compiled> compiled,
            Map<Integer, Double> decision,
            Result result) {
        for (var one : generated.entrySet()) {
            int rules = one.getKey();
            var ours = compiled.get(rules);
            @Nullable Cedar cedar = null;
            try {
                cedar = new Cedar(one.getValue());
            } catch (Exception | LinkageError failure) {
                System.err.println("Cedar does not run here: " + failure);
            }
            if (cedar == null || ours == null) return;
            double nanos = asked(cedar, ours);
            result.metric("cedar_r" + rules + "_us", nanos / 1e3);
            result.ratio("cedar_over_decision_r" + rules, nanos, of(decision, rules));
        }
    }

    /** Both are asked the same, and must say the same. */
    private double asked(Cedar cedar, Compiled ours) {
        var next = new int[1];
        Timing.Round one = () -> {
            int question = next[0]++ % ours.questions();
            boolean allowed = cedar.allows(question);
            if (allowed != ours.allows(question))
                throw new Failure("Cedar " + (allowed ? "allows" : "denies") + " question " + question
                        + ", the compiled law does not agree");
            return allowed ? 1 : 0;
        };
        Timing.medianNanos(Math.min(peerRounds, 50), one);
        return Timing.medianNanos(peerRounds, one)[0];
    }

    private void opa(double decision, Result result) {
        try {
            var opa = new Opa();
            Timing.Round one = () -> opa.allows("john") ? 1 : 0;
            Timing.medianNanos(WARM_UP, one);
            double nanos = Timing.medianNanos(peerRounds, one)[0];
            result.metric("opa_one_rule_us", nanos / 1e3);
            result.ratio("opa_one_rule_over_decision_r10000", nanos, decision);
            System.err.println(
                    "OPA: its wasm runs on Chicory, but its compiler is not on Maven Central, so no law was asked, only"
                            + " the one-rule policy that comes with it");
        } catch (RuntimeException | LinkageError failure) {
            System.err.println("OPA does not run here: " + failure);
        }
    }
}
