package io.archipelago.events.fuzz;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import io.archipelago.events.envelope.EventSignature;
import io.archipelago.events.ledger.LedgerKey;

/** A signature is what a stranger wrote: it is read or refused, and none that was not made with the key holds. */
class EventSignatureFuzzTest {

    private static final String KEY = "00".repeat(32);

    @FuzzTest(maxDuration = "2m")
    void any_signature_is_read_or_refused(byte[] header) {
        if (header == null) return;
        EventSignature claimed;
        try {
            claimed = EventSignature.parse(new String(header, UTF_8));
        } catch (IllegalArgumentException refused) {
            return;
        }
        var signed = claimed.signed("event");
        if (signed != null)
            assertThat(LedgerKey.isSigned(signed, claimed.signature(), KEY)).isFalse();
    }
}
