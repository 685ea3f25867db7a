package io.archipelago.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * A command line as a page tells it, without what follows it as a remark.
 *
 * @param where file and line
 * @param words after {@code archipelago}; a synopsis may hold [optional] parts, (one | another), one|another, repeated…
 */
record Documented(String where, String words) {

    /** On a line of a code block, or of a comment in an example. */
    private static final Pattern BLOCK = Pattern.compile("^(?: {4,}|\\t|#\\s+)?(?:\\$ )?(?:\\./)?archipelago (.+)$");

    private static final Pattern INLINE = Pattern.compile("`\\./archipelago ([^`]+)`");
    /** What cli.md's table lists in its first column, verbs only. */
    private static final Pattern CELL = Pattern.compile("`([a-z][^`]*)`");

    private static final Pattern REMARK = Pattern.compile("\\s{2,}.*|\\s#\\s.*|\\s>\\s.*|\\s&&\\s.*");
    private static final Pattern OPTIONAL = Pattern.compile("\\[([^\\[\\]]*)]");
    private static final Pattern CHOICE = Pattern.compile("\\(([^()]*)\\)");

    static List<Documented> in(Path root, Path file) throws IOException {
        var found = new ArrayList<Documented>();
        var name = root.relativize(file).toString();
        var lines = Files.readAllLines(file);
        boolean fenced = false;
        for (int i = 0; i < lines.size(); i++) {
            var line = lines.get(i);
            var where = name + ":" + (i + 1);
            if (line.startsWith("```")) fenced = !fenced;
            var block = BLOCK.matcher(line);
            boolean code = fenced || !name.endsWith(".md") || line.startsWith("    ");
            if (code && block.matches())
                found.add(new Documented(where, REMARK.matcher(block.group(1)).replaceFirst("")));
            INLINE.matcher(line).results().forEach(m -> found.add(new Documented(where, m.group(1))));
            if (name.equals("docs/cli.md") && line.startsWith("| `")) {
                var cell = line.replace("\\|", "¦").split("\\|", 3)[1].replace('¦', '|');
                CELL.matcher(cell).results().forEach(m -> found.add(new Documented(where, m.group(1))));
            }
        }
        return found;
    }

    /** Every command line that is meant: with and without what is optional, with each choice. */
    List<List<String>> meant() {
        return unfolded(words.replace("…", ""))
                .distinct()
                .map(line -> List.of(line.strip().split("\\s+")))
                .toList();
    }

    private static Stream<String> unfolded(String line) {
        var optional = OPTIONAL.matcher(line);
        if (optional.find())
            return Stream.of("", optional.group(1))
                    .flatMap(part -> unfolded(with(line, optional.toMatchResult(), part)));
        var choice = CHOICE.matcher(line);
        if (choice.find())
            return Stream.of(choice.group(1).split("\\|"))
                    .flatMap(part -> unfolded(with(line, choice.toMatchResult(), part.strip())));
        return Stream.of(line.split("\\s+"))
                .map(word -> Stream.of(word.split("\\|")).toList())
                .reduce(
                        Stream.of(""),
                        (lines, words) -> lines.flatMap(l -> words.stream().map(w -> l + " " + w)),
                        Stream::concat);
    }

    private static String with(String line, MatchResult place, String part) {
        return line.substring(0, place.start()) + part + line.substring(place.end());
    }

    @Override
    public String toString() {
        return where + ": " + words;
    }
}
