package io.archipelago.events.envelope;

import static org.assertj.core.api.Assertions.assertThat;

import io.archipelago.events.envelope.EnvelopeCodec.Decoded;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.time.api.DateTimes;

class EnvelopePropertiesTest {

    private static final String TOPIC = "inventory.sites.v1";

    /** Any text but the empty one, which counts as absent; no half of a surrogate pair, which is no character. */
    private static Arbitrary<String> texts() {
        return Arbitraries.strings()
                .filter(text -> !text.isEmpty() && text.chars().noneMatch(c -> Character.isSurrogate((char) c)));
    }

    @Provide
    static Arbitrary<Envelope> envelopes() {
        Arbitrary<Instant> times = DateTimes.instants();
        var optional = texts().injectNull(0.4);
        var labels = Combinators.combine(texts(), texts(), optional, optional, optional)
                .as(Labels::new);
        return Combinators.combine(
                        texts(),
                        texts(),
                        Arbitraries.strings().alpha(),
                        times,
                        labels,
                        HlcPropertiesTest.stamps().injectNull(0.3),
                        optional)
                .as((id, source, subject, time, label, hlc, trace) ->
                        new Envelope(id, Envelope.typeOf(TOPIC), source, subject, time, label, hlc, trace));
    }

    @Property
    void what_was_written_is_read_again(@ForAll("envelopes") Envelope envelope) {
        var headers = EnvelopeCodec.encode(envelope, "application/json");
        assertThat(EnvelopeCodec.decode(TOPIC, headers::get)).isEqualTo(new Decoded(envelope));
        assertThat(EnvelopeCodec.labels(headers::get)).isEqualTo(envelope.labels());
    }

    @Property
    void any_bytes_at_all_are_answered_never_thrown_at(
            @ForAll("envelopes") Envelope envelope, @ForAll("headers") String header, @ForAll byte[] noise) {
        Map<String, byte[]> headers = new HashMap<>(EnvelopeCodec.encode(envelope, "application/json"));
        headers.put(header, noise);
        assertThat(EnvelopeCodec.decode(TOPIC, headers::get)).isNotNull();
        assertThat(EnvelopeCodec.labels(headers::get)).isNotNull();
    }

    @Provide
    static Arbitrary<String> headers() {
        return Arbitraries.of(
                Header.ID,
                Header.TYPE,
                Header.SOURCE,
                Header.SUBJECT,
                Header.TIME,
                Header.SPEC_VERSION,
                Header.DATA_CLASS,
                Header.JURISDICTION,
                Header.HLC,
                Header.TRACEPARENT);
    }
}
