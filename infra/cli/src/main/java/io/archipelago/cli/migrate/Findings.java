package io.archipelago.cli.migrate;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** What has no counterpart, each with its path: nothing of a source is dropped in silence. */
final class Findings {
    private final List<String> lines = new ArrayList<>();

    /** @param where file and thing, such as {@code web.yaml Deployment/web} */
    void add(String where, String path, String why) {
        lines.add((path.isEmpty() ? where : where + " " + path) + ": " + why);
    }

    void add(String where, Part part, String why) {
        add(where, part.path(), why);
        part.use();
    }

    /** Tells all that nobody used, what stands side by side and has one reason in one line. */
    void unused(String where, List<Part> parts, Reasons reasons) {
        Map<String, List<String>> together = new LinkedHashMap<>();
        for (var part : parts) {
            int dot = part.path().lastIndexOf('.');
            var around = dot < 0 ? "" : part.path().substring(0, dot) + ".";
            together.computeIfAbsent(around + "\n" + reasons.of(part.path()), k -> new ArrayList<>())
                    .add(part.path().substring(dot + 1));
        }
        together.forEach((key, names) -> {
            var around = key.substring(0, key.indexOf('\n'));
            var written = names.size() == 1 ? names.getFirst() : "{" + String.join(", ", names) + "}";
            add(where, around + written, key.substring(key.indexOf('\n') + 1));
        });
    }

    List<String> lines() {
        return List.copyOf(lines);
    }
}
