package io.archipelago.local.part;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.archipelago.local.LocalCloudException;
import io.archipelago.local.PartName;
import io.archipelago.local.PartState;
import io.archipelago.local.process.Command;
import io.archipelago.local.process.LogFile;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ScheduledExecutorService;
import org.awaitility.Awaitility;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PartTest {
    private static final Duration SOON = Duration.ofSeconds(20);

    @TempDir
    private Path folder;

    private final ScheduledExecutorService timer = Executors.newSingleThreadScheduledExecutor();
    private final LinkedBlockingQueue<String> notices = new LinkedBlockingQueue<>();
    private @Nullable Part part;

    @AfterEach
    void nothing_is_left_running() {
        if (part != null) part.kill(PartState.DOWN);
        timer.shutdownNow();
    }

    @Test
    void it_is_ready_when_it_answers_and_down_when_stopped() throws Exception {
        var server = part("touch ready; sleep 100", SOON);
        server.start();
        assertThat(server.state()).isEqualTo(PartState.READY);
        assertThat(server.status().pid()).isNotNull();
        assertThat(folder.resolve("eu-central.kafka")).exists();
        server.stop(PartState.DOWN);
        assertThat(server.state()).isEqualTo(PartState.DOWN);
        assertThat(server.status().pid()).isNull();
        assertThat(folder.resolve("eu-central.kafka")).doesNotExist();
    }

    @Test
    void what_dies_is_started_again_and_counted() throws Exception {
        var server = part("touch ready; sleep 100", SOON);
        server.start();
        var first = server.status().pid();
        ProcessHandle.of(first).orElseThrow().destroyForcibly();
        Awaitility.await()
                .atMost(SOON)
                .until(() -> server.state() == PartState.READY
                        && !first.equals(server.status().pid()));
        assertThat(server.status().restarts()).isOne();
        assertThat(notices).anyMatch(notice -> notice.contains("ended with code 137"));
    }

    @Test
    void what_was_taken_down_on_purpose_stays_down_until_it_is_started() throws Exception {
        var server = part("touch ready; sleep 100", SOON);
        server.start();
        server.kill(PartState.TAKEN_DOWN);
        assertThat(server.state()).isEqualTo(PartState.TAKEN_DOWN);
        assertThat(server.status().restarts()).isZero();
        assertThat(notices).isEmpty();
        server.start();
        assertThat(server.state()).isEqualTo(PartState.READY);
    }

    @Test
    void once_the_cloud_goes_down_nothing_starts_any_more() throws Exception {
        var server = part("touch ready; sleep 100", SOON);
        server.close();
        assertThatThrownBy(server::start).hasMessageContaining("the cloud is going down");
        assertThat(server.status().pid()).isNull();
    }

    @Test
    void one_that_dies_while_it_starts_says_why_and_stays_down() throws Exception {
        var server = part("echo 'No space left on device'; exit 1", SOON);
        assertThatThrownBy(server::start)
                .isInstanceOf(LocalCloudException.class)
                .hasMessageContaining("eu-central/kafka ended while it started")
                .hasMessageContaining("the disk is full")
                .hasMessageContaining("kafka.log");
        assertThat(server.state()).isEqualTo(PartState.DOWN);
    }

    @Test
    void one_that_never_answers_is_ended_at_its_limit() throws Exception {
        var server = part("sleep 100", Duration.ofMillis(300));
        assertThatThrownBy(server::start).hasMessageContaining("did not answer within");
        assertThat(server.state()).isEqualTo(PartState.DOWN);
        assertThat(server.status().pid()).isNull();
    }

    @Test
    void a_port_that_another_program_holds_is_named() throws Exception {
        try (var other = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            var server = new Part(spec("sleep 100", SOON, other.getLocalPort()), folder, timer, notices::add);
            assertThatThrownBy(server::start)
                    .isInstanceOf(LocalCloudException.class)
                    .hasMessageContaining("needs port " + other.getLocalPort());
        }
    }

    private Part part(String script, Duration readyLimit) throws Exception {
        int port;
        try (var free = new ServerSocket(0)) {
            port = free.getLocalPort();
        }
        part = new Part(spec(script, readyLimit, port), folder, timer, notices::add);
        return part;
    }

    /** Counts as ready when its process has made a file of that name, which each start makes anew. */
    private PartSpec spec(String script, Duration readyLimit, int port) {
        return new PartSpec(
                "eu-central",
                PartName.KAFKA,
                new LogFile(folder.resolve("kafka.log")),
                "127.0.0.1:" + port,
                port,
                () -> {
                    Files.deleteIfExists(folder.resolve("ready"));
                    return Command.of(folder, List.of("bash", "-c", script));
                },
                () -> Files.exists(folder.resolve("ready")),
                readyLimit,
                "TERM",
                Duration.ofSeconds(5));
    }
}
