package io.archipelago.local.trust;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.core.JsonProcessingException;
import io.archipelago.events.EventJson;
import io.archipelago.events.ledger.SignedText;
import io.archipelago.events.trust.RegionBundle;
import io.archipelago.topology.access.Identity;
import java.security.GeneralSecurityException;
import java.security.PrivateKey;
import java.security.Signature;
import java.security.cert.CertificateException;
import java.security.cert.X509Certificate;
import java.util.HexFormat;
import java.util.List;

/**
 * A region's bundle as it was signed. Signed are the bytes as they are: who reads it need not know every field.
 *
 * @param authorities those of the body
 */
record SignedBundle(RegionBundle body, SignedText text, List<X509Certificate> authorities) {

    private static final String ALGORITHM = "SHA256withECDSAinP1363Format";

    /** @throws IllegalArgumentException when it is no bundle, or not of the authorities of one region */
    static SignedBundle read(String line) {
        var text = SignedText.read(line);
        if (text == null) throw new IllegalArgumentException("nobody has signed it");
        try {
            var body = EventJson.MAPPER.readValue(line, RegionBundle.class);
            var authorities = Pem.certificates(String.join("", body.authorities()));
            for (var authority : authorities)
                if (!Issued.uri(authority).equals(Identity.authority(body.region())))
                    throw new IllegalArgumentException("it vouches for another region than " + body.region());
            return new SignedBundle(body, text, authorities);
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException("not the JSON of a bundle", e);
        } catch (CertificateException e) {
            throw new IllegalArgumentException("not the certificates of authorities", e);
        }
    }

    /** The line that says so. */
    static String sign(RegionBundle unsigned, PrivateKey authority) {
        try {
            var json = EventJson.MAPPER.writeValueAsString(unsigned);
            var signer = Signature.getInstance(ALGORITHM);
            signer.initSign(authority);
            signer.update(json.getBytes(UTF_8));
            var signature = HexFormat.of().formatHex(signer.sign());
            return json.substring(0, json.length() - 1) + ",\"signature\":\"" + signature + "\"}";
        } catch (JsonProcessingException | GeneralSecurityException e) {
            throw new IllegalStateException("a bundle cannot be signed", e);
        }
    }

    boolean isSignedBy(X509Certificate authority) {
        try {
            var verifier = Signature.getInstance(ALGORITHM);
            verifier.initVerify(authority.getPublicKey());
            verifier.update(text.said().getBytes(UTF_8));
            return verifier.verify(HexFormat.of().parseHex(text.signature()));
        } catch (GeneralSecurityException e) {
            return false;
        }
    }
}
