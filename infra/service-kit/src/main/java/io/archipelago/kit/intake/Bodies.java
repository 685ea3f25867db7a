package io.archipelago.kit.intake;

import com.fasterxml.jackson.core.JacksonException;
import com.fasterxml.jackson.databind.JsonMappingException;
import com.fasterxml.jackson.databind.ObjectReader;
import io.archipelago.events.EventJson;
import io.archipelago.kit.core.EventBody;
import io.archipelago.kit.core.Tombstone;
import java.io.IOException;
import java.util.HashMap;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Reads the values of records into what a core understands. */
public final class Bodies {

    /** The value is not what its topic carries. */
    public static final class Unreadable extends Exception {
        private static final long serialVersionUID = 1;

        Unreadable(String message) {
            super(message, null, false, false);
        }
    }

    /** By topic, as named in the region that writes it; null for raw bytes. */
    private final Map<String, @Nullable ObjectReader> readers = new HashMap<>();

    public Bodies(Map<String, EventBody> events) {
        events.forEach(
                (topic, body) -> readers.put(topic, body.raw() ? null : EventJson.MAPPER.readerFor(body.type())));
    }

    /** True when the topic carries bytes that mean nothing to anyone but the core. */
    public boolean raw(String topic) {
        return readers.containsKey(topic) && readers.get(topic) == null;
    }

    public boolean knows(String topic) {
        return readers.containsKey(topic);
    }

    /** @throws Unreadable with the path of the field that is wrong, for a person */
    public Object read(String topic, byte @Nullable [] value) throws Unreadable {
        if (value == null) return Tombstone.TOMBSTONE;
        var reader = readers.get(topic);
        if (reader == null) return value;
        try {
            @Nullable Object body = reader.readValue(value);
            if (body == null) throw new Unreadable("the body is null");
            return body;
        } catch (JsonMappingException e) {
            throw new Unreadable("at " + path(e) + ": " + e.getOriginalMessage());
        } catch (JacksonException e) {
            var place = e.getLocation();
            throw new Unreadable("not JSON: " + e.getOriginalMessage()
                    + (place == null ? "" : " (line " + place.getLineNr() + ", column " + place.getColumnNr() + ")"));
        } catch (IOException e) {
            throw new Unreadable(String.valueOf(e.getMessage()));
        }
    }

    private static String path(JsonMappingException e) {
        var path = e.getPath().stream()
                .map(step -> step.getFieldName() == null ? "[" + step.getIndex() + "]" : step.getFieldName())
                .collect(Collectors.joining("."))
                .replace(".[", "[");
        return path.isEmpty() ? "the top" : path;
    }
}
