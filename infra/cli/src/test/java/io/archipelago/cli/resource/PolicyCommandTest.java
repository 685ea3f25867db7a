package io.archipelago.cli.resource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.archipelago.cli.Archipelago;
import io.archipelago.cli.ExitCode;
import io.archipelago.cli.Failure;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class PolicyCommandTest {

    private static final Instant NOON = Instant.parse("2026-11-25T12:00:00Z");

    @Test
    void since_is_a_span_or_a_time() {
        assertThat(PolicyCommand.Preview.since("90d", NOON)).isEqualTo(NOON.minus(Duration.ofDays(90)));
        assertThat(PolicyCommand.Preview.since("12h", NOON)).isEqualTo("2026-11-25T00:00:00Z");
        assertThat(PolicyCommand.Preview.since("30m", NOON)).isEqualTo("2026-11-25T11:30:00Z");
        assertThat(PolicyCommand.Preview.since("2026-01-01T00:00:00Z", NOON)).isEqualTo("2026-01-01T00:00:00Z");
        assertThatThrownBy(() -> PolicyCommand.Preview.since("yesterday", NOON))
                .isInstanceOf(Failure.class)
                .hasMessageContaining("90d, 12h");
    }

    @Test
    void a_draft_must_be_named() {
        assertThat(Archipelago.run("policy", "preview")).isEqualTo(ExitCode.USAGE);
    }
}
