package io.archipelago.cli.output;

import com.fasterxml.jackson.databind.JsonNode;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.Duration;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.Locale;

/** How values look in a cell: short, without spaces, {@code <none>} where there is nothing. */
public final class Cells {
    public static final String NONE = "<none>";

    private Cells() {}

    public static String text(JsonNode value) {
        if (value.isMissingNode() || value.isNull()) return NONE;
        if (value.isArray()) {
            var parts = new ArrayList<String>();
            value.forEach(v -> parts.add(v.isValueNode() ? v.asText() : v.toString()));
            return parts.isEmpty() ? NONE : String.join(",", parts);
        }
        var text = value.isValueNode() ? value.asText() : value.toString();
        return text.isEmpty() ? NONE : text;
    }

    /** {@code 12s}, {@code 5m}, {@code 3h}, {@code 2d} since an ISO instant. */
    public static String age(JsonNode instant) {
        if (!instant.isTextual()) return NONE;
        try {
            long seconds = Math.max(
                    0,
                    Duration.between(Instant.parse(instant.asText()), Instant.now())
                            .toSeconds());
            if (seconds < 120) return seconds + "s";
            if (seconds < 7_200) return seconds / 60 + "m";
            return seconds < 172_800 ? seconds / 3_600 + "h" : seconds / 86_400 + "d";
        } catch (DateTimeParseException e) {
            return NONE;
        }
    }

    /** US dollars with as many decimals as the amount deserves. */
    public static String usd(JsonNode amount) {
        if (!amount.isNumber()) return NONE;
        var value = amount.decimalValue();
        int decimals = value.abs().compareTo(BigDecimal.ONE) < 0 ? 4 : 2;
        return "$" + value.setScale(decimals, RoundingMode.HALF_EVEN).toPlainString();
    }

    public static String percent(JsonNode share) {
        return share.isNumber() ? String.format(Locale.ROOT, "%.1f%%", share.asDouble() * 100) : NONE;
    }

    public static String millis(JsonNode ms) {
        return ms.isNumber() ? String.format(Locale.ROOT, "%.0fms", ms.asDouble()) : NONE;
    }

    public static String bytes(long count) {
        String[] units = {"B", "KiB", "MiB", "GiB", "TiB"};
        double value = count;
        int unit = 0;
        for (; value >= 1024 && unit < units.length - 1; unit++) value /= 1024;
        return unit == 0 ? count + "B" : String.format(Locale.ROOT, "%.1f%s", value, units[unit]);
    }
}
