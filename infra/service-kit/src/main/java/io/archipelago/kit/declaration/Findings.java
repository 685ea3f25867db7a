package io.archipelago.kit.declaration;

import io.archipelago.kit.core.Rejection.FieldError;
import java.util.ArrayList;
import java.util.List;

/** What rules have to say of one declaration: mistakes, which refuse it, and conditions, which only tell. */
public final class Findings {
    private final int document;
    private final List<FieldError> mistakes = new ArrayList<>();
    private final List<Condition> conditions = new ArrayList<>();

    public Findings(int document) {
        this.document = document;
    }

    /**
     * Refuses the declaration.
     *
     * @param path such as {@code spec.demand[2].area}
     * @param detail what is wrong and what to do
     */
    public void mistake(String path, String detail) {
        mistakes.add(new FieldError(document, path, null, detail));
    }

    /** Accepts the declaration but lets everybody see that something is missing. */
    public void condition(Condition condition) {
        conditions.add(condition);
    }

    public List<FieldError> mistakes() {
        return List.copyOf(mistakes);
    }

    public List<Condition> conditions() {
        return List.copyOf(conditions);
    }
}
