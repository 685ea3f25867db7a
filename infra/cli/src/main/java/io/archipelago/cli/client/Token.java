package io.archipelago.cli.client;

import io.archipelago.cli.Failure;
import io.archipelago.local.Installation;
import io.archipelago.local.LocalCloud;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * Who the command line is to the services: the token in {@value #VARIABLE}, or else one of the local cloud's issuer with
 * all roles, in the name of the user of this machine. It is kept in the state folder, so that most commands need not ask.
 */
public final class Token {
    /** A token of another issuer. */
    public static final String VARIABLE = "ARCHIPELAGO_TOKEN";

    /** The issuer's tokens live an hour. */
    private static final Duration KEPT = Duration.ofMinutes(50);

    private Token() {}

    /** Empty when nobody here could give one. */
    static synchronized Optional<String> own() {
        var given = System.getenv(VARIABLE);
        if (given != null && !given.isBlank()) return Optional.of(given.strip());
        var file = CloudFile.stateFolder().resolve("token");
        try {
            if (isFresh(file)) return Optional.of(Files.readString(file).strip());
            var token = ofLocalIssuer(user(), List.of());
            if (token.isPresent()) keep(file, token.get());
            return token;
        } catch (IOException e) {
            throw new Failure(file + " cannot be used (" + e.getMessage() + "): only who started the cloud may");
        }
    }

    /** A supervisor that started since may have another key. */
    private static boolean isFresh(Path file) throws IOException {
        if (!Files.exists(file)) return false;
        var kept = Files.getLastModifiedTime(file).toInstant();
        var supervisor = file.resolveSibling("control.json");
        return kept.plus(KEPT).isAfter(Instant.now())
                && (!Files.exists(supervisor)
                        || Files.getLastModifiedTime(supervisor).toInstant().isBefore(kept));
    }

    private static void keep(Path file, String token) throws IOException {
        var fresh = Files.createTempFile(file.getParent(), "token", ".new"); // its owner alone may read it
        Files.writeString(fresh, token);
        Files.move(fresh, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
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
