package io.archipelago.residency.gate;

import io.archipelago.residency.domain.DataClass;
import io.archipelago.residency.domain.Law;
import io.archipelago.residency.treatment.ColumnPlan;
import io.archipelago.residency.treatment.PseudonymKey;
import io.archipelago.residency.treatment.Treater;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What one law and the declarations of a flow's columns make of the treatments that rules ask for. */
final class Care {

    /** Of a flow whose columns nobody has declared. */
    static final Care NONE = new Care(Decision.UNDECLARED, Columns.NONE, null);

    private final @Nullable Decision refused;
    private final Columns columns;
    private final @Nullable PseudonymKey key;
    private final Map<ColumnPlan, Treater> treaters = new HashMap<>();

    private Care(@Nullable Decision refused, Columns columns, @Nullable PseudonymKey key) {
        this.refused = refused;
        this.columns = columns;
        this.key = key;
    }

    /** @param terms on which the flow was decided; its columns may have been declared otherwise then */
    static Care of(Law law, Flow flow, Terms terms, PseudonymKey key) {
        if (!terms.columns().equals(flow.columns().fingerprint()))
            return new Care(Decision.TREATED_OTHERWISE, Columns.NONE, null);
        if (flow.columns().classes().isEmpty()) return NONE;
        boolean known = flow.columns().classes().values().stream()
                .allMatch(dataClass -> DataClass.nearest(dataClass, law.dataClasses()) != null);
        return new Care(known ? null : Decision.UNKNOWN_COLUMN, flow.columns(), key);
    }

    /**
     * Of a record that rules let cross with its columns treated.
     *
     * @param treatments by the data class of columns
     */
    Decision decide(String rules, Map<String, String> treatments) {
        if (refused != null || key == null) return refused == null ? Decision.UNDECLARED : refused;
        var plan = ColumnPlan.of(columns.owner(), columns.classes(), treatments);
        return Decision.crosses(rules, treaters.computeIfAbsent(plan, fresh -> new Treater(fresh, key)));
    }
}
