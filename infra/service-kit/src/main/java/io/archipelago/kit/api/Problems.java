package io.archipelago.kit.api;

import com.fasterxml.jackson.core.JacksonException;
import com.fasterxml.jackson.core.JsonParseException;
import com.fasterxml.jackson.databind.JsonMappingException;
import com.fasterxml.jackson.databind.exc.MismatchedInputException;
import io.archipelago.kit.core.Rejection;
import io.archipelago.kit.core.Rejection.FieldError;
import io.archipelago.kit.runtime.Rejected;
import jakarta.ws.rs.WebApplicationException;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.UriInfo;
import java.util.List;
import java.util.UUID;
import java.util.stream.Collectors;
import org.jboss.logging.Logger;
import org.jboss.resteasy.reactive.server.ServerExceptionMapper;
import org.jspecify.annotations.Nullable;

/** Turns whatever a request runs into into a {@link Problem}. */
class Problems {

    private static final Logger LOG = Logger.getLogger(Problems.class);

    @ServerExceptionMapper
    Response refused(Rejected refusal) {
        return Problem.of(refusal.rejection()).response();
    }

    @ServerExceptionMapper(priority = 100)
    Response malformed(JacksonException unreadable) {
        return malformedJson(unreadable).response();
    }

    /** Stands here by itself since the platform brings a mapper of its own for it. */
    @ServerExceptionMapper
    Response mismatched(MismatchedInputException unreadable) {
        return malformedJson(unreadable).response();
    }

    @ServerExceptionMapper
    Response failed(WebApplicationException failure, UriInfo uri, HttpHeaders headers) {
        return switch (failure.getCause()) {
            case JacksonException unreadable -> malformedJson(unreadable).response();
            case null, default -> byStatus(failure, uri, headers);
        };
    }

    @ServerExceptionMapper
    Response unexpected(Throwable failure) {
        var incident = UUID.randomUUID().toString();
        LOG.errorf(failure, "event=unexpected incident=%s", incident);
        return Problem.unexpected(incident).response();
    }

    private Response byStatus(WebApplicationException failure, UriInfo uri, HttpHeaders headers) {
        int status = failure.getResponse().getStatus();
        return switch (status) {
            case 400 ->
                Problem.of(400, "malformed", "Malformed input", text(failure)).response();
            case 404 ->
                Problem.of(
                                404,
                                "not-found",
                                "Not found",
                                "there is nothing at " + uri.getRequestUri().getPath())
                        .response();
            case 405 -> allowing(failure, Problem.of(405, "method-not-allowed", "Method not allowed", text(failure)));
            case 406 ->
                Problem.of(406, "not-acceptable", "Not acceptable", "the answer is JSON")
                        .response();
            case 413 -> BodyLimit.TOO_LARGE.response();
            case 415 -> unsupported(headers.getHeaderString(HttpHeaders.CONTENT_TYPE));
            default -> {
                if (status < 400) yield failure.getResponse();
                yield status < 500
                        ? Problem.of(status, "refused", "Refused", text(failure))
                                .response()
                        : unexpected(failure);
            }
        };
    }

    private static Response allowing(WebApplicationException failure, Problem problem) {
        var allow = failure.getResponse().getHeaderString(HttpHeaders.ALLOW);
        return allow == null
                ? problem.response()
                : Response.fromResponse(problem.response())
                        .header(HttpHeaders.ALLOW, allow)
                        .build();
    }

    private static Response unsupported(@Nullable String contentType) {
        var detail = contentType == null
                ? "say what the body is: header Content-Type"
                : "'" + contentType + "' is not taken here; declarations are application/yaml or application/json";
        return Problem.of(415, "unsupported-media-type", "Unsupported media type", detail)
                .response();
    }

    private static String text(Throwable failure) {
        return failure.getMessage() == null ? failure.getClass().getSimpleName() : failure.getMessage();
    }

    private static Problem malformedJson(JacksonException unreadable) {
        var place = unreadable.getLocation();
        @Nullable Integer line = place == null || place.getLineNr() < 1 ? null : place.getLineNr();
        var detail = unreadable.getOriginalMessage();
        var path = unreadable instanceof JsonMappingException mapping ? path(mapping) : "";
        if (unreadable instanceof JsonParseException || path.isEmpty())
            return Problem.of(new Rejection(
                    400,
                    "malformed",
                    "Malformed input",
                    "not JSON: " + detail + (line == null ? "" : " (line " + line + ")"),
                    List.of()));
        return Problem.of(Rejection.invalid(List.of(new FieldError(0, path, line, detail))));
    }

    private static String path(JsonMappingException mapping) {
        return mapping.getPath().stream()
                .map(step -> step.getFieldName() == null ? "[" + step.getIndex() + "]" : step.getFieldName())
                .collect(Collectors.joining("."))
                .replace(".[", "[");
    }
}
