package io.archipelago.residency.keyring;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.google.crypto.tink.Aead;
import com.google.crypto.tink.InsecureSecretKeyAccess;
import com.google.crypto.tink.KeysetHandle;
import com.google.crypto.tink.RegistryConfiguration;
import com.google.crypto.tink.TinkJsonProtoKeysetFormat;
import com.google.crypto.tink.TinkProtoKeysetFormat;
import com.google.crypto.tink.aead.AeadConfig;
import com.google.crypto.tink.aead.PredefinedAeadParameters;
import java.security.GeneralSecurityException;

/**
 * Wraps the data keys of one jurisdiction. Never leaves its region; whoever destroys it makes all that was encrypted
 * under that jurisdiction unreadable for good.
 */
public final class WrappingKey {

    static {
        try {
            AeadConfig.register();
        } catch (GeneralSecurityException e) {
            throw new ExceptionInInitializerError(e);
        }
    }

    private final KeysetHandle keyset;
    private final Aead aead;

    private WrappingKey(KeysetHandle keyset) throws GeneralSecurityException {
        this.keyset = keyset;
        this.aead = keyset.getPrimitive(RegistryConfiguration.get(), Aead.class);
    }

    public static WrappingKey generate() {
        try {
            return new WrappingKey(KeysetHandle.generateNew(PredefinedAeadParameters.XCHACHA20_POLY1305));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("no key can be made", e);
        }
    }

    /**
     * @param text as {@link #secret} gave it
     * @throws IllegalArgumentException when it is something else
     */
    public static WrappingKey of(String text) {
        try {
            return new WrappingKey(TinkJsonProtoKeysetFormat.parseKeyset(text, InsecureSecretKeyAccess.get()));
        } catch (GeneralSecurityException e) {
            throw new IllegalArgumentException("not a keyset of Tink for authenticated encryption", e);
        }
    }

    /** A keyset of Tink in JSON, to be kept where only the region can read it. */
    public String secret() {
        try {
            return TinkJsonProtoKeysetFormat.serializeKeyset(keyset, InsecureSecretKeyAccess.get());
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("a key that was made can be written", e);
        }
    }

    /** A fresh data key, wrapped. */
    byte[] fresh(String dataset, String subject) {
        try {
            var fresh = KeysetHandle.generateNew(PredefinedAeadParameters.XCHACHA20_POLY1305);
            return TinkProtoKeysetFormat.serializeEncryptedKeyset(fresh, aead, boundTo(dataset, subject));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("no key can be made", e);
        }
    }

    /** @throws IllegalStateException when it was wrapped by another key or for somebody else */
    DataKey unwrap(String dataset, String subject, byte[] wrapped) {
        try {
            var opened = TinkProtoKeysetFormat.parseEncryptedKeyset(wrapped, aead, boundTo(dataset, subject));
            return new DataKey(dataset, subject, opened.getPrimitive(RegistryConfiguration.get(), Aead.class));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(
                    "a data key of " + dataset + " does not open with the wrapping key that is here", e);
        }
    }

    private static byte[] boundTo(String dataset, String subject) {
        return (dataset + '\n' + subject).getBytes(UTF_8);
    }
}
