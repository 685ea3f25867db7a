package io.archipelago.residency.gate;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * On which terms each stretch of a partition was decided. Kept in the metadata of the committed offset, hence always
 * exactly as old as the offset itself.
 *
 * @param eras earlier terms, in the order of the offsets they end at
 * @param current the terms of everything after
 */
record History(List<Era> eras, Terms current) {

    /** Kafka keeps 4,096 bytes; with room to spare. */
    private static final int MAX_CHARACTERS = 3_500;

    private static final String UNKNOWN = "?";

    /**
     * @param terms null when nobody knows any more: then everything may have been kept home
     * @param until the offset after the last one decided on them
     */
    record Era(@Nullable Terms terms, long until) {}

    static History beginning(Terms terms) {
        return new History(List.of(), terms);
    }

    /**
     * @param metadata as {@link #toString} wrote it, up to {@code position}
     * @param otherwise the terms to go on with when it cannot be read
     */
    static History read(String metadata, long position, Terms otherwise) {
        var words = metadata.split(" ", -1);
        var current = last(metadata);
        if (current == null) return new History(List.of(new Era(null, position)), otherwise);
        var eras = new ArrayList<Era>();
        for (int i = 0; i < words.length - 1; i++) {
            int at = words[i].lastIndexOf('@');
            if (at < 0 || !words[i].substring(at + 1).matches("[0-9]{1,18}"))
                return new History(List.of(new Era(null, position)), otherwise);
            eras.add(new Era(Terms.parse(words[i].substring(0, at)), Long.parseLong(words[i].substring(at + 1))));
        }
        return new History(List.copyOf(eras), current);
    }

    /** The terms in force when it was written; null when they cannot be read. */
    static @Nullable Terms last(String metadata) {
        return Terms.parse(metadata.substring(metadata.lastIndexOf(' ') + 1));
    }

    /** From {@code position} on, other terms hold. */
    History adopt(Terms terms, long position) {
        if (terms.equals(current)) return this;
        var all = new ArrayList<>(eras);
        long begun = eras.isEmpty() ? 0 : eras.getLast().until;
        if (position > begun) all.add(new Era(current, position));
        return new History(List.copyOf(all), terms);
    }

    /** The terms bear another name and mean the same. */
    History renamed(Terms terms) {
        return new History(eras, terms);
    }

    /** Everything before {@code offset} has been decided again on the current terms. */
    History settledUpTo(long offset) {
        if (eras.isEmpty()) return this;
        if (offset >= eras.getLast().until) return beginning(current);
        var left = new ArrayList<Era>();
        left.add(new Era(current, offset));
        for (var era : eras) if (era.until > offset) left.add(era);
        return new History(List.copyOf(left), current);
    }

    /** As little as one line of offset metadata can hold: the oldest eras are forgotten first. */
    @Override
    public String toString() {
        for (int forgotten = 0; ; forgotten++) {
            var text = new StringBuilder();
            for (int i = Math.max(0, forgotten - 1); i < eras.size(); i++) {
                var era = eras.get(i);
                text.append(era.terms == null || i < forgotten ? UNKNOWN : era.terms.toString())
                        .append('@')
                        .append(era.until)
                        .append(' ');
            }
            text.append(current);
            if (text.length() <= MAX_CHARACTERS || forgotten >= eras.size()) return text.toString();
        }
    }
}
