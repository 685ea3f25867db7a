package io.archipelago.cli.migrate;

import com.bertramlabs.plugins.hcl4j.HCLParser;
import com.bertramlabs.plugins.hcl4j.HCLParserException;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.archipelago.cli.Failure;
import java.io.IOException;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Pattern;

/** Reads a file of Nomad's: what {@code nomad job run -output} prints, or HCL as people write it. */
final class NomadFile {
    private static final JsonMapper JSON = JsonMapper.builder()
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .build();
    private static final Pattern VARIABLE = Pattern.compile("\\bvar\\.([A-Za-z_][A-Za-z0-9_-]*)");

    private NomadFile() {}

    /**
     * Reads the jobs of a file.
     *
     * @param variables values of HCL's variables, by name
     * @return jobs by their name
     * @throws Failure when it cannot be read
     */
    static Map<String, NomadPart> jobs(String file, String text, Map<String, String> variables) {
        return text.stripLeading().startsWith("{") ? json(file, text) : hcl(file, text, variables);
    }

    private static Map<String, NomadPart> json(String file, String text) {
        JsonNode tree;
        try {
            tree = JSON.readTree(text);
        } catch (JsonProcessingException e) {
            throw new Failure(file + " is not JSON: " + e.getOriginalMessage());
        }
        var job = tree.has("Job") ? tree.path("Job") : tree; // the API wraps it, `nomad job inspect` does, too
        var name = job.path("ID").asText(job.path("Name").asText());
        if (!job.isObject() || name.isEmpty())
            throw new Failure(file + " holds no job: print one with nomad job run -output FILE");
        return Map.of(name, NomadPart.json(Part.of(job)));
    }

    private static Map<String, NomadPart> hcl(String file, String text, Map<String, String> variables) {
        var parser = new HCLParser();
        parser.registerDataLookup("http", request -> {
            throw new IllegalStateException("a file that is imported reads nothing from the network");
        });
        variables.forEach(parser::setVariable);
        JsonNode tree;
        try {
            tree = tree(parser.parse(text));
        } catch (HCLParserException | IOException | RuntimeException | LinkageError e) {
            throw new Failure(file + " cannot be read as HCL: " + e.getMessage()
                    + "\nNomad itself prints it as JSON: nomad job run -output FILE");
        }
        known(file, text, tree.path("variable"), variables);
        var jobs = new TreeMap<String, NomadPart>();
        tree.path("job")
                .fields()
                .forEachRemaining(job -> jobs.put(job.getKey(), NomadPart.hcl(Part.of(job.getValue()))));
        if (jobs.isEmpty()) throw new Failure(file + " holds no job");
        return jobs;
    }

    /** The parser reads a variable that has no value as nothing: that must not become a name or an image. */
    private static void known(String file, String text, JsonNode declared, Map<String, String> given) {
        var open = new TreeSet<String>();
        VARIABLE.matcher(text).results().map(found -> found.group(1)).forEach(name -> {
            if (!declared.path(name).has("default") && !given.containsKey(name)) open.add(name);
        });
        if (!open.isEmpty()) throw new Failure(file + " needs values: --var " + String.join("=… --var ", open) + "=…");
    }

    /** Plain JSON of what the parser makes; every number of its is a double. */
    private static JsonNode tree(Object value) {
        var nodes = JsonNodeFactory.instance;
        return switch (value) {
            case null -> nodes.nullNode();
            case Map<?, ?> map -> {
                var object = nodes.objectNode();
                map.forEach((name, part) -> object.set(String.valueOf(name), tree(part)));
                yield object;
            }
            case Iterable<?> list -> {
                var array = nodes.arrayNode();
                list.forEach(part -> array.add(tree(part)));
                yield array;
            }
            case Boolean truth -> nodes.booleanNode(truth);
            case Number number when number.doubleValue() == number.longValue() -> nodes.numberNode(number.longValue());
            case Number number -> nodes.numberNode(number.doubleValue());
            default -> nodes.textNode(value.toString());
        };
    }
}
