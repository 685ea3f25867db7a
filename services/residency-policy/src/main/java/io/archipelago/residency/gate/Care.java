package io.archipelago.residency.gate;

import io.archipelago.residency.domain.DataClass;
import io.archipelago.residency.domain.Law;
import io.archipelago.residency.keyring.Keyring;
import io.archipelago.residency.treatment.ColumnPlan;
import io.archipelago.residency.treatment.PseudonymKey;
import io.archipelago.residency.treatment.SubjectReader;
import io.archipelago.residency.treatment.Treater;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What one law and the declarations of a flow's columns make of the treatments that rules ask for. */
final class Care {

    /** Of a flow whose columns nobody has declared. */
    static final Care NONE = new Care(Decision.UNDECLARED, Columns.NONE, false, null, null);

    private final @Nullable Decision refused;
    private final Columns columns;
    private final boolean asked;
    private final @Nullable PseudonymKey key;
    private final @Nullable Keyring keyring;
    private final Map<ColumnPlan, Treater> treaters = new HashMap<>();

    private Care(
            @Nullable Decision refused,
            Columns columns,
            boolean asked,
            @Nullable PseudonymKey key,
            @Nullable Keyring keyring) {
        this.refused = refused;
        this.columns = columns;
        this.asked = asked;
        this.key = key;
        this.keyring = keyring;
    }

    /** @param terms on which the flow was decided; its columns may have been declared otherwise then */
    static Care of(Law law, Flow flow, Terms terms, PseudonymKey key, Keyring keyring) {
        if (!terms.columns().equals(flow.columns().fingerprint()))
            return new Care(Decision.TREATED_OTHERWISE, Columns.NONE, Columns.asks(terms.columns()), null, null);
        boolean asked = !flow.columns().encrypted().isEmpty();
        if (flow.columns().classes().isEmpty()) return new Care(Decision.UNDECLARED, Columns.NONE, asked, null, null);
        boolean known = flow.columns().classes().values().stream()
                .allMatch(dataClass -> DataClass.nearest(dataClass, law.dataClasses()) != null);
        return new Care(known ? null : Decision.UNKNOWN_COLUMN, flow.columns(), asked, key, keyring);
    }

    /** True when columns are treated whatever the law asks. */
    boolean isAsked() {
        return asked;
    }

    /** Whose keys some of what crosses is encrypted with; null when nothing is. */
    @Nullable
    SubjectReader encryptsFor() {
        var subject = columns.subject();
        boolean encrypts = treaters.keySet().stream().anyMatch(ColumnPlan::encrypts);
        return key == null || subject == null || !encrypts
                ? null
                : new SubjectReader(subject, columns.classes().keySet(), key);
    }

    /**
     * Of a record that rules let cross with its columns treated.
     *
     * @param treatments by the data class of columns
     */
    Decision decide(String rules, Map<String, String> treatments) {
        if (refused != null || key == null || keyring == null) return refused == null ? Decision.UNDECLARED : refused;
        var plan =
                ColumnPlan.of(columns.owner(), columns.subject(), columns.classes(), treatments, columns.encrypted());
        return Decision.crosses(rules, treaters.computeIfAbsent(plan, fresh -> new Treater(fresh, key, keyring)));
    }
}
