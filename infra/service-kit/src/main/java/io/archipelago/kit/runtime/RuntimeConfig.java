package io.archipelago.kit.runtime;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.time.Duration;

/** How the loop around a core paces itself. Environment: {@code ARCHIPELAGO_RUNTIME_BATCH_SIZE}, … */
@ConfigMapping(prefix = "archipelago.runtime")
public interface RuntimeConfig {

    /** Inputs decided and stored in one transaction, at most. */
    @WithDefault("500")
    int batchSize();

    /** Commands that may wait for their turn; one more is answered 503. */
    @WithDefault("1000")
    int waitingCommands();

    /** How long a person waits for a command to become durable before the answer is 503. */
    @WithDefault("PT10S")
    Duration commandPatience();

    /** Time between two ticks. */
    @WithDefault("PT1S")
    Duration tick();

    /** The first wait before a failed transaction is tried again; doubled each time. */
    @WithDefault("PT0.1S")
    Duration retryFrom();

    /** The longest wait before a failed transaction is tried again. */
    @WithDefault("PT2S")
    Duration retryUpTo();

    /**
     * How long the ids of handled inputs are kept to recognise repeats. Longer than any topic may be read again from
     * the start by accident, and than a mirror may lag.
     */
    @WithDefault("P7D")
    Duration inboxRetention();
}
