package io.archipelago.local.trust;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.security.Principal;
import java.security.PrivateKey;
import java.security.cert.X509Certificate;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.X509ExtendedKeyManager;
import org.jspecify.annotations.Nullable;

/**
 * What a server proves itself with: the key and certificate that its file holds when a connection begins. It waits for
 * nobody: a handshake that waited for a renewal would show a certificate its client has not heard of.
 */
final class RenewedKeyManager extends X509ExtendedKeyManager {

    private final Path credential;
    private @Nullable X509ExtendedKeyManager keys;
    private @Nullable FileTime read;

    RenewedKeyManager(Path credential) {
        this.credential = credential;
    }

    private synchronized X509ExtendedKeyManager keys() {
        try {
            var modified = Files.getLastModifiedTime(credential);
            if (keys != null && modified.equals(read)) return keys;
            read = modified;
            return keys = Tls.keys(credential);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public @Nullable String chooseEngineServerAlias(String type, Principal @Nullable [] issuers, SSLEngine engine) {
        return keys().chooseEngineServerAlias(type, issuers, engine);
    }

    @Override
    public @Nullable String chooseServerAlias(String type, Principal @Nullable [] issuers, Socket socket) {
        return keys().chooseServerAlias(type, issuers, socket);
    }

    @Override
    public @Nullable String chooseClientAlias(String[] types, Principal @Nullable [] issuers, Socket socket) {
        return keys().chooseClientAlias(types, issuers, socket);
    }

    @Override
    public String @Nullable [] getClientAliases(String type, Principal @Nullable [] issuers) {
        return keys().getClientAliases(type, issuers);
    }

    @Override
    public String @Nullable [] getServerAliases(String type, Principal @Nullable [] issuers) {
        return keys().getServerAliases(type, issuers);
    }

    @Override
    public X509Certificate @Nullable [] getCertificateChain(String alias) {
        return keys().getCertificateChain(alias);
    }

    @Override
    public @Nullable PrivateKey getPrivateKey(String alias) {
        return keys().getPrivateKey(alias);
    }
}
