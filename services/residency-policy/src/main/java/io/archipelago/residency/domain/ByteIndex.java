package io.archipelago.residency.domain;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.Collection;

/**
 * Finds the number of a word by its bytes, without making a string of them. Open addressing, roomy enough for each word to
 * have a slot of its own where that is to be had: a processor guesses right then. A word of up to 16 bytes is its length
 * with its first and its last eight bytes, so that most are found without touching the word.
 */
final class ByteIndex {
    private static final VarHandle FOUR = MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.LITTLE_ENDIAN);
    private static final long MIX = 0x9E3779B97F4A7C15L;
    private static final int LEAST_SLOTS = 16;
    private static final int MOST_SLOTS_PER_WORD = 64;
    private static final int EMPTY = -1;

    private final byte[][] words;
    private final int[] lengths;
    private final long[] heads;
    private final long[] tails;
    private final int[] numbers;
    private final int mask;

    /** @param all distinct; numbered from 0 in their order */
    ByteIndex(Collection<String> all) {
        var bytes = all.stream().map(word -> word.getBytes(UTF_8)).toArray(byte[][]::new);
        int size = slots(bytes);
        words = new byte[size][];
        lengths = new int[size];
        heads = new long[size];
        tails = new long[size];
        numbers = new int[size];
        mask = size - 1;
        Arrays.fill(lengths, EMPTY);
        for (int number = 0; number < bytes.length; number++) {
            var word = bytes[number];
            int slot = hash(head(word, word.length), tail(word, word.length), word.length) & mask;
            while (lengths[slot] != EMPTY) slot = (slot + 1) & mask;
            words[slot] = word;
            lengths[slot] = word.length;
            heads[slot] = head(word, word.length);
            tails[slot] = tail(word, word.length);
            numbers[slot] = number;
        }
    }

    /** A power of two, at least twice the words. */
    private static int slots(byte[][] words) {
        int least = LEAST_SLOTS;
        while (least < words.length * 2) least *= 2;
        for (int size = least; size <= words.length * MOST_SLOTS_PER_WORD; size *= 2) {
            int mask = size - 1;
            long apart = Arrays.stream(words)
                    .mapToInt(word -> hash(head(word, word.length), tail(word, word.length), word.length) & mask)
                    .distinct()
                    .count();
            if (apart == words.length) return size;
        }
        return least;
    }

    /**
     * The number of the word that the first bytes of a text are; -1 when they are none.
     *
     * @param length how many bytes
     */
    int find(byte[] text, int length) {
        long head = head(text, length);
        long tail = tail(text, length);
        for (int slot = hash(head, tail, length) & mask; ; slot = (slot + 1) & mask) {
            if ((heads[slot] ^ head | tails[slot] ^ tail | lengths[slot] ^ length) == 0
                    && (length <= 16 || Arrays.equals(words[slot], 0, length, text, 0, length))) return numbers[slot];
            if (lengths[slot] == EMPTY) return -1;
        }
    }

    private static int hash(long head, long tail, int length) {
        return (int) ((head ^ Long.rotateLeft(tail, 32) + length) * MIX >>> 32);
    }

    /** The first eight bytes; of four to seven, all of them, some twice: without a branch on the length. */
    private static long head(byte[] text, int length) {
        if (length >= 4) return four(text, 0) | four(text, Math.min(4, length - 4)) << 32;
        long head = 0;
        for (int i = 0; i < length; i++) head = head << 8 | text[i] & 0xff;
        return head;
    }

    /** The last eight bytes; of four to seven, all of them, some twice. */
    private static long tail(byte[] text, int length) {
        return length < 4 ? 0 : four(text, length - 4) | four(text, Math.max(0, length - 8)) << 32;
    }

    private static long four(byte[] text, int at) {
        return (int) FOUR.get(text, at) & 0xffff_ffffL;
    }
}
