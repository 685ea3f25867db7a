package io.archipelago.kit.api;

import com.fasterxml.jackson.core.JsonProcessingException;
import io.archipelago.events.EventJson;
import io.quarkus.vertx.http.runtime.filters.Filters;
import io.vertx.core.http.HttpHeaders;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import org.jspecify.annotations.Nullable;

/**
 * Bodies above 10 MB are refused before they are read. For that their length must be known beforehand: a body that
 * comes in chunks would be gathered in memory whatever its size, so it is refused as well.
 */
@Singleton
class BodyLimit {

    private static final long LIMIT_BYTES = 10L * 1024 * 1024;
    private static final int BEFORE_ALL_OTHERS = 1_000;

    static final Problem TOO_LARGE = Problem.of(
            413,
            "too-large",
            "Body too large",
            "at most 10 MB in one request; send the documents in several, each request is applied as a whole");

    private static final Problem LENGTH_REQUIRED =
            Problem.of(411, "length-required", "Length required", "say how long the body is: header Content-Length");

    void refuse(@Observes Filters filters) {
        filters.register(
                request -> {
                    var problem = problem(request);
                    if (problem == null) request.next();
                    else answer(request, problem);
                },
                BEFORE_ALL_OTHERS);
    }

    private static @Nullable Problem problem(RoutingContext request) {
        var headers = request.request().headers();
        if (headers.contains(HttpHeaders.TRANSFER_ENCODING)) return LENGTH_REQUIRED;
        var length = headers.get(HttpHeaders.CONTENT_LENGTH);
        return length != null && length.matches("[0-9]{1,18}") && Long.parseLong(length) > LIMIT_BYTES
                ? TOO_LARGE
                : null;
    }

    private static void answer(RoutingContext request, Problem problem) {
        try {
            var body = EventJson.MAPPER.writeValueAsString(problem);
            var unused = request.response()
                    .setStatusCode(problem.status())
                    .putHeader(HttpHeaders.CONTENT_TYPE, Problem.MEDIA_TYPE)
                    .putHeader(HttpHeaders.CONNECTION, "close")
                    .end(body);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException(e);
        }
    }
}
