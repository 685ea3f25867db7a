package io.archipelago.cli.migrate;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.regex.Pattern;

/** Why a part has no counterpart: the first pattern that its path matches as a whole. */
final class Reasons {
    private final Map<Pattern, String> reasons = new LinkedHashMap<>();

    Reasons with(String path, String why) {
        reasons.put(Pattern.compile(path), why);
        return this;
    }

    String of(String path) {
        return reasons.entrySet().stream()
                .filter(reason -> reason.getKey().matcher(path).matches())
                .map(Map.Entry::getValue)
                .findFirst()
                .orElse("has no counterpart");
    }
}
