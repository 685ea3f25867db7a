package io.archipelago.kit.declaration;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import io.archipelago.kit.core.Rejection.FieldError;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Reads JSON: one document after the other, or a list of documents. */
final class JsonTrees {

    private static final JsonFactory FACTORY = JsonFactory.builder()
            .streamReadConstraints(StreamReadConstraints.builder()
                    .maxNestingDepth(Tree.MAX_DEPTH)
                    .build())
            .build();

    private final List<Tree> documents = new ArrayList<>();
    private final List<FieldError> repeated = new ArrayList<>();
    private final int first;
    private final int lineOffset;

    private JsonTrees(int first, int lineOffset) {
        this.first = first;
        this.lineOffset = lineOffset;
    }

    /**
     * @param first the position of the first document in the whole text
     * @param lineOffset lines of the whole text before this part
     * @param errors takes repeated keys, with which reading can go on
     */
    static List<Tree> read(String text, int first, int lineOffset, List<FieldError> errors) throws Unreadable {
        var reading = new JsonTrees(first, lineOffset);
        try (var parser = FACTORY.createParser(text)) {
            reading.documents(parser);
        } catch (JsonProcessingException e) {
            throw new Unreadable(reading.line(e.getLocation()), "not JSON: " + e.getOriginalMessage());
        } catch (IOException e) {
            throw new IllegalStateException("a text in memory cannot fail to be read", e);
        }
        errors.addAll(reading.repeated);
        return reading.documents;
    }

    private void documents(JsonParser parser) throws IOException {
        for (var token = parser.nextToken(); token != null; token = parser.nextToken()) {
            if (token == JsonToken.START_ARRAY)
                while (parser.nextToken() != JsonToken.END_ARRAY) documents.add(tree(parser, ""));
            else documents.add(tree(parser, ""));
        }
    }

    private int line(@Nullable JsonLocation location) {
        return lineOffset + (location == null ? 1 : location.getLineNr());
    }

    private Tree tree(JsonParser parser, String path) throws IOException {
        int line = line(parser.currentTokenLocation());
        return switch (parser.currentToken()) {
            case START_OBJECT -> mapping(parser, line, path);
            case START_ARRAY -> {
                var items = new ArrayList<Tree>();
                while (parser.nextToken() != JsonToken.END_ARRAY)
                    items.add(tree(parser, path + "[" + items.size() + "]"));
                yield new Tree.Sequence(line, items);
            }
            case VALUE_STRING -> new Tree.Scalar(line, Tree.Type.TEXT, parser.getText());
            case VALUE_NUMBER_INT, VALUE_NUMBER_FLOAT -> new Tree.Scalar(line, Tree.Type.NUMBER, parser.getText());
            case VALUE_TRUE, VALUE_FALSE -> new Tree.Scalar(line, Tree.Type.BOOLEAN, parser.getText());
            default -> new Tree.Scalar(line, Tree.Type.NOTHING, "");
        };
    }

    private Tree mapping(JsonParser parser, int line, String path) throws IOException {
        var fields = new LinkedHashMap<String, Tree.Field>();
        while (parser.nextToken() != JsonToken.END_OBJECT) {
            int keyLine = line(parser.currentTokenLocation());
            var key = parser.currentName();
            parser.nextToken();
            var fieldPath = Paths.child(path, key);
            var earlier = fields.putIfAbsent(key, new Tree.Field(keyLine, tree(parser, fieldPath)));
            if (earlier != null)
                repeated.add(new FieldError(
                        first + documents.size(),
                        fieldPath,
                        keyLine,
                        "is written twice, first in line " + earlier.line()));
        }
        return new Tree.Mapping(line, fields);
    }
}
