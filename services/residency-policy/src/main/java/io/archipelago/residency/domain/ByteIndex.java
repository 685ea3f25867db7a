package io.archipelago.residency.domain;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.Collection;
import org.jspecify.annotations.Nullable;

/** Finds the number of a word by its bytes, without making a string of them. Open addressing, at most half full. */
final class ByteIndex {
    private static final VarHandle EIGHT = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);
    private static final long MIX = 0x9E3779B97F4A7C15L;

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
            int slot = hash(bytes, bytes.length) & mask;
            while (words[slot] != null) slot = (slot + 1) & mask;
            words[slot] = bytes;
            numbers[slot] = number++;
        }
    }

    /**
     * The number of the word that the first bytes of a text are; -1 when they are none.
     *
     * @param length how many bytes
     */
    int find(byte[] text, int length) {
        for (int slot = hash(text, length) & mask; ; slot = (slot + 1) & mask) {
            var candidate = words[slot];
            if (candidate == null) return -1;
            if (candidate.length == length && Arrays.equals(candidate, 0, length, text, 0, length))
                return numbers[slot];
        }
    }

    /** Of the first and the last eight bytes: names that differ only between those are rare, and still told apart. */
    private static int hash(byte[] text, int length) {
        long hash = length;
        if (length >= 8) hash += (long) EIGHT.get(text, 0) * MIX + (long) EIGHT.get(text, length - 8);
        else for (int i = 0; i < length; i++) hash = hash << 8 | text[i] & 0xff;
        return (int) (hash * MIX >>> 32);
    }
}
