package io.archipelago.local.trust;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.cert.CertificateParsingException;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.List;

/**
 * The certificates in a region's folder.
 *
 * @param identity the URI in it
 * @param until the end of its life
 */
public record Issued(String identity, Instant until, Path file) {
    private static final int URI_NAME = 6;

    /** Sorted by file; what the region was told of its peers is left out. */
    public static List<Issued> in(Path folder) throws IOException {
        try (var files = Files.list(folder)) {
            return files.filter(file -> {
                        var name = file.getFileName().toString();
                        return name.endsWith(".pem") && !name.startsWith("peer-") && !name.equals("bundle.pem");
                    })
                    .sorted()
                    .map(Issued::read)
                    .toList();
        }
    }

    private static Issued read(Path file) {
        try {
            var certificate = Pem.certificate(file);
            return new Issued(uri(certificate), certificate.getNotAfter().toInstant(), file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (CertificateParsingException e) {
            throw new UncheckedIOException(new IOException(file + " cannot be read", e));
        }
    }

    /** Empty when it bears none. */
    static String uri(X509Certificate certificate) throws CertificateParsingException {
        var names = certificate.getSubjectAlternativeNames();
        if (names == null) return "";
        return names.stream()
                .filter(name -> Integer.valueOf(URI_NAME).equals(name.get(0)))
                .map(name -> String.valueOf(name.get(1)))
                .findFirst()
                .orElse("");
    }
}
