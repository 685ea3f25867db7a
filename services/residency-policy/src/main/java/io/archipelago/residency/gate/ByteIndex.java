package io.archipelago.residency.gate;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.Arrays;
import java.util.Collection;
import org.jspecify.annotations.Nullable;

/** Finds the number of a word by its bytes, without making a string of them. Open addressing, at most half full. */
final class ByteIndex {
    private final byte[] @Nullable [] words;
    private final int[] numbers;
    private final int mask;

    /** @param all distinct; numbered from 0 in their order */
    ByteIndex(Collection<String> all) {
        int size = Integer.highestOneBit(Math.max(4, all.size() * 2 - 1)) * 2;
        words = new byte[size][];
        numbers = new int[size];
        mask = size - 1;
        int number = 0;
        for (var word : all) {
            var bytes = word.getBytes(UTF_8);
            int slot = hash(bytes) & mask;
            while (words[slot] != null) slot = (slot + 1) & mask;
            words[slot] = bytes;
            numbers[slot] = number++;
        }
    }

    /** -1 when it is none of the words. */
    int find(byte[] word) {
        for (int slot = hash(word) & mask; ; slot = (slot + 1) & mask) {
            var candidate = words[slot];
            if (candidate == null) return -1;
            if (Arrays.equals(candidate, word)) return numbers[slot];
        }
    }

    private static int hash(byte[] bytes) {
        int hash = Arrays.hashCode(bytes);
        return hash ^ hash >>> 16;
    }
}
