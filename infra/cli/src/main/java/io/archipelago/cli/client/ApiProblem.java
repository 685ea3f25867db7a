package io.archipelago.cli.client;

import com.fasterxml.jackson.databind.JsonNode;

/** A service refused and said why, in the words of RFC 9457. */
public final class ApiProblem extends RuntimeException {
    private static final long serialVersionUID = 1;
    private final int status;
    private final transient JsonNode body;

    ApiProblem(int status, JsonNode body) {
        super(body.path("detail").asText(body.path("title").asText("HTTP " + status)));
        this.status = status;
        this.body = body;
    }

    @Override
    public String getMessage() {
        return String.valueOf(super.getMessage());
    }

    public int status() {
        return status;
    }

    /** The problem document; {@code errors} holds one entry per bad field. */
    public JsonNode body() {
        return body;
    }
}
