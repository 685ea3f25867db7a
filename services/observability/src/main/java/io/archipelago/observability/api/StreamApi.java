package io.archipelago.observability.api;

import com.fasterxml.jackson.core.JsonProcessingException;
import io.archipelago.events.EventJson;
import io.archipelago.kit.api.Caller;
import io.archipelago.kit.api.Role;
import io.archipelago.kit.runtime.CoreRuntime;
import io.archipelago.observability.domain.Happening;
import io.archipelago.observability.domain.ObservabilityCore;
import io.archipelago.observability.domain.Picture;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.sse.OutboundSseEvent;
import jakarta.ws.rs.sse.Sse;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The live picture as server-sent events. Each reader is looked after four times a second, by a question that costs
 * nothing while nothing changed; without readers nothing runs.
 */
@Path("/api/v1/stream")
@RolesAllowed(Role.READER)
public class StreamApi {

    private static final Duration BEAT = Duration.ofMillis(250);
    /** What a reader that has seen nothing is told of the past. */
    private static final int LATEST = 50;

    private static final Duration QUIET = Duration.ofSeconds(3);

    private final CoreRuntime<ObservabilityCore> runtime;
    private final InstantSource clock = InstantSource.system();
    private final String run = Long.toString(clock.millis(), 36);

    private final Caller caller;

    StreamApi(CoreRuntime<ObservabilityCore> runtime, Caller caller) {
        this.runtime = runtime;
        this.caller = caller;
    }

    /**
     * Ends with the reader's token.
     *
     * @param lastEventId the last message a reader got before it lost the connection
     */
    @GET
    @Produces(MediaType.SERVER_SENT_EVENTS)
    public Multi<OutboundSseEvent> stream(
            @HeaderParam("Last-Event-ID") @Nullable String lastEventId, @Context Sse sse) {
        var reader = new Reader(Cursor.parse(lastEventId, run), sse);
        return Multi.createFrom()
                .ticks()
                .every(BEAT)
                .select()
                .first(rest())
                .onOverflow()
                .drop()
                .onItem()
                .transformToMultiAndConcatenate(
                        beat -> reader.next().onItem().transformToMulti(Multi.createFrom()::iterable));
    }

    /** Until the reader's token ends. One that just did was let in still, since clocks differ a little. */
    private Duration rest() {
        var rest = Duration.between(now(), caller.until());
        return rest.compareTo(BEAT) > 0 ? rest : BEAT;
    }

    /** What came since, asked of the core at one moment. */
    private record News(@Nullable Picture picture, List<Happening> happenings, long version, long sequence) {

        static News since(Cursor cursor, ObservabilityCore core, Instant now) {
            boolean forgotten = cursor.version() > core.version() || cursor.sequence() > core.lastSequence();
            long seen = forgotten ? ObservabilityCore.EVERYTHING : cursor.version();
            var happenings = cursor.sequence() < 0 || forgotten
                    ? Optional.<List<Happening>>empty()
                    : core.happeningsSince(cursor.sequence());
            if (cursor.sequence() >= 0 && happenings.isEmpty()) seen = ObservabilityCore.EVERYTHING;
            var picture = seen == core.version() ? null : core.picture(seen, now);
            return new News(
                    picture == null || picture.blank() ? null : picture,
                    happenings.orElseGet(() -> core.happenings(LATEST).reversed()),
                    core.version(),
                    core.lastSequence());
        }
    }

    /** One open connection. Its beats come one after the other. */
    private final class Reader {
        private final Sse sse;
        private Cursor cursor;
        private Instant lastSentAt = now();

        Reader(Cursor cursor, Sse sse) {
            this.cursor = cursor;
            this.sse = sse;
        }

        Uni<List<OutboundSseEvent>> next() {
            return runtime.query(core -> News.since(cursor, core, now()))
                    .map(this::messages)
                    .onFailure()
                    .recoverWithItem(this::quiet); // the core is starting again; the next beat asks anew
        }

        private List<OutboundSseEvent> messages(News news) {
            var before = cursor;
            cursor = new Cursor(run, news.version(), news.sequence());
            var messages = new ArrayList<OutboundSseEvent>();
            // The picture's message still bears the old sequence: a reader cut off between the two misses no event.
            if (news.picture() != null)
                messages.add(message(
                        "state-delta",
                        news.happenings().isEmpty() ? cursor : new Cursor(run, news.version(), before.sequence()),
                        news.picture()));
            if (!news.happenings().isEmpty()) messages.add(message("event", cursor, news.happenings()));
            if (messages.isEmpty()) return quiet();
            lastSentAt = now();
            return messages;
        }

        private List<OutboundSseEvent> quiet() {
            var now = now();
            if (Duration.between(lastSentAt, now).compareTo(QUIET) < 0) return List.of();
            lastSentAt = now;
            return List.of(message("heartbeat", cursor, Map.of("asOf", now)));
        }

        private OutboundSseEvent message(String name, Cursor id, Object data) {
            try {
                return sse.newEventBuilder()
                        .name(name)
                        .id(id.toString())
                        .data(String.class, EventJson.MAPPER.writeValueAsString(data))
                        .build();
            } catch (JsonProcessingException e) {
                throw new IllegalStateException("the picture cannot be written as JSON", e);
            }
        }
    }

    private Instant now() {
        return clock.instant().truncatedTo(ChronoUnit.MILLIS);
    }
}
