package io.archipelago.cli.resource;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import io.archipelago.cli.ExitCode;
import io.archipelago.cli.Failure;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.yaml.snakeyaml.LoaderOptions;

/** Reads the files of {@code -f}: splits them into documents and remembers where each stood. */
public final class Documents {

    /**
     * @param file as given
     * @param line of the file on which the document's text begins, from 1
     * @param text verbatim, so that the service reports lines a person finds again
     * @param tree the same read; missing when it cannot be read, the service then says why
     */
    public record Document(String file, int line, String text, JsonNode tree) {
        String kind() {
            return tree.path("kind").asText();
        }

        String name() {
            return tree.path("metadata").path("name").asText();
        }
    }

    private static final YAMLMapper YAML = YAMLMapper.builder(
                    com.fasterxml.jackson.dataformat.yaml.YAMLFactory.builder()
                            .loaderOptions(limits())
                            .build())
            .build();

    private Documents() {}

    private static LoaderOptions limits() {
        var options = new LoaderOptions();
        options.setCodePointLimit(16 << 20);
        return options;
    }

    /** Files as given, the YAML and JSON files of a folder in order of name, standard input for {@code -}. */
    public static List<Document> read(List<String> sources) {
        var documents = new ArrayList<Document>();
        for (var source : sources)
            try {
                if (source.equals("-")) split("stdin", System.in.readAllBytes(), documents);
                else
                    for (var file : files(Path.of(source))) split(file.toString(), Files.readAllBytes(file), documents);
            } catch (IOException e) {
                throw new Failure(source + " cannot be read: " + e.getMessage());
            }
        if (documents.isEmpty())
            throw new Failure(
                    ExitCode.USAGE,
                    "nothing to read in " + String.join(", ", sources)
                            + ": a file, a folder with .yaml, .yml or .json files, or - for standard input");
        return documents;
    }

    private static List<Path> files(Path path) throws IOException {
        if (!Files.exists(path)) throw new Failure(ExitCode.USAGE, path + " does not exist");
        if (!Files.isDirectory(path)) return List.of(path);
        try (var list = Files.list(path)) {
            return list.filter(f -> Files.isRegularFile(f) && f.toString().matches(".*\\.(ya?ml|json)"))
                    .sorted()
                    .toList();
        } catch (UncheckedIOException e) {
            throw e.getCause();
        }
    }

    private static void split(String file, byte[] bytes, List<Document> into) {
        var lines = new String(bytes, StandardCharsets.UTF_8).split("\n", -1);
        var text = new StringBuilder();
        int start = 1;
        for (int i = 0; i < lines.length; i++) {
            if (lines[i].matches("---(\\s.*)?")) {
                add(file, start, text, into);
                start = i + 2;
                text.setLength(0);
            } else {
                text.append(lines[i]);
                if (i < lines.length - 1) text.append('\n');
            }
        }
        add(file, start, text, into);
    }

    private static void add(String file, int line, CharSequence text, List<Document> into) {
        boolean empty = text.toString()
                .lines()
                .allMatch(l -> l.isBlank() || l.stripLeading().startsWith("#"));
        if (!empty) into.add(new Document(file, line, text.toString(), tree(text.toString())));
    }

    private static JsonNode tree(String text) {
        try {
            return YAML.readTree(text);
        } catch (JsonProcessingException e) {
            return MissingNode.getInstance();
        }
    }
}
