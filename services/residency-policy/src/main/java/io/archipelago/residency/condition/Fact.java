package io.archipelago.residency.condition;

import dev.cel.common.types.CelType;
import dev.cel.common.types.ListType;
import dev.cel.common.types.SimpleType;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** What a condition may speak of. */
public enum Fact {
    DATA_CLASS("dataClass", SimpleType.STRING, "of which class is the data?"),
    SUBJECT("subject", SimpleType.STRING, "whose data is it?"),
    ACTION("action", SimpleType.STRING, "what is done with it?"),
    ORIGIN("origin", SimpleType.STRING, "where is the data kept first?"),
    PLACE("place", SimpleType.STRING, "where does it go?"),
    PURPOSE("purpose", SimpleType.STRING, "for what purpose?"),
    SAFEGUARDS("safeguards", ListType.create(SimpleType.STRING), "what safeguards are in place?"),
    VOLUME("volume", SimpleType.INT, "how many records have left the country?");

    /** As conditions write it. */
    public final String word;

    /** What to ask when nobody has said. */
    public final String question;

    final CelType type;

    Fact(String word, CelType type, String question) {
        this.word = word;
        this.type = type;
        this.question = question;
    }

    static Optional<Fact> written(String word) {
        return Stream.of(values()).filter(fact -> fact.word.equals(word)).findFirst();
    }

    static List<String> words() {
        return Stream.of(values()).map(fact -> fact.word).toList();
    }
}
