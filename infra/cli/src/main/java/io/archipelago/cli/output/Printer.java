package io.archipelago.cli.output;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.dataformat.yaml.YAMLGenerator;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;

/** Writes whole answers for programs. */
public final class Printer {
    private static final JsonMapper JSON = JsonMapper.builder().build();

    private Printer() {}

    public static void json(Object value) {
        try {
            System.out.println(JSON.writerWithDefaultPrettyPrinter().writeValueAsString(value));
        } catch (JsonProcessingException e) {
            throw new IllegalStateException(e);
        }
    }

    /** One line, for the last line of a benchmark and the like. */
    public static String compact(Object value) {
        try {
            return JSON.writeValueAsString(value);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException(e);
        }
    }

    /** A list becomes a multi-document text that {@code apply -f -} takes back. */
    public static void yaml(JsonNode value) {
        if (value.path("items").isArray()) value.path("items").forEach(Printer::document);
        else document(value);
    }

    private static void document(JsonNode value) {
        ObjectMapper yaml = YAMLMapper.builder()
                .enable(YAMLGenerator.Feature.MINIMIZE_QUOTES)
                .build();
        try {
            System.out.print(yaml.writeValueAsString(value));
        } catch (JsonProcessingException e) {
            throw new IllegalStateException(e);
        }
    }
}
