package io.archipelago.kit.declaration;

/** A text, or a part of it, that cannot be made out at all. */
final class Unreadable extends Exception {
    private static final long serialVersionUID = 1;
    private final int line;

    Unreadable(int line, String detail) {
        super(detail, null, false, false);
        this.line = line;
    }

    int line() {
        return line;
    }

    String detail() {
        return String.valueOf(getMessage());
    }
}
