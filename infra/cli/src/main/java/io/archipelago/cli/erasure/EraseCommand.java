package io.archipelago.cli.erasure;

import io.archipelago.cli.ExitCode;
import io.archipelago.cli.Failure;
import io.archipelago.cli.client.Client;
import java.io.IOException;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Destroys the key of one person in one dataset, and has all copies abroad deleted. */
@Command(
        name = "erase",
        description = "Erase a person from a dataset: the key is destroyed, tombstones follow, every region attests.",
        footer = {
            "",
            "The rows of the source table and the records of the local topic are yours to delete.",
            "Example: archipelago erase c-1 --dataset customers --yes",
            "         archipelago erase - --dataset customers --yes <name.txt      (not seen in a list of processes)"
        })
public final class EraseCommand implements Callable<Integer> {

    @Parameters(
            index = "0",
            paramLabel = "SUBJECT|-",
            description = "the person, as the dataset's subject column has it; - reads it from standard input")
    private String subject = "";

    @Option(names = "--dataset", paramLabel = "NAME", required = true, description = "the dataset")
    private String dataset = "";

    @Option(names = "--yes", description = "do it: nobody can undo it")
    private boolean yes;

    @Override
    public Integer call() throws IOException {
        if (!yes)
            throw new Failure(
                    ExitCode.USAGE,
                    "nothing is done: a key that is destroyed never comes back. Say --yes if you mean it");
        var home = Home.of(dataset);
        var person = subject.equals("-") ? Home.standardInput() : subject;
        var body = Client.JSON.createObjectNode().put("dataset", dataset).put("subject", person);
        var order = home.post("/erasures", body);
        System.out.printf(
                "erasure %s: the key is destroyed in %s since %s%narchipelago get erasures --region %s shows which regions have attested%n",
                order.path("id").asText(),
                home.region().name(),
                order.path("orderedAt").asText(),
                home.region().name());
        return ExitCode.OK;
    }
}
