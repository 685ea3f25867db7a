package io.archipelago.events.ledger;

import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A JSON object on one line whose last field is the signature of all before it. Signed are the bytes as they are: whoever
 * checks need not agree with the writer on how JSON is written.
 *
 * @param said what was signed: the object without its last field
 * @param signature 128 hexadecimal digits
 */
public record SignedText(String said, String signature) {

    private static final Pattern SIGNED = Pattern.compile("(\\{.*),\"signature\":\"([0-9a-f]{128})\"}", Pattern.DOTALL);

    /** Null when the line does not end in a signature. */
    public static @Nullable SignedText read(String line) {
        var signed = SIGNED.matcher(line);
        return signed.matches() ? new SignedText(signed.group(1) + '}', signed.group(2)) : null;
    }

    /** @param json an object with at least one field */
    public static String write(String json, LedgerKey key) {
        return json.substring(0, json.length() - 1) + ",\"signature\":\"" + key.sign(json) + "\"}";
    }

    /** @param publicKey 64 hexadecimal digits */
    public boolean isBy(String publicKey) {
        return LedgerKey.isSigned(said, signature, publicKey);
    }
}
