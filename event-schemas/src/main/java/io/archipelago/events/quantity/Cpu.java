package io.archipelago.events.quantity;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import java.math.RoundingMode;

/** Processor time in thousandths of a virtual CPU. Written as Kubernetes writes it: {@code 2}, {@code 0.5} or {@code 500m}. */
public record Cpu(long millis) implements Comparable<Cpu> {

    public static final Cpu NONE = new Cpu(0);

    /** @throws IllegalArgumentException when the text is not a quantity of processor time */
    @JsonCreator(mode = JsonCreator.Mode.DELEGATING)
    public static Cpu of(Object written) {
        var text = String.valueOf(written).strip();
        try {
            var millis = text.endsWith("m")
                    ? Decimal.of(text.substring(0, text.length() - 1))
                    : Decimal.of(text).movePointRight(3);
            return new Cpu(millis.setScale(0, RoundingMode.UNNECESSARY).longValueExact());
        } catch (ArithmeticException | NumberFormatException e) {
            throw new IllegalArgumentException(
                    "'" + text + "' is not an amount of CPU: write cores (2, 0.5) or thousandths (500m)", e);
        }
    }

    public Cpu plus(Cpu other) {
        return new Cpu(Math.addExact(millis, other.millis));
    }

    public Cpu times(long factor) {
        return new Cpu(Math.multiplyExact(millis, factor));
    }

    public double cores() {
        return millis / 1000.0;
    }

    @Override
    public int compareTo(Cpu other) {
        return Long.compare(millis, other.millis);
    }

    @JsonValue
    @Override
    public String toString() {
        return millis % 1000 == 0 ? Long.toString(millis / 1000) : millis + "m";
    }
}
