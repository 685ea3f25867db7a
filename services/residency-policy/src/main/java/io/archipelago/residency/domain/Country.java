package io.archipelago.residency.domain;

import java.util.BitSet;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** ISO 3166-1 alpha-2 codes as numbers, so that sets of countries are bit sets. */
public final class Country {

    /** One number for each pair of letters, in use or not. */
    public static final int NUMBERS = 26 * 26;

    private static final Set<String> CODES = Locale.getISOCountries(Locale.IsoCountryCode.PART1_ALPHA2);
    private static final BitSet ALL = new BitSet(NUMBERS);

    static {
        CODES.forEach(code -> ALL.set(pair(code.charAt(0), code.charAt(1))));
    }

    private Country() {}

    public static boolean isCode(String text) {
        return CODES.contains(text);
    }

    /** The number of a code; -1 for anything that is none. */
    public static int number(String code) {
        return isCode(code) ? pair(code.charAt(0), code.charAt(1)) : -1;
    }

    /** The number of two capital letters, whether a country bears them or not. */
    public static int pair(int first, int second) {
        return (first - 'A') * 26 + second - 'A';
    }

    public static String code(int number) {
        return "" + (char) ('A' + number / 26) + (char) ('A' + number % 26);
    }

    /** In words: the codes of a set, in order. */
    static String codes(@Nullable BitSet numbers) {
        return numbers == null ? "" : numbers.stream().mapToObj(Country::code).collect(Collectors.joining(" or "));
    }

    public static Set<String> codes() {
        return CODES;
    }

    /** A copy, free to be changed. */
    static BitSet all() {
        return (BitSet) ALL.clone();
    }
}
