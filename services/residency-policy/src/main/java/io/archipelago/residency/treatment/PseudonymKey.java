package io.archipelago.residency.treatment;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.util.HexFormat;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/** What a region's pseudonyms are made with: 256 bits that never leave it. Without them nobody can tell who is who. */
public final class PseudonymKey {

    private static final int BYTES = 32;
    private static final String ALGORITHM = "HmacSHA256";

    private final byte[] secret;

    private PseudonymKey(byte[] secret) {
        this.secret = secret;
    }

    public static PseudonymKey generate() {
        var secret = new byte[BYTES];
        new SecureRandom().nextBytes(secret);
        return new PseudonymKey(secret);
    }

    /**
     * @param text as {@link #secret} gave it
     * @throws IllegalArgumentException when it is something else
     */
    public static PseudonymKey of(String text) {
        var secret = HexFormat.of().parseHex(text.strip());
        if (secret.length != BYTES) throw new IllegalArgumentException("not a key for pseudonyms");
        return new PseudonymKey(secret);
    }

    /** 64 hexadecimal digits, to be kept where only the region can read them. */
    public String secret() {
        return HexFormat.of().formatHex(secret);
    }

    /** Whoever has the pseudonyms of one owner and class learns nothing about those of another: each has a key of its own. */
    Pseudonyms of(String owner, String dataClass) {
        return derived("archipelago pseudonyms 1", owner, dataClass);
    }

    /**
     * How the persons of a dataset are known where keys are kept and erased; differs from every column's pseudonyms.
     * Whoever comes to own the dataset: who was erased from it stays erased.
     */
    Pseudonyms ofSubjects(String dataset) {
        return derived("archipelago subjects 1", dataset);
    }

    private Pseudonyms derived(String purpose, String... names) {
        var mac = mac(secret);
        mac.update(purpose.getBytes(UTF_8));
        for (var name : names) {
            mac.update((byte) 0); // no name has one
            mac.update(name.getBytes(UTF_8));
        }
        return new Pseudonyms(mac(mac.doFinal()));
    }

    private static Mac mac(byte[] key) {
        try {
            var mac = Mac.getInstance(ALGORITHM);
            mac.init(new SecretKeySpec(key, ALGORITHM));
            return mac;
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every Java has " + ALGORITHM, e);
        }
    }
}
