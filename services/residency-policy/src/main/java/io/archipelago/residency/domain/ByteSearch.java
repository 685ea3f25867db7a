package io.archipelago.residency.domain;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.util.Arrays;

/** Finds a word among bytes, looking at few of them (Horspool, 1980). */
public final class ByteSearch {

    private final byte[] word;
    private final int[] skip = new int[256];

    /** @param word of ASCII, not empty */
    public ByteSearch(String word) {
        this.word = word.getBytes(US_ASCII);
        int length = this.word.length;
        Arrays.fill(skip, length);
        for (int i = 0; i < length - 1; i++) skip[this.word[i] & 0xff] = length - 1 - i;
    }

    /** Where the word begins first, from an index on; -1 when it is not there. */
    public int find(byte[] text, int from) {
        int last = word.length - 1;
        for (int at = from; at + last < text.length; at += skip[text[at + last] & 0xff])
            if (Arrays.equals(text, at, at + word.length, word, 0, word.length)) return at;
        return -1;
    }
}
