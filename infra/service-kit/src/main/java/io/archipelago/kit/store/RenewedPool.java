package io.archipelago.kit.store;

import io.quarkus.reactive.pg.client.PgPoolCreator;
import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.net.PemKeyCertOptions;
import io.vertx.core.net.PemTrustOptions;
import io.vertx.pgclient.PgBuilder;
import io.vertx.pgclient.PgConnectOptions;
import io.vertx.sqlclient.Pool;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * Opens each connection to the database with the certificate and the authorities that their files hold at that time, so
 * that they are renewed below a running service. The driver would read them once.
 */
@Singleton
public final class RenewedPool implements PgPoolCreator {

    @Override
    public Pool create(Input input) {
        var described = input.pgConnectOptionsList().getFirst();
        return PgBuilder.pool()
                .with(input.poolOptions())
                .connectingTo(() -> Future.succeededFuture(asOfNow(described)))
                .using(input.vertx())
                .build();
    }

    /**
     * The same with what is in the files instead of their names: the driver knows options it has seen by their content.
     *
     * @throws UncheckedIOException when a file cannot be read
     */
    static PgConnectOptions asOfNow(PgConnectOptions described) {
        var options = new PgConnectOptions(described);
        if (described.getKeyCertOptions() instanceof PemKeyCertOptions files) {
            var read = new PemKeyCertOptions();
            files.getKeyPaths().forEach(path -> read.addKeyValue(content(path)));
            files.getCertPaths().forEach(path -> read.addCertValue(content(path)));
            options.setKeyCertOptions(read);
        }
        if (described.getTrustOptions() instanceof PemTrustOptions files) {
            var read = new PemTrustOptions();
            files.getCertPaths().forEach(path -> read.addCertValue(content(path)));
            options.setTrustOptions(read);
        }
        return options;
    }

    private static Buffer content(String path) {
        try {
            return Buffer.buffer(Files.readAllBytes(Path.of(path)));
        } catch (IOException e) {
            throw new UncheckedIOException(path + " cannot be read", e);
        }
    }
}
