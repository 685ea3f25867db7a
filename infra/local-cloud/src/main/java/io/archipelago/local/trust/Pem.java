package io.archipelago.local.trust;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PrivateKey;
import java.security.cert.CertificateEncodingException;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.Base64;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;

/** Keys and certificates, as text in files that only their owner may read. */
final class Pem {

    private static final FileAttribute<Set<PosixFilePermission>> OWNER_ONLY =
            PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"));
    private static final Base64.Encoder LINES = Base64.getMimeEncoder(64, new byte[] {'\n'});
    private static final Pattern KEY =
            Pattern.compile("-----BEGIN PRIVATE KEY-----(?<body>[^-]+)-----END PRIVATE KEY-----");

    private Pem() {}

    static String of(PrivateKey key) {
        return block("PRIVATE KEY", key.getEncoded());
    }

    static String of(X509Certificate certificate) {
        try {
            return block("CERTIFICATE", certificate.getEncoded());
        } catch (CertificateEncodingException e) {
            throw new IllegalStateException(e);
        }
    }

    private static String block(String kind, byte[] content) {
        return "-----BEGIN " + kind + "-----\n" + LINES.encodeToString(content) + "\n-----END " + kind + "-----\n";
    }

    /** The first certificate of a file. */
    static X509Certificate certificate(Path file) throws IOException {
        return certificates(file).getFirst();
    }

    /** All certificates of a file, at least one. */
    static List<X509Certificate> certificates(Path file) throws IOException {
        try {
            return certificates(Files.readString(file));
        } catch (CertificateException e) {
            throw new IOException(file + " holds no certificate: " + e.getMessage(), e);
        }
    }

    /** The same of a text. */
    static List<X509Certificate> certificates(String text) throws CertificateException {
        var from = text.indexOf("-----BEGIN CERTIFICATE-----");
        if (from < 0) throw new CertificateException("nothing begins as a certificate does");
        return CertificateFactory.getInstance("X.509")
                .generateCertificates(
                        new ByteArrayInputStream(text.substring(from).getBytes(StandardCharsets.UTF_8)))
                .stream()
                .map(X509Certificate.class::cast)
                .toList();
    }

    /** The P-256 key of a file. */
    static PrivateKey key(Path file) throws IOException {
        var found = KEY.matcher(Files.readString(file));
        if (!found.find()) throw new IOException(file + " holds no key");
        try {
            return KeyFactory.getInstance("EC")
                    .generatePrivate(
                            new PKCS8EncodedKeySpec(Base64.getMimeDecoder().decode(found.group("body"))));
        } catch (GeneralSecurityException e) {
            throw new IOException(file + " holds no key of the kind wanted", e);
        }
    }

    /** Replaces the file as a whole, whoever else does so: nobody ever reads half a key. */
    static void write(Path file, String text) throws IOException {
        write(file, text.getBytes(StandardCharsets.UTF_8));
    }

    /** The same of anything. */
    static void write(Path file, byte[] content) throws IOException {
        Files.createDirectories(file.getParent());
        var fresh = Files.createTempFile(file.getParent(), file.getFileName().toString(), ".new", OWNER_ONLY);
        try {
            Files.write(fresh, content);
            Files.move(fresh, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        } finally {
            Files.deleteIfExists(fresh);
        }
    }
}
