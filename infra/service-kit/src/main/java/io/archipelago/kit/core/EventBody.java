package io.archipelago.kit.core;

import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.JavaType;
import com.fasterxml.jackson.databind.type.TypeFactory;
import io.archipelago.events.resource.Declared;

/** How the body of a topic's events is read. {@code raw} hands over the bytes as they came. */
public record EventBody(JavaType type, boolean raw) {

    public static EventBody of(Class<?> body) {
        return new EventBody(TypeFactory.defaultInstance().constructType(body), false);
    }

    public static EventBody of(TypeReference<?> body) {
        return new EventBody(TypeFactory.defaultInstance().constructType(body), false);
    }

    /** A {@link Declared} entity with this spec. */
    public static EventBody declared(Class<?> spec) {
        return new EventBody(TypeFactory.defaultInstance().constructParametricType(Declared.class, spec), false);
    }

    public static EventBody rawBytes() {
        return new EventBody(TypeFactory.defaultInstance().constructType(byte[].class), true);
    }
}
