package io.archipelago.kit.declaration;

import io.archipelago.kit.core.Rejection.FieldError;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The part of a text between two document marks. The text is divided before it is parsed, so that a mistake in one
 * document does not hide those in the next: YAML allows a mark in the first column nowhere else.
 *
 * @param lineOffset lines before it
 */
record Chunk(String text, int lineOffset) {

    private static final Pattern MARK = Pattern.compile("(?:---|\\.\\.\\.)(?=\\s|$).*", Pattern.DOTALL);
    private static final Pattern JSON = Pattern.compile("\\s*[\\[{]");
    private static final Pattern BARE_MARK = Pattern.compile("---\\s*");

    /** One entry per document that is not empty; null for one that cannot be made out. */
    static List<@Nullable Tree> trees(String text, List<FieldError> errors) {
        var trees = new ArrayList<@Nullable Tree>();
        for (var chunk : of(text)) chunk.read(trees, errors);
        return trees;
    }

    private static List<Chunk> of(String text) {
        var chunks = new ArrayList<Chunk>();
        var lines = text.split("\n", -1);
        int start = 0;
        for (int i = 0; i <= lines.length; i++) {
            if (i < lines.length && (i == start || !MARK.matcher(lines[i]).matches())) continue;
            // The end of the document before, and a mark with nothing behind it, say nothing of this one.
            if (lines[start].startsWith("...")
                    || BARE_MARK.matcher(lines[start]).matches()) lines[start] = "";
            var chunk = String.join("\n", Arrays.asList(lines).subList(start, i));
            if (!onlyRemarks(chunk)) chunks.add(new Chunk(chunk, start));
            start = i;
        }
        return chunks;
    }

    private static boolean onlyRemarks(String chunk) {
        return chunk.lines().allMatch(line -> line.isBlank() || line.startsWith("#") || line.startsWith("%"));
    }

    private void read(List<@Nullable Tree> trees, List<FieldError> errors) {
        int first = trees.size();
        Unreadable notJson = null;
        if (JSON.matcher(text).lookingAt())
            try {
                trees.addAll(JsonTrees.read(text, first, lineOffset, errors));
                return;
            } catch (Unreadable e) {
                notJson = e; // YAML has braces too
            }
        try {
            var tree = YamlTrees.read(text, first, lineOffset, errors);
            if (tree != null && !tree.isNothing()) trees.add(tree);
        } catch (Unreadable notYaml) {
            var why = notJson == null ? notYaml : notJson;
            errors.add(new FieldError(first, "", why.line(), why.detail()));
            trees.add(null);
        }
    }
}
