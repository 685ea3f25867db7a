package io.archipelago.kit.api;

import com.fasterxml.jackson.core.JsonProcessingException;
import io.archipelago.events.EventJson;
import io.quarkus.vertx.http.runtime.filters.Filters;
import io.vertx.core.http.HttpHeaders;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;

/** Bodies above 10 MB are refused before they are read: with the length announced at once, else while they come in. */
@Singleton
class BodyLimit {

    private static final long LIMIT_BYTES = 10L * 1024 * 1024;
    private static final int BEFORE_ALL_OTHERS = 1_000;

    static final Problem TOO_LARGE = Problem.of(
            413,
            "too-large",
            "Body too large",
            "at most 10 MB in one request; send the documents in several, each request is applied as a whole");

    void refuseAnnounced(@Observes Filters filters) {
        filters.register(
                request -> {
                    if (length(request) > LIMIT_BYTES) refuse(request);
                    else request.next();
                },
                BEFORE_ALL_OTHERS);
    }

    void refuseUnannounced(@Observes Router router) {
        router.errorHandler(413, BodyLimit::refuse);
    }

    private static long length(RoutingContext request) {
        var announced = request.request().getHeader(HttpHeaders.CONTENT_LENGTH);
        try {
            return announced == null ? 0 : Long.parseLong(announced);
        } catch (NumberFormatException malformed) {
            return 0;
        }
    }

    private static void refuse(RoutingContext request) {
        try {
            var body = EventJson.MAPPER.writeValueAsString(TOO_LARGE);
            var answer = request.response()
                    .setStatusCode(413)
                    .putHeader(HttpHeaders.CONTENT_TYPE, Problem.MEDIA_TYPE)
                    .putHeader(HttpHeaders.CONNECTION, "close");
            var unused = answer.end(body);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException(e);
        }
    }
}
