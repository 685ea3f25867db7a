package io.archipelago.bench.sale;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.core.JsonProcessingException;
import io.archipelago.events.EventJson;
import io.archipelago.kit.core.Outcome;
import java.io.UncheckedIOException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/** A digest of everything cores have said, word for word and in order: equal digests mean equal plans. */
final class Transcript {
    private final MessageDigest sha256;

    Transcript() {
        try {
            sha256 = MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    void add(String region, Outcome outcome) {
        for (var emit : outcome.events()) {
            sha256.update((region + ' ' + emit.topic() + ' ' + emit.key() + ' ').getBytes(UTF_8));
            try {
                sha256.update(EventJson.MAPPER.writeValueAsBytes(emit.body()));
            } catch (JsonProcessingException e) {
                throw new UncheckedIOException(e);
            }
        }
    }

    /** Of what was added so far; more may follow. */
    String digest() {
        try {
            return HexFormat.of().formatHex(((MessageDigest) sha256.clone()).digest());
        } catch (CloneNotSupportedException e) {
            throw new IllegalStateException(e);
        }
    }
}
