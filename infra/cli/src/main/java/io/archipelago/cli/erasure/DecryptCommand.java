package io.archipelago.cli.erasure;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import io.archipelago.cli.ExitCode;
import io.archipelago.cli.Failure;
import io.archipelago.cli.client.Client;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Reads copies again where their keys are. */
@Command(
        name = "decrypt",
        description = "Read encrypted columns of copies, by the keys of the region that keeps the dataset.",
        footer = {"", "Example: archipelago decrypt copies.jsonl --dataset customers"})
public final class DecryptCommand implements Callable<Integer> {

    @Parameters(
            index = "0",
            paramLabel = "FILE|-",
            description = "values of copies, one JSON text a line; - is standard input")
    private String file = "";

    @Option(names = "--dataset", paramLabel = "NAME", required = true, description = "whose copies they are")
    private String dataset = "";

    @Override
    public Integer call() throws IOException {
        var home = Home.of(dataset);
        var text = file.equals("-") ? Home.standardInput() : Files.readString(Path.of(file));
        for (var line : text.lines().filter(line -> !line.isBlank()).toList()) {
            var body = Client.JSON.createObjectNode().put("dataset", dataset);
            body.set("record", record(line));
            System.out.println(home.post("/decryptions", body));
        }
        return ExitCode.OK;
    }

    private static JsonNode record(String line) {
        try {
            return Client.JSON.readTree(line);
        } catch (JsonProcessingException e) {
            throw new Failure(ExitCode.USAGE, "a line is not JSON");
        }
    }
}
