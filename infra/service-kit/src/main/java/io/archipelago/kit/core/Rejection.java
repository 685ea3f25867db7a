package io.archipelago.kit.core;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Why an input was refused, in the words of RFC 9457.
 *
 * @param status the HTTP status a person sees: 400, 404, 409, 413, 422, …
 * @param type ends the problem type {@code urn:archipelago:problem:<type>}
 * @param title what is wrong, the same for every occurrence
 * @param detail what is wrong this time and what to do
 * @param errors one for each bad field
 */
public record Rejection(int status, String type, String title, String detail, List<FieldError> errors) {

    /**
     * @param document the position in a multi-document body, from 0
     * @param path the bad field, such as {@code spec.capacity.cpu}
     * @param line in the text that was sent, from 1, if known
     */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    public record FieldError(
            int document, String path, @Nullable Integer line, String detail) {}

    public static Rejection notFound(String what) {
        return new Rejection(404, "not-found", "Not found", what + " does not exist here", List.of());
    }

    public static Rejection conflict(String detail) {
        return new Rejection(409, "conflict", "Conflict", detail, List.of());
    }

    public static Rejection malformed(String detail) {
        return new Rejection(400, "malformed", "Malformed input", detail, List.of());
    }

    public static Rejection invalid(List<FieldError> errors) {
        var detail = errors.size() == 1
                ? errors.getFirst().path() + ": " + errors.getFirst().detail()
                : errors.size() + " fields are wrong";
        return new Rejection(422, "invalid", "Invalid declaration", detail, List.copyOf(errors));
    }
}
