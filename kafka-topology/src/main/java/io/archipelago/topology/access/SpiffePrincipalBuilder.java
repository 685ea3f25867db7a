package io.archipelago.topology.access;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.security.GeneralSecurityException;
import java.security.cert.CertificateFactory;
import java.security.cert.CertificateParsingException;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import javax.net.ssl.SSLPeerUnverifiedException;
import javax.net.ssl.SSLSession;
import org.apache.kafka.common.Configurable;
import org.apache.kafka.common.config.ConfigException;
import org.apache.kafka.common.config.SslConfigs;
import org.apache.kafka.common.security.auth.AuthenticationContext;
import org.apache.kafka.common.security.auth.KafkaPrincipal;
import org.apache.kafka.common.security.auth.KafkaPrincipalBuilder;
import org.apache.kafka.common.security.auth.KafkaPrincipalSerde;
import org.apache.kafka.common.security.auth.SslAuthenticationContext;
import org.apache.kafka.common.security.authenticator.DefaultKafkaPrincipalBuilder;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The broker's plug-in that takes a client's name from its certificate: the SPIFFE ID in it, if the authority of that very
 * trust domain has signed it. TLS alone would take any name from any trusted authority, so that one region could speak
 * for another. Who has no name so is anonymous, and anonymous may do nothing.
 *
 * <p>Reads the authorities from the PEM file {@code ssl.truststore.location}, again when it has changed; each bears its
 * trust domain as URI. A connection keeps the name it was given when it was opened.
 */
public final class SpiffePrincipalBuilder implements KafkaPrincipalBuilder, KafkaPrincipalSerde, Configurable {

    private static final Logger LOG = LoggerFactory.getLogger(SpiffePrincipalBuilder.class);
    private static final int URI_NAME = 6;

    /** Kafka asks for each request; under which the answer is kept with the connection. */
    private static final String NAME = SpiffePrincipalBuilder.class.getName();

    private final DefaultKafkaPrincipalBuilder serde = new DefaultKafkaPrincipalBuilder(null, null);
    private Path file = Path.of("");
    private @Nullable FileTime read;
    private Map<String, List<X509Certificate>> authorities = Map.of();

    /** @throws ConfigException when the file of authorities cannot be read, or two regions in it have one name */
    @Override
    public void configure(Map<String, ?> configs) {
        file = Path.of(String.valueOf(configs.get(SslConfigs.SSL_TRUSTSTORE_LOCATION_CONFIG)));
        try {
            look();
        } catch (IOException | GeneralSecurityException e) {
            throw new ConfigException(file + " cannot be read: " + e.getMessage());
        }
    }

    private synchronized void look() throws IOException, GeneralSecurityException {
        var modified = Files.getLastModifiedTime(file);
        if (modified.equals(read)) return;
        var found = new HashMap<String, List<X509Certificate>>();
        try (var in = Files.newInputStream(file)) {
            for (var certificate : CertificateFactory.getInstance("X.509").generateCertificates(in)) {
                var authority = (X509Certificate) certificate;
                var domain = uri(authority)
                        .orElseThrow(() -> new GeneralSecurityException(
                                "an authority without a trust domain: " + authority.getSubjectX500Principal()));
                found.computeIfAbsent(domain, key -> new ArrayList<>()).add(authority);
            }
        }
        for (var domain : found.entrySet()) requireOneFamily(domain.getKey(), domain.getValue());
        authorities = Map.copyOf(found);
        read = modified;
    }

    /** While one authority replaces another there are two, and the older one has signed for the younger. */
    private static void requireOneFamily(String domain, List<X509Certificate> authorities)
            throws GeneralSecurityException {
        long founders = authorities.stream()
                .distinct()
                .filter(authority -> authorities.stream().noneMatch(other -> Succession.follows(authority, other)))
                .count();
        if (founders > 1)
            throw new GeneralSecurityException("two authorities that say they are " + domain
                    + ", and neither has signed for the other: whichever is false could sign any name of that region");
    }

    /** Those of before when the file has become unreadable. */
    private synchronized Map<String, List<X509Certificate>> authorities() {
        try {
            look();
        } catch (IOException | GeneralSecurityException e) {
            LOG.warn("The authorities of before are believed, since {} cannot be read", file, e);
        }
        return authorities;
    }

    @Override
    public KafkaPrincipal build(AuthenticationContext context) {
        if (!(context instanceof SslAuthenticationContext tls)) return KafkaPrincipal.ANONYMOUS;
        if (tls.session().getValue(NAME) instanceof KafkaPrincipal named) return named;
        var named = named(tls.session());
        tls.session().putValue(NAME, named);
        return named;
    }

    private KafkaPrincipal named(SSLSession session) {
        try {
            return session.getPeerCertificates()[0] instanceof X509Certificate leaf
                    ? identity(leaf)
                            .map(known -> new KafkaPrincipal(KafkaPrincipal.USER_TYPE, known.uri()))
                            .orElse(KafkaPrincipal.ANONYMOUS)
                    : KafkaPrincipal.ANONYMOUS;
        } catch (SSLPeerUnverifiedException | CertificateParsingException e) {
            return KafkaPrincipal.ANONYMOUS;
        }
    }

    private Optional<Identity> identity(X509Certificate leaf) throws CertificateParsingException {
        return uri(leaf)
                .flatMap(Identity::of)
                .filter(named -> authorities().getOrDefault(Identity.authority(named.region()), List.of()).stream()
                        .anyMatch(authority -> signed(leaf, authority)));
    }

    private static boolean signed(X509Certificate leaf, X509Certificate authority) {
        try {
            leaf.verify(authority.getPublicKey());
            return true;
        } catch (GeneralSecurityException e) {
            return false;
        }
    }

    /** The only URI among the names; empty when there is none or a second one. */
    private static Optional<String> uri(X509Certificate certificate) throws CertificateParsingException {
        var names = certificate.getSubjectAlternativeNames();
        if (names == null) return Optional.empty();
        var uris = names.stream()
                .filter(name -> Integer.valueOf(URI_NAME).equals(name.get(0)))
                .map(name -> String.valueOf(name.get(1)))
                .toList();
        return uris.size() == 1 ? Optional.of(uris.getFirst()) : Optional.empty();
    }

    @Override
    public byte[] serialize(KafkaPrincipal principal) {
        return serde.serialize(principal);
    }

    @Override
    public KafkaPrincipal deserialize(byte[] bytes) {
        return serde.deserialize(bytes);
    }
}
