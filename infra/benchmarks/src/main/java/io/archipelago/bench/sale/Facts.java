package io.archipelago.bench.sale;

import io.archipelago.events.residency.Ruling;
import io.archipelago.events.resource.Declared;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Short ways to say what the neighbours of placement say. */
final class Facts {
    private Facts() {}

    static <S> Declared<S> declared(String name, String home, long revision, S spec) {
        return new Declared<>(name, home, revision, false, Map.of(), spec, Map.of(), null);
    }

    /** Legal in these countries and nowhere else. */
    static Ruling ruling(String workload, Iterable<String> countries) {
        var verdicts = new TreeMap<String, Ruling.Verdict>();
        for (var country : countries)
            verdicts.put(country, new Ruling.Verdict(true, List.of("bench#allowed"), "allowed here", null));
        return new Ruling("workload/" + workload, false, verdicts, Map.of("bench", 1L));
    }
}
