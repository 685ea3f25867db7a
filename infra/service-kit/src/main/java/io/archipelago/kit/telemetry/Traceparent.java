package io.archipelago.kit.telemetry;

import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanContext;
import io.opentelemetry.api.trace.TraceFlags;
import io.opentelemetry.api.trace.TraceState;
import org.jspecify.annotations.Nullable;

/** W3C trace context as text: {@code 00-<trace id>-<span id>-<flags>}. */
public final class Traceparent {

    private static final int LENGTH = 55;

    private Traceparent() {}

    /** Of the span that is open on this thread; null when it is not sampled. */
    public static @Nullable String current() {
        var context = Span.current().getSpanContext();
        return context.isValid() && context.isSampled() ? of(context) : null;
    }

    public static String of(SpanContext context) {
        return "00-" + context.getTraceId() + '-' + context.getSpanId() + '-'
                + context.getTraceFlags().asHex();
    }

    /** Null when the text is no trace context, or one that nobody follows. */
    public static @Nullable SpanContext sampled(@Nullable String text) {
        if (text == null || text.length() < LENGTH || !text.startsWith("00-")) return null;
        try {
            var flags = TraceFlags.fromHex(text, 53);
            var context = SpanContext.createFromRemoteParent(
                    text.substring(3, 35), text.substring(36, 52), flags, TraceState.getDefault());
            return context.isValid() && flags.isSampled() ? context : null;
        } catch (RuntimeException malformed) {
            return null;
        }
    }
}
