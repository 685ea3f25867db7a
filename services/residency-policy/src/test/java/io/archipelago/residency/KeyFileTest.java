package io.archipelago.residency;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class KeyFileTest {

    @TempDir
    Path folder;

    @Test
    void the_key_is_made_once_and_only_its_owner_can_read_it() throws Exception {
        var file = folder.resolve("region/ledger.key");
        var key = KeyFile.ledger(file);
        assertThat(KeyFile.ledger(file).publicKey()).isEqualTo(key.publicKey());
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
                .isEqualTo("rw-------");
        assertThat(file.getParent()).isDirectoryContaining(path -> path.equals(file));
    }

    @Test
    void the_key_of_pseudonyms_is_one_of_its_own() {
        var secret = KeyFile.pseudonyms(folder.resolve("pseudonym.key")).secret();
        assertThat(KeyFile.pseudonyms(folder.resolve("pseudonym.key")).secret()).isEqualTo(secret);
        assertThat(KeyFile.pseudonyms(folder.resolve("another.key")).secret()).isNotEqualTo(secret);
        assertThatThrownBy(() -> KeyFile.ledger(folder.resolve("pseudonym.key")))
                .hasMessageContaining("put back the one that was there");
    }

    /** A new key in its place would make two ledgers of one. */
    @Test
    void a_damaged_key_is_not_replaced() throws Exception {
        var file = folder.resolve("ledger.key");
        Files.writeString(file, "nonsense");
        assertThatThrownBy(() -> KeyFile.ledger(file)).hasMessageContaining("put back the one that was there");
        assertThat(file).hasContent("nonsense");
    }
}
