package io.archipelago.kit.declaration;

import java.util.Collection;
import java.util.Comparator;
import java.util.List;

/** Guesses what was meant. */
public final class Spelling {

    private Spelling() {}

    /** {@code " — did you mean 'replicas'?"}, or nothing when no candidate is near. */
    public static String hint(String word, Collection<String> candidates) {
        var near = nearest(word, candidates, 1);
        return near.isEmpty() ? "" : " — did you mean '" + near.getFirst() + "'?";
    }

    /** The candidates that a slip of the hand could have turned into {@code word}, nearest first. */
    public static List<String> nearest(String word, Collection<String> candidates, int limit) {
        int reach = Math.max(1, Math.min(3, word.length() / 3));
        record Guess(String candidate, int distance) {}
        return candidates.stream()
                .filter(candidate -> Math.abs(candidate.length() - word.length()) <= reach)
                .map(candidate -> new Guess(candidate, distance(word, candidate)))
                .filter(guess -> guess.distance <= reach)
                .sorted(Comparator.comparingInt(Guess::distance).thenComparing(Guess::candidate))
                .limit(limit)
                .map(Guess::candidate)
                .toList();
    }

    /** Damerau's distance: insertions, deletions, replacements and swaps of neighbours; case counts for nothing. */
    static int distance(String a, String b) {
        var left = a.toLowerCase(java.util.Locale.ROOT);
        var right = b.toLowerCase(java.util.Locale.ROOT);
        var d = new int[left.length() + 1][right.length() + 1];
        for (int i = 0; i <= left.length(); i++) d[i][0] = i;
        for (int j = 0; j <= right.length(); j++) d[0][j] = j;
        for (int i = 1; i <= left.length(); i++)
            for (int j = 1; j <= right.length(); j++) {
                int replaced = d[i - 1][j - 1] + (left.charAt(i - 1) == right.charAt(j - 1) ? 0 : 1);
                d[i][j] = Math.min(replaced, Math.min(d[i - 1][j], d[i][j - 1]) + 1);
                if (i > 1
                        && j > 1
                        && left.charAt(i - 1) == right.charAt(j - 2)
                        && left.charAt(i - 2) == right.charAt(j - 1)) d[i][j] = Math.min(d[i][j], d[i - 2][j - 2] + 1);
            }
        return d[left.length()][right.length()];
    }
}
