package io.archipelago.residency.treatment;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.Base64;
import javax.crypto.Mac;

/** The pseudonyms of one owner's values of one class: equal values have equal ones. Not thread-safe. */
final class Pseudonyms {

    private final Mac mac;
    private final Base64.Encoder encoder = Base64.getUrlEncoder().withoutPadding();

    Pseudonyms(Mac mac) {
        this.mac = mac;
    }

    /** HMAC-SHA256 in 43 letters, digits, {@code -} and {@code _}. */
    String of(String value) {
        return new String(of(value.getBytes(UTF_8)), ISO_8859_1);
    }

    byte[] of(byte[] value) {
        return encoder.encode(mac.doFinal(value));
    }
}
