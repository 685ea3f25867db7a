package io.archipelago.events.quantity;

import java.math.BigDecimal;

/** Reads decimal numbers as the schemas do: {@link BigDecimal} alone would also take the digits of other scripts. */
final class Decimal {
    private Decimal() {}

    /** @throws NumberFormatException when the text is not a decimal number in ASCII digits */
    static BigDecimal of(String text) {
        for (int i = 0; i < text.length(); i++) if (text.charAt(i) > '~') throw new NumberFormatException(text);
        return new BigDecimal(text);
    }
}
