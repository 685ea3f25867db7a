package io.archipelago.kit.api;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyOrder;
import io.archipelago.kit.core.Rejection;
import io.archipelago.kit.core.Rejection.FieldError;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.Response;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * RFC 9457.
 *
 * @param type {@code urn:archipelago:problem:<name>}; the same for every occurrence, fit for programs
 * @param title what {@code type} means, for a person
 * @param detail what is wrong this time and what to do
 * @param instance of an unexpected failure: what to look for in the log
 * @param errors one for each bad field
 */
@JsonInclude(JsonInclude.Include.NON_EMPTY)
@JsonPropertyOrder({"type", "title", "status", "detail", "instance", "errors"})
public record Problem(
        String type,
        String title,
        int status,
        String detail,
        @Nullable String instance,
        List<FieldError> errors) {

    public static final String MEDIA_TYPE = "application/problem+json";
    private static final String TYPE_PREFIX = "urn:archipelago:problem:";

    public static Problem of(int status, String type, String title, String detail) {
        return new Problem(TYPE_PREFIX + type, title, status, detail, null, List.of());
    }

    public static Problem of(Rejection rejection) {
        return new Problem(
                TYPE_PREFIX + rejection.type(),
                rejection.title(),
                rejection.status(),
                rejection.detail(),
                null,
                rejection.errors());
    }

    static Problem unexpected(String incident) {
        return new Problem(
                TYPE_PREFIX + "unexpected",
                "Unexpected failure",
                500,
                "this is a defect, not your mistake; the service's log says more under " + incident,
                "urn:uuid:" + incident,
                List.of());
    }

    Response response() {
        var response = Response.status(status).type(MEDIA_TYPE).entity(this);
        return (status == 503 ? response.header(HttpHeaders.RETRY_AFTER, "1") : response).build();
    }
}
