package io.archipelago.kit.declaration;

import java.util.List;
import java.util.Map;

/** A document as it was written, before any type is known. Lines count from 1. */
sealed interface Tree {

    /** How deep documents may nest; the declared kinds need about eight. */
    int MAX_DEPTH = 50;

    int line();

    /** What it is, in the words of an error message. */
    String described();

    /** @param fields in the order written */
    record Mapping(int line, Map<String, Field> fields) implements Tree {
        @Override
        public String described() {
            return "a mapping of fields";
        }
    }

    /** @param line of the field's name */
    record Field(int line, Tree value) {}

    record Sequence(int line, List<Tree> items) implements Tree {
        @Override
        public String described() {
            return "a list";
        }
    }

    record Scalar(int line, Type type, String text) implements Tree {
        private static final int SHOWN_CHARACTERS = 60;

        @Override
        public String described() {
            var shown = text.length() <= SHOWN_CHARACTERS ? text : text.substring(0, SHOWN_CHARACTERS) + "…";
            return switch (type) {
                case TEXT -> "the text '" + shown + "'";
                case NUMBER -> "the number " + shown;
                case BOOLEAN -> "the truth value " + shown;
                case NOTHING -> "nothing";
            };
        }
    }

    enum Type {
        TEXT,
        NUMBER,
        BOOLEAN,
        NOTHING
    }

    /** True for a null: a field written without a value counts as absent. */
    default boolean isNothing() {
        return this instanceof Scalar scalar && scalar.type() == Type.NOTHING;
    }
}
