package io.archipelago.local.process;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.util.HexFormat;

/** Words that only this user's programs know. */
public final class Secret {
    private static final int BYTES = 18;

    private Secret() {}

    /** The word in this file; made at the first call. Only its owner may read it. */
    public static String keptIn(Path file) throws IOException {
        if (Files.exists(file)) return Files.readString(file).strip();
        Files.createDirectories(file.getParent());
        var bytes = new byte[BYTES];
        new SecureRandom().nextBytes(bytes);
        var word = HexFormat.of().formatHex(bytes);
        Files.createFile(file, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
        Files.writeString(file, word, StandardCharsets.UTF_8);
        return word;
    }
}
