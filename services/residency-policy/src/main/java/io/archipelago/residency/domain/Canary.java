package io.archipelago.residency.domain;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import io.archipelago.events.ledger.LedgerKey;
import java.time.Instant;
import java.util.Objects;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A record of nobody, planted to see where it gets. Its mark is one word, {@link #TOKEN} and these fields divided by
 * {@code ~}, of characters that survive JSON, so that it is found wherever somebody has put it.
 *
 * @param region that planted it
 * @param round counts the plantings
 * @param dataClass it was labelled with; null when it was not
 * @param subject whose law binds it, as its label said; null when it has none
 * @param law the version of the code in force when it was planted
 * @param circumstances as the gate is to know them
 * @param key that signed it, 64 hexadecimal digits
 */
public record Canary(
        String region,
        long round,
        @Nullable String dataClass,
        @Nullable String subject,
        Instant plantedAt,
        String law,
        Circumstances circumstances,
        String key,
        String signature) {

    /** The topic that canaries are planted in. */
    public static final String TOPIC = "residency.canaries.v1";

    /** What the class of a canary without labels is called. */
    public static final String UNLABELLED = "unlabelled";

    private static final String TOKEN = "archipelago-canary~1~";
    private static final String DIVIDER = "~";
    private static final int MAX_CHARACTERS = 2_000;
    private static final Pattern WORD = Pattern.compile(TOKEN
            + "([a-z0-9-]+)~([0-9]{1,15})~([a-z0-9.-]*)~([A-Z0-9.-]*)~([0-9]{1,15})~([0-9a-f]*)"
            + "~([A-Za-z0-9/,-]*)~([0-9a-f]{64})~([0-9a-f]{128})");

    private static final ByteSearch MARK = new ByteSearch(TOKEN);

    static Canary planted(
            String region,
            long round,
            @Nullable String dataClass,
            @Nullable String subject,
            Instant at,
            String law,
            Circumstances circumstances,
            LedgerKey key) {
        var unsigned = new Canary(region, round, dataClass, subject, at, law, circumstances, key.publicKey(), "");
        return new Canary(
                region,
                round,
                dataClass,
                subject,
                at,
                law,
                circumstances,
                key.publicKey(),
                key.sign(unsigned.signed()));
    }

    private String signed() {
        return TOKEN
                + String.join(
                        DIVIDER,
                        region,
                        String.valueOf(round),
                        Objects.requireNonNullElse(dataClass, ""),
                        Objects.requireNonNullElse(subject, ""),
                        String.valueOf(plantedAt.toEpochMilli()),
                        law,
                        circumstances.toString(),
                        key);
    }

    public String mark() {
        return signed() + DIVIDER + signature;
    }

    /** The one that a record bears, anywhere in its value; null when it bears none. */
    public static @Nullable Canary find(byte @Nullable [] value) {
        if (value == null) return null;
        for (int at = MARK.find(value, 0); at >= 0; at = MARK.find(value, at + 1)) {
            int length = Math.min(value.length - at, MAX_CHARACTERS);
            var found = parse(new String(value, at, length, ISO_8859_1));
            if (found != null) return found;
        }
        return null;
    }

    private static @Nullable Canary parse(String text) {
        var word = WORD.matcher(text);
        if (!word.lookingAt()) return null;
        var circumstances = Circumstances.parse(word.group(7));
        return circumstances == null
                ? null
                : new Canary(
                        word.group(1),
                        Long.parseLong(word.group(2)),
                        word.group(3).isEmpty() ? null : word.group(3),
                        word.group(4).isEmpty() ? null : word.group(4),
                        Instant.ofEpochMilli(Long.parseLong(word.group(5))),
                        word.group(6),
                        circumstances,
                        word.group(8),
                        word.group(9));
    }

    /** @param known the key of its region; empty while nobody knows it: then its own word is taken */
    boolean isGenuine(String known) {
        return (known.isEmpty() || known.equals(key)) && LedgerKey.isSigned(signed(), signature, key);
    }

    /** What it may be asked for by: the same in each round. */
    public String name() {
        return region + '/' + className() + '/' + Objects.requireNonNullElse(subject, "");
    }

    /** Of the class that its record is seen in. */
    public String className() {
        return Objects.requireNonNullElse(dataClass, UNLABELLED);
    }

    /** Where a law lets data be sent. */
    enum Fate {
        ARRIVES,
        STAYS,
        /** It crosses with columns treated, and a canary has none: either is right. */
        EITHER;

        static Fate of(
                Law law,
                @Nullable String dataClass,
                @Nullable String subject,
                String country,
                Circumstances circumstances) {
            if (dataClass == null || subject == null) return STAYS;
            var judgement = law.judge(dataClass, subject, Action.SEND, country, circumstances);
            if (!judgement.allowed()) return STAYS;
            return judgement.treatments().isEmpty() ? ARRIVES : EITHER;
        }
    }

    Fate fate(Law law, String country) {
        return Fate.of(law, dataClass, subject, country, circumstances);
    }
}
