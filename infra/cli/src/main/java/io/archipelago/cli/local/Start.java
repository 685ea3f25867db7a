package io.archipelago.cli.local;

import com.fasterxml.jackson.databind.json.JsonMapper;
import io.archipelago.cli.client.Client;
import io.archipelago.cli.client.CloudFile;
import io.archipelago.cli.resource.Declaring;
import io.archipelago.local.CloudStatus;
import java.io.PrintStream;
import java.util.List;

/** Brings the cloud up and gives it what no region works without. */
public final class Start {
    static final JsonMapper JSON = JsonMapper.builder().build();

    /** Without it nothing at all leaves a region, not even what the regions must tell each other. */
    private static final String OPERATIONS_LAW = "examples/law/00-operations.yaml";

    private static final String CATALOGUE = "infra/catalogue/data";

    private Start() {}

    /** Starts what is down, declares the law of operation in every region, and the real world in the first. */
    public static CloudStatus cloud(int regions, PrintStream out) {
        var status = Local.cloud().up(regions, true, new ProgressLines(out));
        var cloud = CloudFile.read();
        for (var region : cloud.regions()) declare(cloud, region.name(), OPERATIONS_LAW);
        var first = cloud.regions().getFirst().name();
        if (new Client(cloud, first)
                .get("inventory", "/catalogues")
                .path("items")
                .isEmpty()) {
            declare(cloud, first, CATALOGUE);
            out.println("✓ the real world is declared: " + CATALOGUE);
        }
        return status;
    }

    private static void declare(CloudFile cloud, String region, String source) {
        new Declaring(new Client(cloud, region))
                .apply(List.of(Local.project().resolve(source).toString()), false);
    }
}
