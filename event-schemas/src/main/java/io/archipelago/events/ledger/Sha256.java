package io.archipelago.events.ledger;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;

/** The one hash of the ledger and of what is signed. Each thread makes its own. */
public final class Sha256 {

    static final int BYTES = 32;

    private Sha256() {}

    public static MessageDigest digest() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }
}
