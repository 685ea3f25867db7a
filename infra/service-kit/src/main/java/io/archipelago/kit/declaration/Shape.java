package io.archipelago.kit.declaration;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.databind.JsonNode;
import java.lang.reflect.AnnotatedParameterizedType;
import java.lang.reflect.AnnotatedType;
import java.lang.reflect.Constructor;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.lang.reflect.RecordComponent;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** What may stand at a place of a document, read from the records of the contract: their types and their nullness. */
sealed interface Shape {

    /** The fields of a record, by name. */
    record Fields(Class<?> type, Map<String, Part> parts) implements Shape {}

    /** @param required the record's constructor does not take null for it */
    record Part(Shape shape, boolean required) {}

    record ListOf(Shape item) implements Shape {}

    record MapOf(Shape value) implements Shape {}

    /** A record written as one word or number, such as {@code 500m}. */
    record Quantity(Method creator) implements Shape {}

    record Words(List<String> allowed) implements Shape {}

    record Whole(long min, long max) implements Shape {}

    enum Plain implements Shape {
        TEXT,
        DECIMAL,
        TRUTH,
        TIME,
        ANYTHING
    }

    Map<Class<?>, Fields> KNOWN = new ConcurrentHashMap<>();

    /** The shape of a record of the contract. */
    static Fields of(Class<?> type) {
        var known = KNOWN.get(type);
        if (known != null) return known;
        var parts = new LinkedHashMap<String, Part>();
        var components = type.getRecordComponents();
        var parameters = canonicalConstructor(type, components).getAnnotatedParameterTypes();
        for (int i = 0; i < components.length; i++)
            parts.put(
                    components[i].getName(),
                    new Part(of(parameters[i]), !parameters[i].isAnnotationPresent(Nullable.class)));
        var fields = new Fields(type, parts);
        KNOWN.put(type, fields);
        return fields;
    }

    private static Constructor<?> canonicalConstructor(Class<?> type, RecordComponent[] components) {
        try {
            return type.getDeclaredConstructor(
                    Stream.of(components).map(RecordComponent::getType).toArray(Class<?>[]::new));
        } catch (NoSuchMethodException e) {
            throw new IllegalArgumentException(type + " is not a record", e);
        }
    }

    private static Shape of(AnnotatedType annotated) {
        if (annotated instanceof AnnotatedParameterizedType generic) {
            var arguments = generic.getAnnotatedActualTypeArguments();
            return arguments.length == 1 ? new ListOf(of(arguments[0])) : new MapOf(of(arguments[1]));
        }
        if (!(annotated.getType() instanceof Class<?> type))
            throw new IllegalArgumentException("declarations cannot hold " + annotated);
        if (type == String.class) return Plain.TEXT;
        if (type == int.class || type == Integer.class) return new Whole(Integer.MIN_VALUE, Integer.MAX_VALUE);
        if (type == long.class || type == Long.class) return new Whole(Long.MIN_VALUE, Long.MAX_VALUE);
        if (type == double.class || type == Double.class) return Plain.DECIMAL;
        if (type == boolean.class || type == Boolean.class) return Plain.TRUTH;
        if (type == Instant.class) return Plain.TIME;
        if (type == JsonNode.class) return Plain.ANYTHING;
        if (type.isEnum())
            return new Words(
                    Stream.of(type.getEnumConstants()).map(String::valueOf).toList());
        return Stream.of(type.getDeclaredMethods())
                .filter(method ->
                        Modifier.isStatic(method.getModifiers()) && method.isAnnotationPresent(JsonCreator.class))
                .findFirst()
                .<Shape>map(Quantity::new)
                .orElseGet(() -> of(type));
    }
}
