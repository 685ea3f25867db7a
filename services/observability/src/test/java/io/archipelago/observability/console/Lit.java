package io.archipelago.observability.console;

import java.io.IOException;
import java.io.InputStream;
import java.util.Objects;
import java.util.Properties;

/** The rendering library as its Maven artifact holds it. */
final class Lit {

    private Lit() {}

    /** @param name a file of lit-html, such as {@code directives/guard.js} */
    static byte[] file(String name) throws IOException {
        var about = new Properties();
        try (var in = resource("META-INF/maven/org.mvnpm/lit-html/pom.properties")) {
            about.load(in);
        }
        try (var in = resource("META-INF/resources/_static/lit-html/" + about.getProperty("version") + "/" + name)) {
            return in.readAllBytes();
        }
    }

    private static InputStream resource(String name) {
        return Objects.requireNonNull(Lit.class.getClassLoader().getResourceAsStream(name), name);
    }
}
