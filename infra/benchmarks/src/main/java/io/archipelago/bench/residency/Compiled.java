package io.archipelago.bench.residency;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.archipelago.residency.domain.Action;
import io.archipelago.residency.domain.Law;
import io.archipelago.residency.domain.LawTable;
import java.util.List;

/** The law as the gate asks it: labels as bytes in, the number of a judgement out. */
final class Compiled {
    private final LawTable[] tables;
    private final LawTable[] asked;
    private final byte[][] classes;
    private final byte[][] subjects;

    Compiled(Law law, List<GeneratedLaw.Question> questions) {
        tables = GeneratedLaw.PLACES.stream()
                .map(place -> law.table(Action.SEND, place, GeneratedLaw.KNOWN))
                .toArray(LawTable[]::new);
        asked = questions.stream().map(question -> tables[question.place()]).toArray(LawTable[]::new);
        classes = questions.stream()
                .map(question -> question.dataClass().getBytes(UTF_8))
                .toArray(byte[][]::new);
        subjects = questions.stream()
                .map(question -> question.subject().getBytes(UTF_8))
                .toArray(byte[][]::new);
    }

    int questions() {
        return asked.length;
    }

    /** All questions once. */
    long round() {
        long sum = 0;
        for (int i = 0; i < asked.length; i++) sum += asked[i].find(classes[i], subjects[i]);
        return sum;
    }

    boolean allows(int question) {
        int found = asked[question].find(classes[question], subjects[question]);
        return found >= 0 && asked[question].judgements().get(found).allowed();
    }
}
