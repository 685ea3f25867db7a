package io.archipelago.local.process;

import io.archipelago.local.LocalCloudException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.util.List;
import java.util.stream.Stream;

/**
 * How a program that refuses to run as root is run by root: as {@code nobody} where that user can reach the folder,
 * else in a user namespace in which root is called {@code nobody} and keeps its access to files.
 */
public enum RunAs {
    /** Already an ordinary user. */
    SELF(List.of()),
    NOBODY(List.of("setpriv", "--reuid=65534", "--regid=65534", "--clear-groups")),
    NAMESPACE(List.of("unshare", "--user", "--map-user=65534", "--map-group=65534"));

    private static final int NOBODY_ID = 65534;
    private final List<String> prefix;

    RunAs(List<String> prefix) {
        this.prefix = prefix;
    }

    /**
     * The way that works for programs and data in these folders.
     *
     * @throws LocalCloudException when the user is root and there is none
     */
    public static RunAs forFolders(List<Path> folders) throws IOException {
        if (!isRoot()) return SELF;
        var open = true;
        for (var folder : folders) open = open && openToOthers(folder);
        if (open && succeeds(NOBODY)) return NOBODY;
        if (succeeds(NAMESPACE)) return NAMESPACE;
        throw new LocalCloudException("PostgreSQL does not run as root, and here it cannot be run as another user: "
                + folders + " are closed to others and user namespaces are off. Set ARCHIPELAGO_HOME to a folder that"
                + " others may enter, such as /var/tmp/archipelago, or start as an ordinary user.");
    }

    public List<String> wrap(List<String> words) {
        return Stream.concat(prefix.stream(), words.stream()).toList();
    }

    /** Gives a file or folder to the user that the program will run as. */
    public void own(Path path) throws IOException {
        if (this != NOBODY) return;
        Files.setAttribute(path, "unix:uid", NOBODY_ID);
        Files.setAttribute(path, "unix:gid", NOBODY_ID);
    }

    private static boolean isRoot() throws IOException {
        return Integer.valueOf(0).equals(Files.getAttribute(Path.of("/proc/self"), "unix:uid"));
    }

    private static boolean openToOthers(Path folder) throws IOException {
        for (Path at = folder.toRealPath(); at != null; at = at.getParent())
            if (!Files.getPosixFilePermissions(at).contains(PosixFilePermission.OTHERS_EXECUTE)) return false;
        return true;
    }

    private static boolean succeeds(RunAs way) throws IOException {
        try {
            return new ProcessBuilder(way.wrap(List.of("true")))
                            .redirectErrorStream(true)
                            .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                            .start()
                            .waitFor()
                    == 0;
        } catch (IOException e) {
            return false;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }
}
