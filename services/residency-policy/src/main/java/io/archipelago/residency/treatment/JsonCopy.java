package io.archipelago.residency.treatment;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.io.StringWriter;

/** Writes JSON as it is read: numbers digit by digit, whatever their size. */
final class JsonCopy {

    private JsonCopy() {}

    /** The value at which the parser stands, to its end. */
    static void copy(JsonParser in, JsonGenerator out) throws IOException {
        int depth = 0;
        while (true) {
            var token = in.currentToken();
            switch (token) {
                case FIELD_NAME -> out.writeFieldName(in.currentName());
                case VALUE_NUMBER_INT, VALUE_NUMBER_FLOAT -> out.writeNumber(in.getText());
                default -> out.copyCurrentEvent(in);
            }
            if (token.isStructStart()) depth++;
            if (token.isStructEnd()) depth--;
            if (depth == 0) return;
            if (in.nextToken() == null) throw new IOException("ends in the middle");
        }
    }

    /** Of a string its characters; of anything else how it is written, without white space. */
    static String text(JsonParser in, JsonFactory json) throws IOException {
        return in.currentToken() == JsonToken.VALUE_STRING ? in.getText() : json(in, json);
    }

    /** How it is written, without white space. */
    static String json(JsonParser in, JsonFactory json) throws IOException {
        var text = new StringWriter();
        try (var out = json.createGenerator(text)) {
            copy(in, out);
        }
        return text.toString();
    }
}
