package io.archipelago.events.fuzz;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.api.FuzzedDataProvider;
import com.code_intelligence.jazzer.junit.FuzzTest;
import io.archipelago.events.envelope.EnvelopeCodec;
import io.archipelago.events.envelope.EnvelopeCodec.Decoded;
import io.archipelago.events.envelope.EventText;
import io.archipelago.events.envelope.Header;
import java.util.HashMap;
import java.util.List;

/** Headers are whatever a stranger wrote: they are read or refused, and what was read is written as it was. */
class EnvelopeFuzzTest {

    private static final String TOPIC = "inventory.sites.v1";
    private static final List<String> NAMES = List.of(
            Header.SPEC_VERSION,
            Header.ID,
            Header.TYPE,
            Header.SOURCE,
            Header.SUBJECT,
            Header.TIME,
            Header.DATA_CLASS,
            Header.JURISDICTION,
            Header.OWNER,
            Header.AUDIENCE,
            Header.ORIGIN,
            Header.HLC,
            Header.TRACEPARENT);

    @FuzzTest(maxDuration = "2m")
    void headers_are_read_or_refused(FuzzedDataProvider data) {
        var headers = new HashMap<String, byte[]>();
        for (var name : NAMES) if (data.consumeBoolean()) headers.put(name, data.consumeBytes(64));
        EnvelopeCodec.labels(headers::get);
        if (!(EnvelopeCodec.decode(TOPIC, headers::get) instanceof Decoded(var envelope))) return;
        assertThat(envelope.source()).startsWith(envelope.region()).endsWith(envelope.service());
        assertThat(EventText.of(envelope, "key", data.consumeRemainingAsBytes()))
                .isNotEmpty();
        var again = EnvelopeCodec.encode(envelope, "application/json");
        assertThat(EnvelopeCodec.decode(TOPIC, again::get)).isEqualTo(new Decoded(envelope));
    }
}
