package io.archipelago.local;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Of a cloud that does not run, so that only files are in play. */
class BackupTest {
    private static final String REGION = "us-east";

    @TempDir
    private Path folder;

    private Installation installation;
    private LocalCloud cloud;
    private Path database;
    private Path key;

    @BeforeEach
    void a_region() throws IOException {
        installation = new Installation(folder.resolve("project"), folder.resolve("state"));
        cloud = new LocalCloud(installation);
        database = installation.data(REGION).resolve("postgres/data/PG_VERSION");
        key = installation.data(REGION).resolve("ledger.key");
        Files.createDirectories(database.getParent());
        Files.writeString(database, "18");
        Files.writeString(key, "secret");
        Files.setPosixFilePermissions(key, PosixFilePermissions.fromString("rw-------"));
    }

    private Path backup() {
        var to = folder.resolve("backup");
        cloud.backup(REGION, to, step -> {});
        return to;
    }

    @Test
    void a_region_is_put_back_as_it_was_and_what_it_had_is_kept() throws IOException {
        var from = backup();
        Files.writeString(database, "19");
        Files.writeString(installation.data(REGION).resolve("later"), "gone");
        cloud.restore(REGION, from, step -> {});
        assertThat(database).hasContent("18");
        assertThat(installation.data(REGION).resolve("later")).doesNotExist();
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(key)))
                .isEqualTo("rw-------");
        assertThat(installation.data(REGION + ".replaced").resolve("later")).hasContent("gone");
    }

    @Test
    void a_backup_restores_a_cloud_that_was_wiped() throws IOException {
        var from = backup();
        cloud.down(true, step -> {});
        assertThat(database).doesNotExist();
        cloud.restore(REGION, from, step -> {});
        assertThat(database).hasContent("18");
    }

    @Test
    void a_backup_holds_keys_and_is_closed_to_others() throws IOException {
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(backup())))
                .isEqualTo("rwx------");
    }

    @Test
    void nothing_is_replaced_by_what_is_not_whole_or_not_its_own() throws IOException {
        var from = backup();
        assertThatThrownBy(() -> cloud.restore("eu-central", from, step -> {})).hasMessageContaining("of us-east");
        assertThatThrownBy(() -> cloud.backup(REGION, from, step -> {})).hasMessageContaining("is not empty");
        Files.delete(from.resolve("backup.json"));
        assertThatThrownBy(() -> cloud.restore(REGION, from, step -> {})).hasMessageContaining("not a whole backup");
        assertThat(database).hasContent("18");
    }
}
