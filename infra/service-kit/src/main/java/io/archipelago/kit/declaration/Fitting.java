package io.archipelago.kit.declaration;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.BooleanNode;
import com.fasterxml.jackson.databind.node.DecimalNode;
import com.fasterxml.jackson.databind.node.DoubleNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.LongNode;
import com.fasterxml.jackson.databind.node.NullNode;
import com.fasterxml.jackson.databind.node.TextNode;
import io.archipelago.kit.core.Rejection.FieldError;
import java.lang.reflect.InvocationTargetException;
import java.math.BigDecimal;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Fits what was written into the shape the contract asks for, and notes every place where it does not fit. The outcome
 * is JSON that the record of the contract can be read from, if no error was noted.
 */
final class Fitting {

    /** Longer quantities are refused unread: a few characters such as 1e999999999 would cost gigabytes. */
    private static final Pattern REASONABLE = Pattern.compile("[^eE]{1,40}([eE][-+]?[0-9]{1,2})?");

    private static final JsonNodeFactory JSON = JsonNodeFactory.instance;

    private final int document;
    private final List<FieldError> errors;

    Fitting(int document, List<FieldError> errors) {
        this.document = document;
        this.errors = errors;
    }

    JsonNode fit(Tree tree, Shape shape, String path) {
        return switch (shape) {
            case Shape.Fields fields when tree instanceof Tree.Mapping mapping -> fields(mapping, fields, path);
            case Shape.MapOf map when tree instanceof Tree.Mapping mapping -> map(mapping, map, path);
            case Shape.ListOf list when tree instanceof Tree.Sequence sequence -> list(sequence, list, path);
            case Shape.Fields fields -> wrong(tree, path, "expected fields (" + names(fields) + ")");
            case Shape.MapOf map -> wrong(tree, path, "expected a mapping of names to values");
            case Shape.ListOf list -> wrong(tree, path, "expected a list");
            case Shape.Quantity quantity when tree instanceof Tree.Scalar scalar -> quantity(scalar, quantity, path);
            case Shape.Quantity quantity -> wrong(tree, path, "expected a quantity");
            case Shape.Words words when tree instanceof Tree.Scalar scalar -> word(scalar, words, path);
            case Shape.Words words -> wrong(tree, path, "expected one of " + String.join(", ", words.allowed()));
            case Shape.Whole whole -> whole(tree, whole, path);
            case Shape.Plain plain -> plain(tree, plain, path);
        };
    }

    private JsonNode fields(Tree.Mapping mapping, Shape.Fields fields, String path) {
        var fitted = JSON.objectNode();
        mapping.fields().forEach((name, field) -> {
            var part = fields.parts().get(name);
            var fieldPath = Paths.child(path, name);
            if (part == null)
                note(
                        fieldPath,
                        field.line(),
                        "unknown field '" + name + "'"
                                + Spelling.hint(name, fields.parts().keySet()));
            else if (!field.value().isNothing()) fitted.set(name, fit(field.value(), part.shape(), fieldPath));
        });
        fields.parts().forEach((name, part) -> {
            var field = mapping.fields().get(name);
            if (part.required() && (field == null || field.value().isNothing()))
                note(
                        Paths.child(path, name),
                        field == null ? mapping.line() : field.line(),
                        field == null ? "is required" : "is required, but nothing is written there");
        });
        return fitted;
    }

    private JsonNode map(Tree.Mapping mapping, Shape.MapOf map, String path) {
        var fitted = JSON.objectNode();
        mapping.fields()
                .forEach((name, field) -> fitted.set(name, fit(field.value(), map.value(), Paths.child(path, name))));
        return fitted;
    }

    private JsonNode list(Tree.Sequence sequence, Shape.ListOf list, String path) {
        var fitted = JSON.arrayNode(sequence.items().size());
        for (var item : sequence.items()) fitted.add(fit(item, list.item(), path + "[" + fitted.size() + "]"));
        return fitted;
    }

    private JsonNode quantity(Tree.Scalar scalar, Shape.Quantity quantity, String path) {
        if (!REASONABLE.matcher(scalar.text()).matches())
            return wrong(scalar, path, "expected a quantity of at most 40 characters");
        try {
            var unused = quantity.creator().invoke(null, scalar.text());
            return scalar.type() == Tree.Type.NUMBER
                    ? DecimalNode.valueOf(new BigDecimal(scalar.text()))
                    : TextNode.valueOf(scalar.text());
        } catch (InvocationTargetException e) {
            return note(
                    path, scalar.line(), String.valueOf(e.getTargetException().getMessage()));
        } catch (IllegalAccessException e) {
            throw new IllegalStateException(quantity.creator() + " of the contract must be public", e);
        }
    }

    private JsonNode word(Tree.Scalar scalar, Shape.Words words, String path) {
        return words.allowed().contains(scalar.text())
                ? TextNode.valueOf(scalar.text())
                : wrong(
                        scalar,
                        path,
                        "expected one of " + String.join(", ", words.allowed())
                                + Spelling.hint(scalar.text(), words.allowed()));
    }

    private JsonNode whole(Tree tree, Shape.Whole whole, String path) {
        if (!(tree instanceof Tree.Scalar(int line, var type, var text)
                && type == Tree.Type.NUMBER
                && REASONABLE.matcher(text).matches())) return wrong(tree, path, "expected a whole number");
        try {
            long value = new BigDecimal(text).longValueExact();
            if (value >= whole.min() && value <= whole.max()) return LongNode.valueOf(value);
        } catch (ArithmeticException e) {
            // said below
        }
        return note(path, line, text + " is not a whole number from " + whole.min() + " to " + whole.max());
    }

    private JsonNode plain(Tree tree, Shape.Plain plain, String path) {
        if (plain == Shape.Plain.ANYTHING) return anything(tree);
        if (!(tree instanceof Tree.Scalar scalar)) return wrong(tree, path, "expected " + expected(plain));
        return switch (plain) {
            case TEXT ->
                scalar.type() == Tree.Type.TEXT
                        ? TextNode.valueOf(scalar.text())
                        : wrong(tree, path, "expected text (in quotes, if it looks like something else)");
            case DECIMAL -> decimal(scalar, path);
            case TRUTH ->
                scalar.type() == Tree.Type.BOOLEAN
                        ? BooleanNode.valueOf(scalar.text().equals("true"))
                        : wrong(tree, path, "expected true or false");
            case TIME -> {
                var time = time(scalar.text());
                yield time == null ? wrong(tree, path, "expected " + expected(plain)) : TextNode.valueOf(time);
            }
            case ANYTHING -> anything(tree);
        };
    }

    private static String expected(Shape.Plain plain) {
        return switch (plain) {
            case TEXT -> "text";
            case DECIMAL -> "a number";
            case TRUTH -> "true or false";
            case TIME -> "a date or a time in UTC, such as 2027-01-31 or 2027-01-31T06:00:00Z";
            case ANYTHING -> "anything";
        };
    }

    private JsonNode decimal(Tree.Scalar scalar, String path) {
        if (scalar.type() != Tree.Type.NUMBER) return wrong(scalar, path, "expected a number");
        double value = Double.parseDouble(scalar.text());
        return Double.isFinite(value) ? DoubleNode.valueOf(value) : wrong(scalar, path, "expected a smaller number");
    }

    /** A date alone means its first moment in UTC. */
    private static @Nullable String time(String text) {
        try {
            return (text.length() == 10
                            ? LocalDate.parse(text).atStartOfDay().toInstant(ZoneOffset.UTC)
                            : Instant.parse(text))
                    .toString();
        } catch (DateTimeException e) {
            return null;
        }
    }

    private static JsonNode anything(Tree tree) {
        return switch (tree) {
            case Tree.Mapping mapping -> {
                var object = JSON.objectNode();
                for (Map.Entry<String, Tree.Field> field : mapping.fields().entrySet())
                    object.set(field.getKey(), anything(field.getValue().value()));
                yield object;
            }
            case Tree.Sequence sequence -> {
                var array = JSON.arrayNode();
                for (var item : sequence.items()) array.add(anything(item));
                yield array;
            }
            case Tree.Scalar(int line, var type, var text) ->
                switch (type) {
                    case TEXT -> TextNode.valueOf(text);
                    case BOOLEAN -> BooleanNode.valueOf(text.equals("true"));
                    case NOTHING -> NullNode.instance;
                    case NUMBER -> DoubleNode.valueOf(Double.parseDouble(text));
                };
        };
    }

    private static String names(Shape.Fields fields) {
        return String.join(", ", fields.parts().keySet());
    }

    private JsonNode wrong(Tree tree, String path, String expected) {
        return note(path, tree.line(), expected + ", found " + tree.described());
    }

    private JsonNode note(String path, int line, String detail) {
        errors.add(new FieldError(document, path, line, detail));
        return NullNode.instance;
    }
}
