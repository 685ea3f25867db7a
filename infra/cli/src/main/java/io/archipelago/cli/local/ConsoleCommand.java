package io.archipelago.cli.local;

import io.archipelago.cli.ExitCode;
import io.archipelago.cli.client.CloudFile;
import io.archipelago.cli.client.Token;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** The way into the console: it shows nothing to strangers. */
@Command(
        name = "console",
        description = "Print the console's address with a reader's token, good for an hour.",
        footer = {"", "The token stands behind the #: a browser keeps that to itself."})
public final class ConsoleCommand implements Callable<Integer> {
    @Option(names = "--region", paramLabel = "REGION", description = "the first region when left out")
    private @Nullable String region;

    @Override
    public Integer call() {
        var cloud = CloudFile.read();
        System.out.println(address(region == null ? cloud.regions().getFirst() : cloud.region(region)));
        return ExitCode.OK;
    }

    /** Whoever has the address may look until the token ends, and do nothing else. */
    public static String address(CloudFile.Region region) {
        var base = region.services().getOrDefault("observability", "-");
        return Token.ofLocalIssuer(Token.user(), List.of("reader"))
                .map(token -> base + "/#token=" + token)
                .orElse(base);
    }
}
