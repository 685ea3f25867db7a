package io.archipelago.events.observability;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * The state of one directed link of the backbone, judged at its receiving end. The body of
 * {@code observability.links.v1}; key {@code from->to}.
 *
 * @param state up, slow or silent
 * @param lagMsP50 age of a probe at arrival
 * @param lost probes that never came
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record LinkHealth(
        String from,
        String to,
        String state,
        @Nullable Instant lastWordAt,
        @Nullable Double lagMsP50,
        @Nullable Double lagMsP99,
        long received,
        long lost,
        Instant since) {}
