package io.archipelago.topology.access;

import java.io.IOException;
import java.security.KeyStore;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import javax.net.ssl.SSLEngine;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.security.auth.SslEngineFactory;
import org.apache.kafka.common.security.ssl.DefaultSslEngineFactory;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * TLS of Kafka's brokers and clients with the certificate and the authorities that their files hold now: each new
 * connection looks whether they have changed, so a certificate is renewed below a running process. Connections that
 * stand are left alone. Files that have become unreadable change nothing but the log.
 *
 * <p>Kafka itself reads them once in a client, and in a broker when someone alters its listener's settings.
 */
public final class RenewedSslEngineFactory implements SslEngineFactory {

    private static final Logger LOG = LoggerFactory.getLogger(RenewedSslEngineFactory.class);

    private Map<String, Object> configs = Map.of();
    private DefaultSslEngineFactory current = new DefaultSslEngineFactory();

    /** @throws KafkaException when a file cannot be read */
    @Override
    public synchronized void configure(Map<String, ?> configs) {
        this.configs = new HashMap<>(configs);
        current = made();
    }

    @Override
    public SSLEngine createClientSslEngine(String peerHost, int peerPort, String endpointIdentification) {
        return latest().createClientSslEngine(peerHost, peerPort, endpointIdentification);
    }

    @Override
    public SSLEngine createServerSslEngine(String peerHost, int peerPort) {
        return latest().createServerSslEngine(peerHost, peerPort);
    }

    private synchronized DefaultSslEngineFactory latest() {
        if (!current.shouldBeRebuilt(configs)) return current;
        try {
            current = made();
            LOG.info("Certificate read again: {}", configs.get("ssl.keystore.location"));
        } catch (KafkaException e) {
            LOG.warn("The certificate of before is used, since its file cannot be read", e);
        }
        return current;
    }

    private DefaultSslEngineFactory made() {
        var made = new DefaultSslEngineFactory();
        made.configure(configs);
        return made;
    }

    @Override
    public boolean shouldBeRebuilt(Map<String, Object> nextConfigs) {
        return latest().shouldBeRebuilt(nextConfigs);
    }

    @Override
    public Set<String> reconfigurableConfigs() {
        return latest().reconfigurableConfigs();
    }

    @Override
    public KeyStore keystore() {
        return latest().keystore();
    }

    @Override
    public KeyStore truststore() {
        return latest().truststore();
    }

    @Override
    public void close() throws IOException {
        latest().close();
    }
}
