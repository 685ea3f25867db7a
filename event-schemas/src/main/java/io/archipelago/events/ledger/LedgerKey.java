package io.archipelago.events.ledger;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.KeyPairGenerator;
import java.security.PrivateKey;
import java.security.Signature;
import java.security.spec.PKCS8EncodedKeySpec;
import java.security.spec.X509EncodedKeySpec;
import java.util.HexFormat;

/**
 * An Ed25519 key pair (RFC 8032), a region's for its ledger or a service's for its events: equal texts have equal
 * signatures, so signing can be repeated.
 */
public final class LedgerKey {

    private static final String ALGORITHM = "Ed25519";

    /** What X.509 puts before the 32 bytes of every public key of this kind. */
    private static final String PREFIX = "302a300506032b6570032100";

    private final PrivateKey secret;
    private final String publicKey;

    private LedgerKey(PrivateKey secret, String publicKey) {
        this.secret = secret;
        this.publicKey = publicKey;
    }

    public static LedgerKey generate() {
        try {
            var pair = KeyPairGenerator.getInstance(ALGORITHM).generateKeyPair();
            var encoded = HexFormat.of().formatHex(pair.getPublic().getEncoded());
            return new LedgerKey(pair.getPrivate(), encoded.substring(PREFIX.length()));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every Java has " + ALGORITHM, e);
        }
    }

    /**
     * @param text as {@link #secret} gave it
     * @throws IllegalArgumentException when it is something else
     */
    public static LedgerKey of(String text) {
        var words = text.strip().split(" ", -1);
        if (words.length != 2) throw new IllegalArgumentException("not a ledger key");
        try {
            var secret = KeyFactory.getInstance(ALGORITHM)
                    .generatePrivate(new PKCS8EncodedKeySpec(HexFormat.of().parseHex(words[0])));
            var key = new LedgerKey(secret, words[1]);
            if (!isSigned("test", key.sign("test"), key.publicKey))
                throw new IllegalArgumentException("the halves of the ledger key do not belong together");
            return key;
        } catch (GeneralSecurityException e) {
            throw new IllegalArgumentException("not a ledger key", e);
        }
    }

    /** Both halves, to be kept where only the region can read it. */
    public String secret() {
        return HexFormat.of().formatHex(secret.getEncoded()) + ' ' + publicKey;
    }

    /** 64 hexadecimal digits. */
    public String publicKey() {
        return publicKey;
    }

    /** 128 hexadecimal digits. */
    public String sign(String text) {
        try {
            var signature = Signature.getInstance(ALGORITHM);
            signature.initSign(secret);
            signature.update(text.getBytes(UTF_8));
            return HexFormat.of().formatHex(signature.sign());
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("cannot sign with this key", e);
        }
    }

    /** False, too, when the signature or the key is none at all. */
    public static boolean isSigned(String text, String signature, String publicKey) {
        try {
            var verifying = Signature.getInstance(ALGORITHM);
            verifying.initVerify(KeyFactory.getInstance(ALGORITHM)
                    .generatePublic(new X509EncodedKeySpec(HexFormat.of().parseHex(PREFIX + publicKey))));
            verifying.update(text.getBytes(UTF_8));
            return verifying.verify(HexFormat.of().parseHex(signature));
        } catch (GeneralSecurityException | IllegalArgumentException e) {
            return false;
        }
    }
}
