package io.archipelago.topology.access;

import java.security.GeneralSecurityException;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.Signature;
import java.security.cert.X509Certificate;
import java.util.Arrays;

/**
 * How an authority says who comes after it: its signature over the successor's public key, in an extension of the
 * successor's certificate. A stranger that bears the same name has none.
 */
public final class Succession {

    /** In the arc for UUIDs (ITU-T X.667), which nobody has to register. */
    public static final String OID = "2.25.193408530837411930285105273624188034817";

    private static final String ALGORITHM = "SHA256withECDSA";

    /** An extension is an octet string, and so is what it holds here; both are shorter than 128 bytes. */
    private static final int BEFORE_SIGNATURE = 4;

    private Succession() {}

    /** What the extension of the successor's certificate holds. */
    public static byte[] sign(PublicKey successor, PrivateKey predecessor) throws GeneralSecurityException {
        var signer = Signature.getInstance(ALGORITHM);
        signer.initSign(predecessor);
        signer.update(successor.getEncoded());
        return signer.sign();
    }

    /** True when {@code older} has named {@code younger} its successor. */
    public static boolean follows(X509Certificate younger, X509Certificate older) {
        var extension = younger.getExtensionValue(OID);
        if (extension == null || extension.length <= BEFORE_SIGNATURE || younger.equals(older)) return false;
        try {
            var verifier = Signature.getInstance(ALGORITHM);
            verifier.initVerify(older.getPublicKey());
            verifier.update(younger.getPublicKey().getEncoded());
            return verifier.verify(Arrays.copyOfRange(extension, BEFORE_SIGNATURE, extension.length));
        } catch (GeneralSecurityException e) {
            return false;
        }
    }
}
