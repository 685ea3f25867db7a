package io.archipelago.events.quantity;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import java.math.BigDecimal;
import java.math.RoundingMode;

/** A number of bytes. Written as Kubernetes writes it: {@code 512Mi}, {@code 2Gi}, {@code 5G} or a plain number. */
public record Bytes(long count) implements Comparable<Bytes> {

    public static final Bytes NONE = new Bytes(0);
    private static final String BINARY = "KMGTP";
    private static final String DECIMAL = "kMGTP";

    /** @throws IllegalArgumentException when the text is not a number of bytes */
    @JsonCreator(mode = JsonCreator.Mode.DELEGATING)
    public static Bytes of(Object written) {
        var text = String.valueOf(written).strip();
        try {
            if (text.endsWith("i")) return scaled(text, 2, BigDecimal.valueOf(1L << (10 * unit(BINARY, text, 2))));
            if (!text.isEmpty() && Character.isLetter(text.charAt(text.length() - 1)))
                return scaled(text, 1, BigDecimal.TEN.pow(3 * unit(DECIMAL, text, 1)));
            return scaled(text, 0, BigDecimal.ONE);
        } catch (ArithmeticException | NumberFormatException | IndexOutOfBoundsException e) {
            throw new IllegalArgumentException(
                    "'" + text + "' is not a number of bytes: write 512Mi, 2Gi, 5G or a plain number", e);
        }
    }

    private static int unit(String units, String text, int fromEnd) {
        int unit = units.indexOf(text.charAt(text.length() - fromEnd)) + 1;
        if (unit == 0) throw new NumberFormatException(text);
        return unit;
    }

    private static Bytes scaled(String text, int suffix, BigDecimal factor) {
        var number = Decimal.of(text.substring(0, text.length() - suffix));
        return new Bytes(
                number.multiply(factor).setScale(0, RoundingMode.HALF_UP).longValueExact());
    }

    public static Bytes gibibytes(long count) {
        return new Bytes(Math.multiplyExact(count, 1L << 30));
    }

    public Bytes plus(Bytes other) {
        return new Bytes(Math.addExact(count, other.count));
    }

    public Bytes times(long factor) {
        return new Bytes(Math.multiplyExact(count, factor));
    }

    public double gibibytes() {
        return count / (double) (1L << 30);
    }

    @Override
    public int compareTo(Bytes other) {
        return Long.compare(count, other.count);
    }

    @JsonValue
    @Override
    public String toString() {
        if (count == 0) return "0";
        for (int i = BINARY.length(); i > 0; i--) {
            long unit = 1L << (10 * i);
            if (count % unit == 0) return count / unit + BINARY.substring(i - 1, i) + "i";
        }
        return Long.toString(count);
    }
}
