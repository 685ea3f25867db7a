package io.archipelago.topology.access;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.cert.CertificateFactory;
import java.security.cert.CertificateParsingException;
import java.security.cert.X509Certificate;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import javax.net.ssl.SSLPeerUnverifiedException;
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

/**
 * The broker's plug-in that takes a client's name from its certificate: the SPIFFE ID in it, if the authority of that very
 * trust domain has signed it. TLS alone would take any name from any trusted authority, so that one region could speak
 * for another. Who has no name so is anonymous, and anonymous may do nothing.
 *
 * <p>Reads the authorities from the PEM file {@code ssl.truststore.location}; each bears its trust domain as URI.
 */
public final class SpiffePrincipalBuilder implements KafkaPrincipalBuilder, KafkaPrincipalSerde, Configurable {

    private static final int URI_NAME = 6;

    private final DefaultKafkaPrincipalBuilder serde = new DefaultKafkaPrincipalBuilder(null, null);
    private Map<String, X509Certificate> authorities = Map.of();

    /** @throws ConfigException when the file of authorities cannot be read, or two regions in it have one name */
    @Override
    public void configure(Map<String, ?> configs) {
        var file = String.valueOf(configs.get(SslConfigs.SSL_TRUSTSTORE_LOCATION_CONFIG));
        var read = new HashMap<String, X509Certificate>();
        try (var in = Files.newInputStream(Path.of(file))) {
            for (var certificate : CertificateFactory.getInstance("X.509").generateCertificates(in)) {
                var authority = (X509Certificate) certificate;
                var domain = uri(authority)
                        .orElseThrow(() -> new ConfigException(file + " holds an authority without a trust domain: "
                                + authority.getSubjectX500Principal()));
                var namesake = read.put(domain, authority);
                if (namesake != null && !namesake.equals(authority))
                    throw new ConfigException(file + " holds two authorities that say they are " + domain
                            + ": whichever is false could sign any name of that region");
            }
        } catch (IOException | GeneralSecurityException e) {
            throw new ConfigException(file + " cannot be read: " + e.getMessage());
        }
        authorities = Map.copyOf(read);
    }

    @Override
    public KafkaPrincipal build(AuthenticationContext context) {
        if (!(context instanceof SslAuthenticationContext tls)) return KafkaPrincipal.ANONYMOUS;
        try {
            return tls.session().getPeerCertificates()[0] instanceof X509Certificate leaf
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
                .filter(named -> signed(leaf, authorities.get(Identity.authority(named.region()))));
    }

    private static boolean signed(X509Certificate leaf, @Nullable X509Certificate authority) {
        if (authority == null) return false;
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
