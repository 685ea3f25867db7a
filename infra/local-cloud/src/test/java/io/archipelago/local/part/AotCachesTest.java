package io.archipelago.local.part;

import static org.assertj.core.api.Assertions.assertThat;

import io.archipelago.local.PartName;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AotCachesTest {
    @TempDir
    private Path folder;

    @Test
    void a_cache_is_good_for_the_jars_it_was_trained_with_and_no_others() throws Exception {
        var jar = Files.writeString(folder.resolve("a.jar"), "one");
        trainFor(jar);
        var caches = new AotCaches(folder.resolve("aot"), false);
        assertThat(caches.has(PartName.KAFKA, List.of(jar))).isTrue();
        assertThat(caches.flags(PartName.KAFKA, List.of(jar)).getFirst()).startsWith("-XX:AOTCache=");
        Files.writeString(jar, "rebuilt");
        assertThat(caches.has(PartName.KAFKA, List.of(jar))).isFalse();
        assertThat(caches.flags(PartName.KAFKA, List.of(jar))).isEmpty();
    }

    @Test
    void training_drops_what_was_trained_with_older_jars() throws Exception {
        var jar = Files.writeString(folder.resolve("a.jar"), "one");
        trainFor(jar);
        Files.writeString(jar, "rebuilt");
        trainFor(jar);
        var caches = new AotCaches(folder.resolve("aot"), false);
        assertThat(caches.has(PartName.KAFKA, List.of(jar))).isTrue();
        try (var left = Files.list(folder.resolve("aot"))) {
            assertThat(left).hasSize(1);
        }
    }

    @Test
    void what_is_trained_already_is_used_and_not_trained_again() throws Exception {
        var jar = Files.writeString(folder.resolve("a.jar"), "one");
        trainFor(jar);
        assertThat(new AotCaches(folder.resolve("aot"), true)
                        .flags(PartName.KAFKA, List.of(jar))
                        .getFirst())
                .startsWith("-XX:AOTCache=");
    }

    /** Stands in for the JVM, which writes the file that the flag names. */
    private void trainFor(Path jar) throws Exception {
        var flag = new AotCaches(folder.resolve("aot"), true)
                .flags(PartName.KAFKA, List.of(jar))
                .getFirst();
        Files.writeString(Path.of(flag.substring("-XX:AOTCacheOutput=".length())), "cache");
    }
}
