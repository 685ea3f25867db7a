package io.archipelago.cli.migrate;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** A label selector as Kubernetes defines it. */
final class Selector {
    private Selector() {}

    static boolean matches(Part selector, Map<String, String> labels) {
        for (var wanted : selector.at("matchLabels").entries().entrySet())
            if (!wanted.getValue().equals(labels.get(wanted.getKey()))) return false;
        for (var wish : selector.at("matchExpressions").items()) {
            var value = labels.get(wish.at("key").text());
            var values = wish.at("values").texts();
            boolean holds =
                    switch (wish.at("operator").text()) {
                        case "In" -> value != null && values.contains(value);
                        case "NotIn" -> value == null || !values.contains(value);
                        case "Exists" -> value != null;
                        case "DoesNotExist" -> value == null;
                        default -> false;
                    };
            if (!holds) return false;
        }
        return true;
    }

    /** As a person reads it. */
    static String told(Part selector) {
        List<String> wishes = new ArrayList<>();
        selector.at("matchLabels").entries().forEach((key, value) -> wishes.add(key + "=" + value));
        for (var wish : selector.at("matchExpressions").items())
            wishes.add((wish.at("key").text() + " " + wish.at("operator").text() + " "
                            + String.join(", ", wish.at("values").texts()))
                    .strip());
        return String.join(" and ", wishes);
    }
}
