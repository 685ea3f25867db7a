package io.archipelago.local.process;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class LogFileTest {
    @TempDir
    private Path folder;

    @Test
    void a_full_log_moves_aside_while_its_process_goes_on_writing() throws Exception {
        var path = folder.resolve("kafka.log");
        var half = "x".repeat((int) (LogFile.LIMIT_BYTES / 2)) + "\n";
        var writer = Command.of(folder, List.of("bash", "-c", "cat big; cat big; read -r < go; echo after"));
        Files.writeString(folder.resolve("big"), half);
        assertThat(new ProcessBuilder("mkfifo", folder.resolve("go").toString())
                        .start()
                        .waitFor())
                .isZero();
        var process = writer.start(path);
        while (Files.size(path) < 2L * half.length()) Thread.onSpinWait();
        new LogFile(path).rotateWhenFull();
        assertThat(Files.size(path)).isZero();
        Files.writeString(folder.resolve("go"), "\n");
        process.waitFor();
        assertThat(Files.readString(path)).isEqualTo("after\n");
        assertThat(folder.resolve("kafka.log.1")).hasSize(2L * half.length());
    }

    @Test
    void a_log_with_room_stays() throws Exception {
        var path = Files.writeString(folder.resolve("kafka.log"), "one\ntwo\n");
        new LogFile(path).rotateWhenFull();
        assertThat(new LogFile(path).tail(1)).containsExactly("two");
        assertThat(folder.resolve("kafka.log.1")).doesNotExist();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "java.io.IOException: No space left on device | disk is full",
                "FATAL: could not write to file: No space left on device | disk is full",
                "Socket server failed to bind to 127.0.0.1:18192: Address already in use | took its port",
                "LOG: could not bind IPv4 address \"127.0.0.1\" | took its port",
                "java.lang.OutOfMemoryError: Java heap space | out of memory",
                "initdb: error while loading: libxml2.so: cannot open shared object file | library of the system"
            })
    void a_known_cause_of_death_is_named_with_what_to_do(String line, String cause) throws Exception {
        var path = Files.writeString(folder.resolve("some.log"), "fine\n" + line + "\nmore\n");
        assertThat(new LogFile(path).causeOfDeath())
                .hasValueSatisfying(said -> assertThat(said).contains(cause));
    }

    @Test
    void an_unknown_cause_is_not_guessed() throws Exception {
        var path = Files.writeString(folder.resolve("some.log"), "all is well\n");
        assertThat(new LogFile(path).causeOfDeath()).isEmpty();
        assertThat(new LogFile(folder.resolve("missing")).causeOfDeath()).isEmpty();
    }
}
