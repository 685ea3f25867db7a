package io.archipelago.cli.resource;

import io.archipelago.cli.client.Client;
import io.archipelago.cli.client.CloudFile;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** {@code --region}: whose view, and where declarations go in. */
public final class RegionOption {
    @Option(
            names = "--region",
            paramLabel = "REGION",
            description = "the region to talk to; the first that answers when left out (ARCHIPELAGO_REGION_NAME)",
            defaultValue = "${env:ARCHIPELAGO_REGION_NAME:-${null}}")
    private @Nullable String region;

    public Client client() {
        return new Client(CloudFile.read(), region);
    }
}
