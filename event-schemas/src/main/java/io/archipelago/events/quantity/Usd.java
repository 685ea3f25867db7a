package io.archipelago.events.quantity;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.databind.DeserializationContext;
import com.fasterxml.jackson.databind.annotation.JsonDeserialize;
import com.fasterxml.jackson.databind.deser.std.StdScalarDeserializer;
import java.io.IOException;
import java.math.BigDecimal;
import java.math.RoundingMode;

/** Money in millionths of a US dollar; a rate where the name says so (per hour, per GiB). Never a {@code double}. */
@JsonDeserialize(using = Usd.FromDigits.class)
public record Usd(long micros) implements Comparable<Usd> {

    public static final Usd ZERO = new Usd(0);

    /** @throws IllegalArgumentException when the text is not a decimal number */
    @JsonCreator(mode = JsonCreator.Mode.DELEGATING)
    public static Usd of(Object written) {
        try {
            return new Usd(Decimal.of(String.valueOf(written).strip())
                    .movePointRight(6)
                    .setScale(0, RoundingMode.HALF_EVEN)
                    .longValueExact());
        } catch (ArithmeticException | NumberFormatException e) {
            throw new IllegalArgumentException("'" + written + "' is not an amount of US dollars, such as 12.50", e);
        }
    }

    public Usd plus(Usd other) {
        return new Usd(Math.addExact(micros, other.micros));
    }

    public Usd minus(Usd other) {
        return new Usd(Math.subtractExact(micros, other.micros));
    }

    public Usd times(long factor) {
        return new Usd(Math.multiplyExact(micros, factor));
    }

    @Override
    public int compareTo(Usd other) {
        return Long.compare(micros, other.micros);
    }

    @JsonValue
    public BigDecimal dollars() {
        var plain = BigDecimal.valueOf(micros, 6).stripTrailingZeros();
        return plain.scale() < 0 ? plain.setScale(0) : plain;
    }

    @Override
    public String toString() {
        return dollars().toPlainString();
    }

    /** Takes the digits as they are written; left to itself, Jackson would make them a {@code double} first. */
    static final class FromDigits extends StdScalarDeserializer<Usd> {
        private static final long serialVersionUID = 1;

        FromDigits() {
            super(Usd.class);
        }

        @Override
        public Usd deserialize(JsonParser parser, DeserializationContext context) throws IOException {
            if (!parser.currentToken().isScalarValue()) return (Usd) context.handleUnexpectedToken(Usd.class, parser);
            try {
                return Usd.of(parser.getText());
            } catch (IllegalArgumentException e) {
                throw context.weirdStringException(parser.getText(), Usd.class, String.valueOf(e.getMessage()));
            }
        }
    }
}
