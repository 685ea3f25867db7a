package io.archipelago.residency.domain;

import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;

/** What is done with data. */
public enum Action {
    STORE,
    PROCESS,
    SEND;

    /** As policies write them. */
    static final List<String> WORDS = Stream.of(values()).map(Action::word).toList();

    /** One bit for each. */
    static final int ALL = (1 << values().length) - 1;

    /** As policies write it. */
    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }

    int bit() {
        return 1 << ordinal();
    }

    /** One bit per known word; a word nobody knows means nothing. */
    static int bits(List<String> words) {
        int bits = 0;
        for (var action : values()) if (words.contains(action.word())) bits |= action.bit();
        return bits;
    }
}
