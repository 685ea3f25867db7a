package io.archipelago.cli.migrate;

import io.archipelago.cli.Failure;
import io.archipelago.events.quantity.Bytes;
import io.archipelago.events.quantity.Cpu;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.Map;

/** Reads amounts as Kubernetes and Nomad write them; what is between two of ours is rounded up. */
final class Amounts {
    private static final Map<String, Integer> NANO = Map.of("n", -9, "u", -6, "m", -3);
    private static final Map<String, Integer> DECIMAL = Map.of("k", 3, "M", 6, "G", 9, "T", 12, "P", 15, "E", 18);
    private static final String BINARY = "KMGTPE";

    private Amounts() {}

    static Cpu cpu(String quantity) {
        return new Cpu(whole(number(quantity).movePointRight(3)));
    }

    static Bytes bytes(String quantity) {
        return new Bytes(whole(number(quantity)));
    }

    /** @param megahertzPerCore what a core of the old machines ran at */
    static Cpu ofMegahertz(int megahertz, int megahertzPerCore) {
        return new Cpu(Math.ceilDiv(megahertz * 1000L, megahertzPerCore));
    }

    static Bytes ofMebibytes(int mebibytes) {
        return new Bytes((long) mebibytes << 20);
    }

    /** @see <a href="https://kubernetes.io/docs/reference/kubernetes-api/common-definitions/quantity/">Quantity</a> */
    private static BigDecimal number(String quantity) {
        var text = quantity.strip();
        try {
            if (text.endsWith("i"))
                return new BigDecimal(text.substring(0, text.length() - 2))
                        .multiply(BigDecimal.valueOf(2).pow(10 * (BINARY.indexOf(text.charAt(text.length() - 2)) + 1)));
            var unit = text.isEmpty() ? "" : text.substring(text.length() - 1);
            var power = NANO.getOrDefault(unit, DECIMAL.get(unit));
            return power == null
                    ? new BigDecimal(text)
                    : new BigDecimal(text.substring(0, text.length() - 1)).scaleByPowerOfTen(power);
        } catch (NumberFormatException | IndexOutOfBoundsException e) {
            throw new Failure("'" + quantity + "' is not an amount as Kubernetes writes it");
        }
    }

    private static long whole(BigDecimal number) {
        try {
            return number.setScale(0, RoundingMode.CEILING).longValueExact();
        } catch (ArithmeticException e) {
            throw new Failure("'" + number + "' is more than there can be");
        }
    }
}
