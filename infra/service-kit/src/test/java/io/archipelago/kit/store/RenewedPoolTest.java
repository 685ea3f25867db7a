package io.archipelago.kit.store;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.net.PemKeyCertOptions;
import io.vertx.core.net.PemTrustOptions;
import io.vertx.pgclient.PgConnectOptions;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RenewedPoolTest {

    @TempDir
    private Path folder;

    /** The driver makes new TLS settings for options whose JSON it has not seen. */
    @Test
    void a_connection_has_the_certificate_and_the_authorities_of_its_moment() throws IOException {
        var described = new PgConnectOptions()
                .setHost("database")
                .setKeyCertOptions(new PemKeyCertOptions()
                        .addKeyPath(file("service.pem", "key 1"))
                        .addCertPath(file("service.crt", "certificate 1")))
                .setTrustOptions(new PemTrustOptions().addCertPath(file("authority.pem", "authority 1")));
        var first = RenewedPool.asOfNow(described).toJson();
        assertThat(RenewedPool.asOfNow(described).toJson()).isEqualTo(first);
        for (var renewed : new String[] {"service.pem", "service.crt", "authority.pem"}) {
            var before = RenewedPool.asOfNow(described).toJson();
            var unused = file(renewed, "of the next");
            assertThat(RenewedPool.asOfNow(described).toJson()).as(renewed).isNotEqualTo(before);
        }
        assertThat(RenewedPool.asOfNow(described).getHost()).isEqualTo("database");
    }

    @Test
    void without_files_nothing_is_read() {
        var described = new PgConnectOptions().setHost("database");
        assertThat(RenewedPool.asOfNow(described).toJson()).isEqualTo(described.toJson());
    }

    private String file(String name, String content) throws IOException {
        return Files.writeString(folder.resolve(name), content).toString();
    }
}
