package io.archipelago.images;

import com.google.cloud.tools.jib.api.InvalidImageReferenceException;
import com.google.cloud.tools.jib.api.Jib;
import com.google.cloud.tools.jib.api.JibContainerBuilder;
import com.google.cloud.tools.jib.api.RegistryImage;
import com.google.cloud.tools.jib.api.TarImage;
import io.archipelago.cli.Failure;
import java.nio.file.Path;

/** What the images are built on: a C library and nothing more is needed, the Java runtime is ours. */
sealed interface Base {

    JibContainerBuilder start();

    /** One in a registry, such as {@code gcr.io/distroless/cc-debian12:nonroot}, for several processors perhaps. */
    record InRegistry(String reference) implements Base {
        @Override
        public JibContainerBuilder start() {
            try {
                return Jib.from(RegistryImage.named(reference));
            } catch (InvalidImageReferenceException e) {
                throw new Failure(reference + " names no image: " + e.getMessage());
            }
        }
    }

    /** One that {@code docker save} wrote, for one processor. */
    record InFile(Path tar) implements Base {
        @Override
        public JibContainerBuilder start() {
            return Jib.from(TarImage.at(tar));
        }
    }

    /** @param text a file if it begins with {@code tar://}, else a reference in a registry */
    static Base of(String text) {
        return text.startsWith("tar://")
                ? new InFile(Path.of(text.substring("tar://".length())))
                : new InRegistry(text);
    }
}
