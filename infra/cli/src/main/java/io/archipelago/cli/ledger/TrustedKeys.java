package io.archipelago.cli.ledger;

import io.archipelago.cli.ExitCode;
import io.archipelago.cli.Failure;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import picocli.CommandLine.Option;

/** {@code --key}: the public keys that must have signed. */
public final class TrustedKeys {

    private static final Pattern KEY = Pattern.compile("\\b[0-9a-f]{64}\\b");

    @Option(
            names = "--key",
            paramLabel = "KEY|FILE",
            description =
                    "a region's public key, 64 hexadecimal digits, or a file with the keys of several; may be given"
                            + " more than once. Without it the answers' own keys are believed")
    private List<String> given = List.of();

    /** Empty when none was given. */
    public Set<String> trusted() {
        return of(given);
    }

    static Set<String> of(List<String> given) {
        var keys = new TreeSet<String>();
        for (var one : given) {
            var found = KEY.matcher(KEY.matcher(one).matches() ? one : read(one));
            int before = keys.size();
            while (found.find()) keys.add(found.group());
            if (keys.size() == before && !keys.contains(one))
                throw new Failure(ExitCode.USAGE, "--key: no key of 64 hexadecimal digits in " + one);
        }
        return keys;
    }

    private static String read(String file) {
        try {
            return Files.readString(Path.of(file));
        } catch (IOException e) {
            throw new Failure(
                    ExitCode.USAGE, "--key: '" + file + "' is neither 64 hexadecimal digits nor a file to be read");
        }
    }
}
