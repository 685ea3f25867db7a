package io.archipelago.residency.domain;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * What would settle a denial: asked of the rules that would allow it, if only something were known or in place.
 *
 * @param provisions that speak of the class
 * @param known the class, as the law knows it
 */
record Questions(List<Provision> provisions, String known, Action action, int place, Circumstances circumstances) {

    /** Of a denial by what policies say otherwise: their own rules might have allowed it. */
    List<String> of(BitSet members, List<Provision> by) {
        var policies = by.stream()
                .filter(provision -> provision.denies() && provision.otherwise())
                .map(Provision::policy)
                .collect(Collectors.toSet());
        return policies.isEmpty() ? List.of() : List.copyOf(near(members, policies));
    }

    /** Of a denial by default. */
    String which(String dataClass, String whose, BitSet open) {
        var near = near(open, null);
        var what = action == Action.SEND ? "sending " : action == Action.STORE ? "storing " : "processing ";
        return "no rule in force allows " + what + dataClass + " data of " + whose
                + (action == Action.SEND ? " to " : " in ") + Country.code(place) + ": "
                + (near.isEmpty() ? "which law or agreement does?" : String.join("; ", near));
    }

    /** @param policies whose rules are asked; null for all */
    private Set<String> near(BitSet members, @Nullable Set<String> policies) {
        var questions = new LinkedHashSet<String>();
        var purposes = new ArrayList<@Nullable String>(circumstances.purposes());
        if (purposes.isEmpty()) purposes.add(null);
        for (var provision : provisions) {
            if (provision.denies() || provision.otherwise()) continue;
            if (policies != null && !policies.contains(provision.policy())) continue;
            if (!provision.speaksOf(members, action, place)) continue;
            for (var purpose : purposes) {
                var facts = new Proviso.Facts(known, action, Country.code(place), purpose, circumstances);
                var own = provision.proviso().questions(facts);
                if (!own.isEmpty()) questions.add(provision.name() + " would: " + String.join(" ", own));
            }
        }
        return questions;
    }
}
