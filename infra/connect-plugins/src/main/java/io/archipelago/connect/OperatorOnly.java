package io.archipelago.connect;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.container.ContainerRequestFilter;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.Response;
import java.nio.file.Files;
import java.nio.file.attribute.FileTime;
import java.security.cert.CertificateParsingException;
import java.security.cert.X509Certificate;
import java.util.List;
import java.util.Map;
import org.apache.kafka.connect.rest.ConnectRestExtension;
import org.apache.kafka.connect.rest.ConnectRestExtensionContext;
import org.eclipse.jetty.ee10.servlet.ServletContextHandler;
import org.eclipse.jetty.server.SslConnectionFactory;
import org.eclipse.jetty.util.ssl.SslContextFactory;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Lets one identity use the worker's REST port: who may register a connector can run any class of the worker with the
 * worker's permissions, so a certificate of the region is not enough. Everyone else gets 403.
 *
 * <p>The port's own certificate is renewed here as well, since Connect would keep the first one for as long as it runs:
 * the request after its file has changed reads it, the next connection has it.
 *
 * <p>Settings: {@code archipelago.rest.identity}, the SPIFFE ID of the one who may.
 */
public final class OperatorOnly implements ConnectRestExtension, ContainerRequestFilter {

    private static final Logger LOG = LoggerFactory.getLogger(OperatorOnly.class);
    private static final String IDENTITY = "archipelago.rest.identity";
    private static final String CERTIFICATES = "jakarta.servlet.request.X509Certificate";
    private static final int URI_NAME = 6;

    private String identity = "";
    private @Nullable FileTime read;

    @Context
    private @Nullable HttpServletRequest request;

    /** @throws IllegalArgumentException when nobody is named */
    @Override
    public void configure(Map<String, ?> configs) {
        if (!(configs.get(IDENTITY) instanceof String named) || named.isBlank())
            throw new IllegalArgumentException(IDENTITY + " does not say who may use the REST port");
        identity = named;
    }

    @Override
    public void register(ConnectRestExtensionContext context) {
        context.configurable().register(this);
    }

    @Override
    public void filter(ContainerRequestContext context) {
        var served = request;
        if (served != null
                && served.getAttribute(CERTIFICATES) instanceof X509Certificate[] chain
                && chain.length > 0
                && names(chain[0], identity)) renew();
        else context.abortWith(Response.status(Response.Status.FORBIDDEN).build());
    }

    /** Whether the certificate is this identity's: its only URI. */
    static boolean names(X509Certificate certificate, String identity) {
        try {
            var names = certificate.getSubjectAlternativeNames();
            return names != null
                    && names.stream()
                            .filter(name -> Integer.valueOf(URI_NAME).equals(name.get(0)))
                            .map(name -> String.valueOf(name.get(1)))
                            .toList()
                            .equals(List.of(identity));
        } catch (CertificateParsingException e) {
            return false;
        }
    }

    private synchronized void renew() {
        for (var connector : ServletContextHandler.getCurrentServletContextHandler()
                .getServer()
                .getConnectors()) {
            if (connector.getConnectionFactory(SslConnectionFactory.class) instanceof SslConnectionFactory found)
                renew(found.getSslContextFactory());
        }
    }

    private void renew(SslContextFactory tls) {
        try {
            var modified = Files.getLastModifiedTime(tls.getKeyStoreResource().getPath());
            if (modified.equals(read)) return;
            tls.reload(same -> {});
            read = modified;
            LOG.info("The REST port's certificate was read");
        } catch (Exception e) {
            LOG.warn("The REST port keeps its certificate, since the new one cannot be read", e);
        }
    }

    @Override
    public String version() {
        return "1";
    }

    @Override
    public void close() {
        // Nothing is held open.
    }
}
