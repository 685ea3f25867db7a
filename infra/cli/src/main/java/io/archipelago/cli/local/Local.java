package io.archipelago.cli.local;

import io.archipelago.local.Installation;
import io.archipelago.local.LocalCloud;
import java.nio.file.Path;

/** The cloud of the project this command line belongs to. */
public final class Local {
    private Local() {}

    /** The project's folder, as the start script names it. */
    public static Path project() {
        return Path.of(System.getProperty("archipelago.project", "."))
                .toAbsolutePath()
                .normalize();
    }

    public static LocalCloud cloud() {
        return new LocalCloud(Installation.of(project()));
    }
}
