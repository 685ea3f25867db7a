package io.archipelago.local.trust;

import io.archipelago.topology.access.Identity;
import io.archipelago.topology.access.Succession;
import java.io.IOException;
import java.math.BigInteger;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.SecureRandom;
import java.security.Signature;
import java.security.cert.X509Certificate;
import java.security.spec.ECGenParameterSpec;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Date;
import java.util.List;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.DEROctetString;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x509.BasicConstraints;
import org.bouncycastle.asn1.x509.ExtendedKeyUsage;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.GeneralNames;
import org.bouncycastle.asn1.x509.KeyPurposeId;
import org.bouncycastle.asn1.x509.KeyUsage;
import org.bouncycastle.cert.CertIOException;
import org.bouncycastle.cert.X509v3CertificateBuilder;
import org.bouncycastle.cert.jcajce.JcaX509CertificateConverter;
import org.bouncycastle.cert.jcajce.JcaX509v3CertificateBuilder;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;
import org.jspecify.annotations.Nullable;

/** A region's certificate authority: vouches for the identities of its own trust domain. */
record Authority(String region, X509Certificate certificate, PrivateKey key) {

    /** How long a certificate lives. A stolen one is worth nothing after that. */
    static final Duration LIFE = Duration.ofDays(14);

    private static final Duration OWN_LIFE = Duration.ofDays(3650);
    private static final Duration SKEW = Duration.ofMinutes(5);
    private static final int SERIAL_BITS = 127;
    private static final String ALGORITHM = "SHA256withECDSA";
    private static final SecureRandom RANDOM = new SecureRandom();

    /** What an identity proves itself with. */
    record Credential(PrivateKey key, X509Certificate certificate) {}

    /** The authority whose files these are; made at the first call. */
    static Authority keptIn(String region, Path certificate, Path key) throws IOException {
        if (!Files.exists(certificate)) {
            var made = make(region);
            Pem.write(key, Pem.of(made.key));
            Pem.write(certificate, Pem.of(made.certificate));
        }
        var secret = Pem.key(key);
        for (var believed : Pem.certificates(certificate))
            if (belongTogether(secret, believed)) return new Authority(region, believed, secret);
        throw new IOException(certificate + " and " + key + " do not belong together");
    }

    /** While one authority replaces another, several are believed and one of them signs. */
    private static boolean belongTogether(PrivateKey key, X509Certificate certificate) {
        try {
            var signer = Signature.getInstance(ALGORITHM);
            signer.initSign(key);
            var signature = signer.sign();
            signer.initVerify(certificate.getPublicKey());
            return signer.verify(signature);
        } catch (GeneralSecurityException e) {
            return false;
        }
    }

    static Authority make(String region) {
        return make(region, null);
    }

    /** One that replaces this: its certificate says so, signed with this one's key. */
    Authority successor() {
        return make(region, key);
    }

    private static Authority make(String region, @Nullable PrivateKey predecessor) {
        var pair = pair();
        try {
            var builder = builder(name(region), name(region), OWN_LIFE, pair.getPublic())
                    .addExtension(Extension.basicConstraints, true, new BasicConstraints(0))
                    .addExtension(Extension.keyUsage, true, new KeyUsage(KeyUsage.keyCertSign))
                    .addExtension(
                            Extension.subjectAlternativeName, false, new GeneralNames(uri(Identity.authority(region))));
            if (predecessor != null)
                builder.addExtension(
                        new ASN1ObjectIdentifier(Succession.OID),
                        false,
                        new DEROctetString(Succession.sign(pair.getPublic(), predecessor)));
            return new Authority(region, signed(builder, pair.getPrivate()), pair.getPrivate());
        } catch (CertIOException | GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    /**
     * A new key and a certificate for it.
     *
     * @param server whether it may also answer connections, on this machine's loopback addresses
     */
    Credential issue(Identity identity, boolean server) {
        var pair = pair();
        var names = new ArrayList<>(List.of(uri(identity.uri())));
        var purposes = new ArrayList<>(List.of(KeyPurposeId.id_kp_clientAuth));
        if (server) {
            names.add(new GeneralName(GeneralName.dNSName, "localhost"));
            // Kafka's clients and the database's come by the address: what serves people cannot pass for either.
            if (!identity.equals(Identity.web(region))) names.add(new GeneralName(GeneralName.iPAddress, "127.0.0.1"));
            purposes.add(KeyPurposeId.id_kp_serverAuth);
        }
        try {
            var subject = new X500Name("O=" + identity.region() + ",CN=" + identity.path());
            var builder = builder(name(region), subject, LIFE, pair.getPublic())
                    .addExtension(Extension.basicConstraints, true, new BasicConstraints(false))
                    .addExtension(Extension.keyUsage, true, new KeyUsage(KeyUsage.digitalSignature))
                    .addExtension(
                            Extension.extendedKeyUsage,
                            false,
                            new ExtendedKeyUsage(purposes.toArray(KeyPurposeId[]::new)))
                    .addExtension(
                            Extension.subjectAlternativeName,
                            false,
                            new GeneralNames(names.toArray(GeneralName[]::new)));
            return new Credential(pair.getPrivate(), signed(builder, key));
        } catch (CertIOException e) {
            throw new IllegalStateException(e);
        }
    }

    private static X509v3CertificateBuilder builder(X500Name issuer, X500Name subject, Duration life, PublicKey key) {
        var now = Instant.now();
        var serial = new BigInteger(SERIAL_BITS, RANDOM).setBit(0);
        return new JcaX509v3CertificateBuilder(
                issuer, serial, Date.from(now.minus(SKEW)), Date.from(now.plus(life)), subject, key);
    }

    private static X509Certificate signed(X509v3CertificateBuilder builder, PrivateKey key) {
        try {
            var signer = new JcaContentSignerBuilder(ALGORITHM).build(key);
            return new JcaX509CertificateConverter().getCertificate(builder.build(signer));
        } catch (OperatorCreationException | GeneralSecurityException e) {
            throw new IllegalStateException("this JDK cannot sign certificates", e);
        }
    }

    private static X500Name name(String region) {
        return new X500Name("O=" + region + ",CN=authority");
    }

    private static GeneralName uri(String uri) {
        return new GeneralName(GeneralName.uniformResourceIdentifier, uri);
    }

    private static KeyPair pair() {
        try {
            var generator = KeyPairGenerator.getInstance("EC");
            generator.initialize(new ECGenParameterSpec("secp256r1"), RANDOM);
            return generator.generateKeyPair();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("this JDK has no P-256", e);
        }
    }

    /** Without the key. */
    @Override
    public String toString() {
        return Identity.authority(region);
    }
}
