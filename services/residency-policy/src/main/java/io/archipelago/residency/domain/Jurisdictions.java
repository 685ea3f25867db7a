package io.archipelago.residency.domain;

import io.archipelago.events.residency.JurisdictionGroupSpec;
import io.archipelago.events.resource.Declared;
import io.archipelago.events.resource.Kind;
import io.archipelago.kit.declaration.Findings;
import io.archipelago.kit.declaration.Spelling;
import io.archipelago.kit.declaration.View;
import java.util.List;
import java.util.TreeSet;
import java.util.stream.Collectors;

/** Checks what policies and groups write where a jurisdiction belongs. */
final class Jurisdictions {

    private Jurisdictions() {}

    /** Countries, groups that are declared, or {@code *} for all. */
    static void check(List<String> names, String path, View view, Findings findings) {
        if (names.isEmpty()) findings.mistake(path, "is empty: name countries or groups, or '*' for all");
        each(names, path, view, findings);
    }

    /** As {@link #check}, but there need not be any, and {@code *} would leave nothing. */
    static void checkExceptions(List<String> names, String path, View view, Findings findings) {
        int everybody = names.indexOf("*");
        if (everybody >= 0)
            findings.mistake(path + "[" + everybody + "]", "'*' excepts everything: leave the rule out instead");
        else each(names, path, view, findings);
    }

    private static void each(List<String> names, String path, View view, Findings findings) {
        for (int i = 0; i < names.size(); i++) {
            var name = names.get(i);
            if (name.equals("*") || Country.isCode(name) || isGroup(name, view)) continue;
            var groups = view.all(Kind.JURISDICTION_GROUP, JurisdictionGroupSpec.class).stream()
                    .map(Declared::name)
                    .map(Code::calledName)
                    .collect(Collectors.toCollection(TreeSet::new));
            var known = new TreeSet<>(groups);
            known.addAll(Country.codes());
            findings.mistake(
                    path + "[" + i + "]",
                    "'" + name + "' is neither an ISO 3166-1 country code nor a declared group"
                            + Spelling.hint(name, known)
                            + (groups.isEmpty()
                                    ? " No group is declared here"
                                    : " Groups: " + String.join(", ", groups)));
        }
    }

    private static boolean isGroup(String name, View view) {
        var declared = name.toLowerCase(java.util.Locale.ROOT);
        return name.equals(Code.calledName(declared)) && view.has(Kind.JURISDICTION_GROUP, declared);
    }

    static void countries(List<String> codes, String path, Findings findings) {
        for (int i = 0; i < codes.size(); i++) country(codes.get(i), path + "[" + i + "]", findings);
    }

    static void country(String code, String path, Findings findings) {
        if (!Country.isCode(code))
            findings.mistake(
                    path,
                    "'" + code + "' is not an ISO 3166-1 country code of two capital letters"
                            + Spelling.hint(code, Country.codes()));
    }
}
