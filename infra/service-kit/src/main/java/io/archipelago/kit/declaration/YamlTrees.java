package io.archipelago.kit.declaration;

import io.archipelago.kit.core.Rejection.FieldError;
import java.io.StringReader;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.composer.Composer;
import org.yaml.snakeyaml.error.MarkedYAMLException;
import org.yaml.snakeyaml.error.YAMLException;
import org.yaml.snakeyaml.nodes.MappingNode;
import org.yaml.snakeyaml.nodes.Node;
import org.yaml.snakeyaml.nodes.ScalarNode;
import org.yaml.snakeyaml.nodes.SequenceNode;
import org.yaml.snakeyaml.parser.ParserImpl;
import org.yaml.snakeyaml.reader.ReaderException;
import org.yaml.snakeyaml.reader.StreamReader;
import org.yaml.snakeyaml.resolver.Resolver;

/**
 * Reads one YAML document. Nothing is constructed from tags, and plain words mean what YAML 1.2 says: {@code NO} is
 * Norway, not a truth value.
 */
final class YamlTrees {

    /** How many nodes aliases may add to a document: plenty for people, too few for a bomb. */
    private static final int MAX_ALIASED_NODES = 10_000;

    /** The parser takes time quadratic in the length of a line: 10 MB in one cost over a minute. */
    private static final int MAX_LINE_CHARACTERS = 100_000;

    private static final Pattern NUMBER = Pattern.compile("[-+]?(\\.[0-9]+|[0-9]+(\\.[0-9]*)?)([eE][-+]?[0-9]+)?");
    private static final Set<String> NOTHING = Set.of("", "~", "null", "Null", "NULL");
    private static final Set<String> TRUTHS = Set.of("true", "True", "TRUE", "false", "False", "FALSE");

    private final int document;
    private final int lineOffset;
    private final List<FieldError> errors;
    private final Set<Node> seen = new HashSet<>(); // nodes are equal by identity
    private int aliased;

    private YamlTrees(int document, int lineOffset, List<FieldError> errors) {
        this.document = document;
        this.lineOffset = lineOffset;
        this.errors = errors;
    }

    /**
     * @param lineOffset lines of the whole text before this document
     * @param errors takes repeated keys and the like, with which reading can go on
     * @return null when the document is empty
     */
    static @Nullable Tree read(String text, int document, int lineOffset, List<FieldError> errors) throws Unreadable {
        refuseEndlessLines(text, lineOffset);
        var options = new LoaderOptions();
        options.setNestingDepthLimit(Tree.MAX_DEPTH);
        options.setCodePointLimit(DeclarationReader.MAX_BYTES);
        options.setMaxAliasesForCollections(MAX_ALIASED_NODES);
        options.setProcessComments(false);
        try {
            var parser = new ParserImpl(new StreamReader(new StringReader(text)), options);
            var node = new Composer(parser, new Resolver(), options).getSingleNode();
            return node == null ? null : new YamlTrees(document, lineOffset, errors).tree(node, "", 0);
        } catch (MarkedYAMLException e) {
            var mark = e.getProblemMark() == null ? e.getContextMark() : e.getProblemMark();
            throw new Unreadable(
                    mark == null ? lineOffset + 1 : lineOffset + mark.getLine() + 1, "not YAML: " + problem(e));
        } catch (ReaderException e) {
            throw new Unreadable(
                    lineOffset + lineAt(text, e.getPosition()),
                    "not YAML: the control character U+%04X is not allowed".formatted(e.getCodePoint()));
        } catch (YAMLException e) {
            throw new Unreadable(lineOffset + 1, "not YAML: " + e.getMessage());
        }
    }

    private static void refuseEndlessLines(String text, int lineOffset) throws Unreadable {
        int line = lineOffset;
        for (int start = 0, end; start <= text.length(); start = end + 1) {
            end = text.indexOf('\n', start);
            if (end < 0) end = text.length();
            line++;
            if (end - start > MAX_LINE_CHARACTERS)
                throw new Unreadable(
                        line,
                        "a line of YAML may have %,d characters, this one has %,d: break it, or write JSON"
                                .formatted(MAX_LINE_CHARACTERS, end - start));
        }
    }

    private static String problem(MarkedYAMLException e) {
        var problem = String.valueOf(e.getProblem());
        return e.getContext() == null ? problem : e.getContext() + ": " + problem;
    }

    private static int lineAt(String text, int codePoint) {
        return 1
                + (int) text.codePoints()
                        .limit(codePoint)
                        .filter(c -> c == '\n')
                        .count();
    }

    private Tree tree(Node node, String path, int depth) throws Unreadable {
        int line = lineOffset + node.getStartMark().getLine() + 1;
        if (depth > Tree.MAX_DEPTH) throw new Unreadable(line, "nested deeper than " + Tree.MAX_DEPTH + " levels");
        if (!seen.add(node) && ++aliased > MAX_ALIASED_NODES)
            throw new Unreadable(line, "aliases repeat more than " + MAX_ALIASED_NODES + " nodes");
        return switch (node) {
            case ScalarNode scalar -> scalar(scalar, line);
            case SequenceNode sequence -> {
                var items = new ArrayList<Tree>(sequence.getValue().size());
                for (var item : sequence.getValue()) items.add(tree(item, path + "[" + items.size() + "]", depth + 1));
                yield new Tree.Sequence(line, items);
            }
            case MappingNode mapping -> mapping(mapping, line, path, depth);
            default -> throw new Unreadable(line, "an alias refers to itself");
        };
    }

    private Tree mapping(MappingNode node, int line, String path, int depth) throws Unreadable {
        var fields = new LinkedHashMap<String, Tree.Field>();
        for (var entry : node.getValue()) {
            int keyLine = lineOffset + entry.getKeyNode().getStartMark().getLine() + 1;
            if (!(entry.getKeyNode() instanceof ScalarNode key))
                throw new Unreadable(keyLine, "a field's name must be a word");
            if (key.getValue().equals("<<") && key.isPlain())
                throw new Unreadable(keyLine, "merge keys (<<) are not supported: write the fields out");
            var fieldPath = Paths.child(path, key.getValue());
            var field = new Tree.Field(keyLine, tree(entry.getValueNode(), fieldPath, depth + 1));
            var earlier = fields.putIfAbsent(key.getValue(), field);
            if (earlier != null)
                errors.add(new FieldError(
                        document, fieldPath, keyLine, "is written twice, first in line " + earlier.line()));
        }
        return new Tree.Mapping(line, fields);
    }

    private static Tree scalar(ScalarNode node, int line) throws Unreadable {
        var tag = node.getTag().getValue();
        if (!tag.startsWith("tag:yaml.org,2002:"))
            throw new Unreadable(line, "tags such as " + tag + " are not supported");
        var text = node.getValue();
        if (!node.isPlain()) return new Tree.Scalar(line, Tree.Type.TEXT, text);
        if (NOTHING.contains(text)) return new Tree.Scalar(line, Tree.Type.NOTHING, text);
        if (TRUTHS.contains(text))
            return new Tree.Scalar(line, Tree.Type.BOOLEAN, text.toLowerCase(java.util.Locale.ROOT));
        return new Tree.Scalar(line, NUMBER.matcher(text).matches() ? Tree.Type.NUMBER : Tree.Type.TEXT, text);
    }
}
