package io.archipelago.local.trust;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.List;
import java.util.function.Supplier;
import javax.net.ssl.SSLSocketFactory;
import org.jspecify.annotations.Nullable;

/** TLS sockets of an identity: with the certificate that its file holds when they are asked for. */
final class RenewedSockets implements Supplier<SSLSocketFactory> {
    private final Supplier<Path> credential;
    private final Supplier<Path> authority;
    private @Nullable SSLSocketFactory sockets;
    private List<FileTime> read = List.of();

    RenewedSockets(Supplier<Path> credential, Supplier<Path> authority) {
        this.credential = credential;
        this.authority = authority;
    }

    /** @throws UncheckedIOException when a file cannot be read */
    @Override
    public synchronized SSLSocketFactory get() {
        try {
            var file = credential.get();
            var believed = authority.get();
            var modified = List.of(Files.getLastModifiedTime(file), Files.getLastModifiedTime(believed));
            if (sockets != null && modified.equals(read)) return sockets;
            read = modified;
            return sockets = Tls.sockets(file, believed);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
