package io.archipelago.events.erasure;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.core.JsonProcessingException;
import io.archipelago.events.EventJson;
import io.archipelago.events.ledger.LedgerEntry;
import io.archipelago.events.ledger.SignedText;

/** What regions sign is text: one line of JSON whose last field is the signature. */
final class Texts {

    private Texts() {}

    static String of(Object said) {
        try {
            return EventJson.MAPPER.writeValueAsString(said);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException(said.getClass().getSimpleName() + " cannot be written as JSON", e);
        }
    }

    static boolean isSigned(String text, String key) {
        var signed = SignedText.read(text);
        return signed != null && signed.isBy(key);
    }

    /** SHA-256 of a line, in hexadecimal. */
    static String hash(String line) {
        return LedgerEntry.hash(line.getBytes(UTF_8));
    }
}
