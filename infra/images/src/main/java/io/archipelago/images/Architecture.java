package io.archipelago.images;

import java.util.Locale;

/** A processor that images are made for, as OCI and Debian call it. */
enum Architecture {
    AMD64,
    ARM64;

    String text() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** This machine's, or a runtime's by what its {@code release} file says. */
    static Architecture of(String spelling) {
        return switch (spelling) {
            case "amd64", "x86_64" -> AMD64;
            case "arm64", "aarch64" -> ARM64;
            default -> throw new IllegalArgumentException("no images are made for '" + spelling + "': amd64 or arm64");
        };
    }

    static Architecture here() {
        return of(System.getProperty("os.arch"));
    }
}
