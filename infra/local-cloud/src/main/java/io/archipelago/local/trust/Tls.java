package io.archipelago.local.trust;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.Certificate;
import javax.net.ssl.KeyManager;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocketFactory;
import javax.net.ssl.TrustManager;
import javax.net.ssl.TrustManagerFactory;
import javax.net.ssl.X509ExtendedKeyManager;
import org.jspecify.annotations.Nullable;

/** What Java's own TLS wants, from the files that everyone else reads. */
public final class Tls {

    /** The files' mode keeps others out, no password does. */
    private static final char[] NO_PASSWORD = {};

    private static final String TYPE = "PKCS12";

    private Tls() {}

    /** Sockets that prove the identity of a credential, to servers that one of the authorities in a file vouches for. */
    static SSLSocketFactory sockets(Path credential, Path authority) throws IOException {
        try {
            return context(new KeyManager[] {keys(credential)}, trust(authority))
                    .getSocketFactory();
        } catch (GeneralSecurityException e) {
            throw new IOException(credential + " cannot be used: " + e.getMessage(), e);
        }
    }

    /**
     * Sockets of somebody who proves nothing, to servers that an authority vouches for.
     *
     * @param authority its certificate as PEM
     */
    public static SSLSocketFactory trusting(Path authority) throws IOException {
        try {
            return context(null, trust(authority)).getSocketFactory();
        } catch (GeneralSecurityException e) {
            throw new IOException(authority + " cannot be used: " + e.getMessage(), e);
        }
    }

    /** For a server that proves itself and asks nobody for a certificate. */
    static SSLContext server(KeyManager keys) {
        try {
            return context(new KeyManager[] {keys}, null);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("this JDK cannot do " + Trust.PROTOCOL, e);
        }
    }

    private static SSLContext context(KeyManager @Nullable [] keys, TrustManager @Nullable [] trusted)
            throws GeneralSecurityException {
        var context = SSLContext.getInstance(Trust.PROTOCOL);
        context.init(keys, trusted, null);
        return context;
    }

    /** @throws IOException when it is no credential */
    static X509ExtendedKeyManager keys(Path credential) throws IOException {
        try {
            var keys = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
            keys.init(withKey(empty(), credential), NO_PASSWORD);
            return (X509ExtendedKeyManager) keys.getKeyManagers()[0];
        } catch (GeneralSecurityException e) {
            throw new IOException(credential + " cannot be used: " + e.getMessage(), e);
        }
    }

    private static TrustManager[] trust(Path authority) throws GeneralSecurityException, IOException {
        var trusted = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        trusted.init(withAuthority(empty(), authority));
        return trusted.getTrustManagers();
    }

    /** Both in one PKCS#12 store without a password. */
    static byte[] store(Path credential, Path authority) throws IOException {
        try {
            var out = new ByteArrayOutputStream();
            withAuthority(withKey(empty(), credential), authority).store(out, NO_PASSWORD);
            return out.toByteArray();
        } catch (GeneralSecurityException e) {
            throw new IOException(credential + " cannot be put into a store: " + e.getMessage(), e);
        }
    }

    private static KeyStore empty() throws GeneralSecurityException, IOException {
        var store = KeyStore.getInstance(TYPE);
        store.load(null, null);
        return store;
    }

    private static KeyStore withKey(KeyStore store, Path credential) throws GeneralSecurityException, IOException {
        Certificate[] chain = {Pem.certificate(credential)};
        store.setKeyEntry("identity", Pem.key(credential), NO_PASSWORD, chain);
        return store;
    }

    private static KeyStore withAuthority(KeyStore store, Path authority) throws GeneralSecurityException, IOException {
        int number = 0;
        for (var trusted : Pem.certificates(authority)) store.setCertificateEntry("authority-" + number++, trusted);
        return store;
    }
}
