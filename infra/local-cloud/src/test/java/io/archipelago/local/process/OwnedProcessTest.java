package io.archipelago.local.process;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class OwnedProcessTest {
    @TempDir
    private Path folder;

    private final Process sleeper = start("sleep 100");

    @AfterEach
    void nothing_is_left_running() {
        sleeper.descendants().forEach(ProcessHandle::destroyForcibly);
        sleeper.destroyForcibly();
    }

    @Test
    void a_process_is_found_again_by_its_file() throws Exception {
        var file = folder.resolve("pids/eu-central.kafka");
        OwnedProcess.of(sleeper.pid()).orElseThrow().write(file);
        assertThat(OwnedProcess.read(file)).hasValueSatisfying(found -> {
            assertThat(found.pid()).isEqualTo(sleeper.pid());
            assertThat(found.isAlive()).isTrue();
        });
    }

    @Test
    void a_stranger_with_the_same_number_is_never_killed() throws Exception {
        var ours = OwnedProcess.of(sleeper.pid()).orElseThrow();
        var earlier = new OwnedProcess(ours.pid(), ours.startTicks() - 1, ours.boot());
        var beforeReboot = new OwnedProcess(ours.pid(), ours.startTicks(), "another boot");
        for (var stranger : new OwnedProcess[] {earlier, beforeReboot}) {
            stranger.write(folder.resolve("eu-central.kafka"));
            assertThat(new Leftovers(folder).end()).isZero();
            assertThat(stranger.isAlive()).isFalse();
        }
        assertThat(sleeper.isAlive()).isTrue();
        assertThat(folder).isEmptyDirectory();
    }

    @Test
    void leftovers_are_ended_with_all_they_started() throws Exception {
        var parent = start("sleep 100 & sleep 100 & wait");
        while (parent.descendants().count() < 2) Thread.onSpinWait();
        var children = parent.descendants().toList();
        OwnedProcess.of(parent.pid()).orElseThrow().write(folder.resolve("eu-central.postgres"));
        assertThat(new Leftovers(folder).end()).isOne();
        assertThat(parent.waitFor()).isNotZero();
        for (var child : children) child.onExit().join();
    }

    @Test
    void one_that_ignores_the_signal_is_killed_at_the_limit() throws Exception {
        var stubborn = start("trap '' TERM; echo deaf; while :; do sleep 1; done");
        stubborn.inputReader().readLine();
        assertThat(OwnedProcess.of(stubborn.pid()).orElseThrow().end("TERM", Duration.ofMillis(200)))
                .isFalse();
        assertThat(stubborn.waitFor()).isEqualTo(128 + 9);
    }

    @Test
    void one_that_obeys_is_not_killed() throws Exception {
        var obedient = start("trap 'exit 3' TERM; echo ready; while :; do sleep 0.05; done");
        obedient.inputReader().readLine();
        assertThat(OwnedProcess.of(obedient.pid()).orElseThrow().end("TERM", Duration.ofSeconds(10)))
                .isTrue();
        assertThat(obedient.waitFor()).isEqualTo(3);
    }

    @Test
    void a_file_that_says_nothing_is_no_process() throws Exception {
        for (var text : new String[] {"", "12", "a b c", "1 2 3 4"}) {
            var file = Files.writeString(folder.resolve("broken"), text);
            assertThat(OwnedProcess.read(file)).isEmpty();
        }
        assertThat(OwnedProcess.read(folder.resolve("missing"))).isEmpty();
    }

    @Test
    void use_counts_the_children_and_is_nothing_after_the_end() throws Exception {
        assertThat(ProcFs.useOf(ProcessHandle.current().pid()).rssBytes()).isGreaterThan(10L << 20);
        assertThat(ProcFs.useOf(ProcessHandle.current().pid()).cpuSeconds()).isPositive();
        sleeper.destroyForcibly().waitFor();
        assertThat(ProcFs.useOf(sleeper.pid())).isEqualTo(ProcFs.Use.NONE);
    }

    private static Process start(String script) {
        try {
            return new ProcessBuilder("bash", "-c", script).start();
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }
}
