package io.archipelago.kit.telemetry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanContext;
import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.api.trace.TraceFlags;
import io.opentelemetry.api.trace.TraceState;
import io.opentelemetry.context.Context;
import io.opentelemetry.sdk.trace.samplers.SamplingDecision;
import io.opentelemetry.semconv.HttpAttributes;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class WishSamplerTest {

    private final AtomicLong now = new AtomicLong();
    private final WishSampler sampler = new WishSampler(3, Duration.ofSeconds(10), now::get);

    @Test
    void changes_are_followed_until_the_burst_is_used_up_and_then_one_in_a_while() {
        assertThat(followed(5)).isEqualTo(3);
        now.addAndGet(Duration.ofSeconds(9).toNanos());
        assertThat(followed(5)).isZero();
        now.addAndGet(Duration.ofSeconds(1).toNanos());
        assertThat(followed(5)).isEqualTo(1);
        now.addAndGet(Duration.ofHours(1).toNanos());
        assertThat(followed(5)).isEqualTo(3);
    }

    @Test
    void what_follows_from_a_followed_change_is_followed_whatever_the_allowance() {
        followed(5);
        assertThat(sampled(under(TraceFlags.getSampled()), "POST")).isTrue();
        assertThat(sampled(under(TraceFlags.getDefault()), "POST")).isFalse();
    }

    @Test
    void reading_takes_nothing_of_the_allowance() {
        for (int i = 0; i < 10; i++) assertThat(sampled(Context.root(), "GET")).isFalse();
        assertThat(followed(5)).isEqualTo(3);
    }

    @Test
    void an_allowance_that_cannot_be_is_refused() {
        assertThatThrownBy(() -> new WishSampler(-1, Duration.ofSeconds(1), now::get))
                .hasMessageContaining("archipelago.traces");
        assertThatThrownBy(() -> new WishSampler(1, Duration.ZERO, now::get))
                .hasMessageContaining("archipelago.traces");
    }

    private long followed(int requests) {
        return IntStream.range(0, requests)
                .filter(i -> sampled(Context.root(), "POST"))
                .count();
    }

    private boolean sampled(Context parent, String method) {
        var attributes = Attributes.of(HttpAttributes.HTTP_REQUEST_METHOD, method);
        return sampler.shouldSample(parent, "0".repeat(31) + "1", method, SpanKind.SERVER, attributes, List.of())
                        .getDecision()
                == SamplingDecision.RECORD_AND_SAMPLE;
    }

    private static Context under(TraceFlags flags) {
        return Context.root()
                .with(Span.wrap(SpanContext.create(
                        "0".repeat(31) + "1", "0".repeat(15) + "1", flags, TraceState.getDefault())));
    }
}
