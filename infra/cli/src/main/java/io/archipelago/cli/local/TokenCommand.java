package io.archipelago.cli.local;

import io.archipelago.cli.ExitCode;
import io.archipelago.cli.Failure;
import io.archipelago.cli.client.Token;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** For curl, and to see what somebody with fewer roles may do. */
@Command(
        name = "token",
        description = "Print a token of the local cloud's issuer, good for an hour.",
        footer = {
            "",
            "Example: curl -H \"Authorization: Bearer $(archipelago token --role reader)\" …",
            "Other commands take one by themselves; with ARCHIPELAGO_TOKEN set they show that."
        })
public final class TokenCommand implements Callable<Integer> {
    @Option(
            names = "--role",
            paramLabel = "ROLE",
            description = "reader, operator or policy-owner; may be repeated (default: all)")
    private List<String> roles = List.of();

    @Option(names = "--for", paramLabel = "NAME", description = "whom events name as author (default: you)")
    private String name = Token.user();

    @Override
    public Integer call() {
        System.out.println(Token.ofLocalIssuer(name, roles)
                .orElseThrow(() -> new Failure(ExitCode.UNREACHABLE, "no cloud is running here: ./archipelago up")));
        return ExitCode.OK;
    }
}
