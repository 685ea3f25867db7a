package io.archipelago.bench.roadef;

import io.archipelago.cli.Failure;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;

/** The challenge's file format: non-negative integers between white space. Knows where it is when something is wrong. */
final class Numbers {
    private final Path file;
    private final byte[] text;
    private int next;
    private int line = 1;
    private int lineStart;
    private int tokenStart;

    private Numbers(Path file, byte[] text) {
        this.file = file;
        this.text = text;
    }

    static Numbers open(Path file) {
        try {
            return new Numbers(file, Files.readAllBytes(file));
        } catch (NoSuchFileException e) {
            throw new Failure("no such file: " + file);
        } catch (IOException e) {
            throw new Failure("cannot read " + file + ": " + e.getMessage());
        }
    }

    /** A 32-bit unsigned integer. */
    long amount(String what) {
        return number(what, 0xFFFF_FFFFL);
    }

    /** How many of something follow. */
    int count(String what, int most) {
        return (int) number(what, most);
    }

    /** An index from 0 to below {@code end}. */
    int index(String what, int end) {
        return (int) number(what, end - 1L);
    }

    boolean flag(String what) {
        return number(what, 1) == 1;
    }

    long[] amounts(String what, int count) {
        var row = new long[count];
        for (int i = 0; i < count; i++) row[i] = amount(what);
        return row;
    }

    void end() {
        skipSpace();
        if (next < text.length) throw problem("expected the end of the file, found '" + token() + "'");
    }

    private long number(String what, long most) {
        skipSpace();
        tokenStart = next;
        if (next == text.length) throw problem("expected " + what + ", found the end of the file");
        long value = 0;
        for (; next < text.length && !isSpace(text[next]); next++) {
            int digit = text[next] - '0';
            if (digit < 0 || digit > 9)
                throw problem("expected " + what + ", a non-negative integer, found '" + token() + "'");
            value = value * 10 + digit;
            if (value > 0xFFFF_FFFFL) throw problem(what + " is more than 32 bits can hold: '" + token() + "'");
        }
        if (value > most) throw problem(what + " must be from 0 to " + most + ", not " + value);
        return value;
    }

    private void skipSpace() {
        for (; next < text.length && isSpace(text[next]); next++)
            if (text[next] == '\n') {
                line++;
                lineStart = next + 1;
            }
        tokenStart = next;
    }

    private static boolean isSpace(byte c) {
        return c == ' ' || c == '\n' || c == '\r' || c == '\t';
    }

    private String token() {
        int end = tokenStart;
        while (end < text.length && !isSpace(text[end]) && end < tokenStart + 20) end++;
        return new String(text, tokenStart, end - tokenStart, StandardCharsets.UTF_8);
    }

    Failure problem(String message) {
        return new Failure("%s:%d:%d: %s".formatted(file, line, tokenStart - lineStart + 1, message));
    }
}
