package io.archipelago.placement.domain;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Finds the words for why a placement changed. */
final class Causes {
    private static final int TOLD = 3;

    private Causes() {}

    /**
     * @param before the cause of the placement so far; it stands when sites merely answered
     * @return what concerns the workload itself, else what concerns all, else what happened to others
     */
    static String of(Collection<Cause> causes, String workload, @Nullable String before) {
        var news = causes.stream()
                .filter(cause -> !cause.routine())
                .sorted(Comparator.comparing(Cause::at).thenComparing(Cause::text))
                .toList();
        var concerning = news.stream()
                .filter(cause -> cause.workload() == null || cause.workload().equals(workload))
                .toList();
        if (!concerning.isEmpty()) return join(concerning);
        if (before != null) return before;
        if (!news.isEmpty()) return join(news);
        return causes.stream()
                .map(Cause::text)
                .filter(Objects::nonNull)
                .findFirst()
                .orElse("planned again");
    }

    private static String join(List<Cause> causes) {
        var texts = new ArrayList<String>();
        for (var cause : causes) if (!texts.contains(cause.text())) texts.add(cause.text());
        int more = texts.size() - TOLD;
        return String.join("; ", texts.subList(0, Math.min(TOLD, texts.size())))
                + (more > 0 ? "; and " + more + " more" : "");
    }
}
