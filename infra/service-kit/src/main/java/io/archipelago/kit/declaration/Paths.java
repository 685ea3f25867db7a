package io.archipelago.kit.declaration;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/** Paths to fields as people read them: {@code spec.demand[2].area}, {@code metadata.labels["example.com/team"]}. */
final class Paths {

    private static final Pattern PLAIN = Pattern.compile("[A-Za-z0-9_-]+");
    private static final Pattern STEP = Pattern.compile("\\[\"([^\"]*)\"]|\\[([0-9]+)]|([^.\\[]+)");

    private Paths() {}

    static String child(String parent, String field) {
        if (!PLAIN.matcher(field).matches()) return parent + "[\"" + field.replace('"', '\'') + "\"]";
        return parent.isEmpty() ? field : parent + "." + field;
    }

    /** The line of the field, or of the nearest one around it that was written. */
    static int line(Tree document, String path) {
        var tree = document;
        int line = tree.line();
        for (var step : steps(path)) {
            switch (tree) {
                case Tree.Mapping mapping
                when mapping.fields().get(step) instanceof Tree.Field field -> {
                    tree = field.value();
                    line = field.line();
                }
                case Tree.Sequence sequence
                when isIndex(step, sequence) -> {
                    tree = sequence.items().get(Integer.parseInt(step));
                    line = tree.line();
                }
                default -> {
                    return line;
                }
            }
        }
        return line;
    }

    private static boolean isIndex(String step, Tree.Sequence sequence) {
        return step.length() < 9
                && step.chars().allMatch(c -> c >= '0' && c <= '9')
                && Integer.parseInt(step) < sequence.items().size();
    }

    private static List<String> steps(String path) {
        var steps = new ArrayList<String>();
        var matcher = STEP.matcher(path);
        while (matcher.find())
            for (int group = 1; group <= 3; group++) if (matcher.group(group) != null) steps.add(matcher.group(group));
        return steps;
    }
}
