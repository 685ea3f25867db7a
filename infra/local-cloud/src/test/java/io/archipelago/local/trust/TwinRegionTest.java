package io.archipelago.local.trust;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.archipelago.topology.access.SpiffePrincipalBuilder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.apache.kafka.common.config.ConfigException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Attack: two regions with one name. A peer whose authority bears our trust domain could sign our operator. */
class TwinRegionTest {

    @TempDir
    private Path folder;

    private void believe(Authority... authorities) throws Exception {
        var bundle = new StringBuilder();
        for (var authority : authorities) bundle.append(Pem.of(authority.certificate()));
        var file = Files.writeString(folder.resolve("bundle.pem"), bundle);
        new SpiffePrincipalBuilder().configure(Map.of("ssl.truststore.location", file.toString()));
    }

    @Test
    void two_regions_with_one_name_are_not_believed_together() {
        var ours = Authority.make("eu-central");
        var twin = Authority.make("eu-central");
        var peer = Authority.make("us-east");
        assertThatCode(() -> believe(ours, peer, ours)).doesNotThrowAnyException();
        var next = ours.successor();
        assertThatCode(() -> believe(next, ours, peer)).doesNotThrowAnyException();
        assertThatCode(() -> believe(next.successor(), next, ours, peer)).doesNotThrowAnyException();
        assertThatThrownBy(() -> believe(twin.successor(), ours, peer)).isInstanceOf(ConfigException.class);
        assertThatThrownBy(() -> believe(ours, peer, twin))
                .isInstanceOf(ConfigException.class)
                .hasMessageContaining("two authorities that say they are spiffe://eu-central.archipelago");
    }
}
