package io.archipelago.cli.client;

import io.archipelago.local.Installation;
import io.archipelago.local.LocalCloud;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Who the command line is to the services: the token in {@value #VARIABLE}, or else one of the local cloud's issuer with
 * all roles, in the name of the user of this machine.
 */
public final class Token {
    /** A token of another issuer. */
    public static final String VARIABLE = "ARCHIPELAGO_TOKEN";

    /** The issuer's tokens live an hour; a command that runs for longer gets the next one in time. */
    private static final Duration RENEW_AFTER = Duration.ofMinutes(50);

    private static @Nullable Kept kept;

    /** @param from the supervisor that gave it, by the time at which it said where it is */
    private record Kept(Optional<String> token, @Nullable FileTime from, Instant renewAt) {}

    private Token() {}

    /** Empty when nobody here could give one. */
    static synchronized Optional<String> own() {
        var given = System.getenv(VARIABLE);
        if (given != null && !given.isBlank()) return Optional.of(given.strip());
        var from = supervisor();
        var known = kept;
        if (known == null || !Objects.equals(known.from, from) || Instant.now().isAfter(known.renewAt))
            kept = known = new Kept(
                    ofLocalIssuer(user(), List.of()), from, Instant.now().plus(RENEW_AFTER));
        return known.token;
    }

    private static @Nullable FileTime supervisor() {
        try {
            return Files.getLastModifiedTime(CloudFile.stateFolder().resolve("control.json"));
        } catch (IOException none) {
            return null;
        }
    }

    /** @param roles all when empty */
    public static Optional<String> ofLocalIssuer(String who, List<String> roles) {
        var project = Path.of(System.getProperty("archipelago.project", "."));
        return new LocalCloud(new Installation(project, CloudFile.stateFolder())).token(who, roles);
    }

    public static String user() {
        return System.getProperty("user.name", "somebody");
    }
}
