package io.archipelago.local.trust;

import static org.assertj.core.api.Assertions.assertThat;

import io.archipelago.local.Installation;
import io.archipelago.local.LocalRegion;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class IssuedTest {
    @TempDir
    private Path folder;

    @Test
    void every_identity_of_the_region_is_listed_with_the_end_of_its_life_and_no_peer() throws Exception {
        var issued = Issued.in(made());
        assertThat(issued)
                .extracting(Issued::identity)
                .containsExactly("spiffe://eu-central.archipelago", "spiffe://eu-central.archipelago/broker");
        assertThat(issued).allSatisfy(one -> assertThat(one.until()).isAfter(Instant.now()));
    }

    private Path made() {
        var installation = new Installation(folder, folder.resolve("state"));
        var unused = new Trust(installation).broker("eu-central", List.of(LocalRegion.ALL.get(1)));
        return installation.trust("eu-central");
    }
}
