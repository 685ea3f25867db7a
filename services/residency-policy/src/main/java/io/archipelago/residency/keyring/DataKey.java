package io.archipelago.residency.keyring;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.google.crypto.tink.Aead;
import java.security.GeneralSecurityException;
import java.util.Base64;
import org.jspecify.annotations.Nullable;

/**
 * The key of one person in one dataset. What it makes says by which key it was made and nothing else, and opens only for
 * the dataset, the column and the person it was made for.
 */
public final class DataKey {

    private static final String PREFIX = "enc1.";

    private final String dataset;
    private final String subject;
    private final Aead aead;

    DataKey(String dataset, String subject, Aead aead) {
        this.dataset = dataset;
        this.subject = subject;
        this.aead = aead;
    }

    /**
     * A value as it lies in a copy: {@code enc1.<subject>.<Base64url>}.
     *
     * @param subject the pseudonym of the person whose key opens it
     */
    public record Sealed(String subject, byte[] ciphertext) {

        /** Null for whatever was not written by {@link DataKey#encrypt}. */
        public static @Nullable Sealed parse(String text) {
            int dot = text.indexOf('.', PREFIX.length());
            if (!text.startsWith(PREFIX) || dot < 0) return null;
            try {
                var ciphertext = Base64.getUrlDecoder().decode(text.substring(dot + 1));
                return new Sealed(text.substring(PREFIX.length(), dot), ciphertext);
            } catch (IllegalArgumentException e) {
                return null;
            }
        }

        /** How every value of a person begins. */
        public static String mark(String subject) {
            return PREFIX + subject + '.';
        }
    }

    /** @param json the value as it is written in JSON */
    public String encrypt(String column, String json) {
        try {
            var sealed = aead.encrypt(json.getBytes(UTF_8), boundTo(column));
            return Sealed.mark(subject)
                    + Base64.getUrlEncoder().withoutPadding().encodeToString(sealed);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("a value cannot be encrypted", e);
        }
    }

    /** The value as it was written in JSON; null when it was not made by this key for this column, or was changed. */
    public @Nullable String decrypt(String column, Sealed sealed) {
        try {
            return new String(aead.decrypt(sealed.ciphertext, boundTo(column)), UTF_8);
        } catch (GeneralSecurityException e) {
            return null;
        }
    }

    /** No name has a line feed: three names are never read as three others. */
    private byte[] boundTo(String column) {
        return (dataset + '\n' + subject + '\n' + column).getBytes(UTF_8);
    }
}
