package io.archipelago.cli.kubernetes;

import io.archipelago.cli.ExitCode;
import io.archipelago.cli.Failure;
import io.archipelago.cli.local.Local;
import io.archipelago.cli.output.Table;
import io.archipelago.kubernetes.Catalogue;
import io.archipelago.kubernetes.InvalidRegion;
import io.archipelago.kubernetes.Overlays;
import io.archipelago.kubernetes.Region;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Regions in Kubernetes, as the overlays in {@code k8s} describe them. Works on files; no cluster is asked. */
@Command(
        name = "region",
        description = "The regions that the overlays in k8s describe.",
        subcommands = {RegionCommand.ListAll.class, RegionCommand.Add.class, RegionCommand.Render.class})
public final class RegionCommand {

    /** What all of them need to know. */
    private abstract static sealed class OnOverlays implements Callable<Integer> {
        @Option(names = "--overlays", description = "the folder of all overlays; k8s/overlays unless said")
        private @Nullable Path folder;

        @Override
        public final Integer call() {
            try {
                run(new Overlays(folder == null ? Local.project().resolve("k8s/overlays") : folder));
                return ExitCode.OK;
            } catch (InvalidRegion | IllegalArgumentException e) {
                throw new Failure(ExitCode.USAGE, String.valueOf(e.getMessage()));
            }
        }

        abstract void run(Overlays overlays);
    }

    @Command(name = "list", description = "Every region that has an overlay.")
    static final class ListAll extends OnOverlays {
        @Override
        void run(Overlays overlays) {
            var table = new Table(List.of("REGION", "JURISDICTION", "LOCATION", "DOMAIN", "PEERS"));
            for (var region : overlays.all().values())
                table.row(
                        region.name(),
                        region.jurisdiction(),
                        region.location(),
                        region.domain(),
                        region.peers().isEmpty() ? "<none>" : String.join(",", region.peers()));
            table.print(System.out);
        }
    }

    @Command(name = "add", description = "Write the overlay of a new region, and name the files its peers must change.")
    static final class Add extends OnOverlays {
        @Parameters(index = "0", paramLabel = "NAME", description = "such as sa-east")
        private String name = "";

        @Option(names = "--provider", required = true, description = "as the catalogue calls it, such as aws")
        private String provider = "";

        @Option(names = "--jurisdiction", required = true, description = "ISO 3166 code of the country, such as BR")
        private String jurisdiction = "";

        @Option(
                names = "--location",
                description = "PROVIDER/REGION; needed when the provider has not exactly one region in the country")
        private @Nullable String location;

        @Option(names = "--domain", description = "under which it is reached; NAME.example.org unless said")
        private @Nullable String domain;

        @Option(names = "--peers", split = ",", description = "regions it exchanges with; all there are unless said")
        private @Nullable List<String> peers;

        @Option(names = "--update-peers", description = "change the overlays of the peers as well")
        private boolean updatePeers;

        @Override
        void run(Overlays overlays) {
            var at = location;
            if (at == null)
                at = new Catalogue(Local.project().resolve("infra/catalogue/data")).location(provider, jurisdiction);
            else if (!at.startsWith(provider + '/'))
                throw new Failure(ExitCode.USAGE, "location '" + at + "' is not one of provider " + provider);
            var added = overlays.add(
                    new Region(
                            name,
                            at,
                            jurisdiction,
                            domain == null ? name + ".example.org" : domain,
                            peers == null ? List.copyOf(overlays.all().keySet()) : named(peers)),
                    updatePeers);
            added.written().forEach(file -> System.out.println("+ " + shown(file)));
            added.peers().forEach(file -> System.out.println((updatePeers ? "~ " : "! ") + shown(file)));
            if (!updatePeers && !added.peers().isEmpty())
                System.out.println("files with ! do not know of " + name + " yet: add it to peers in their region.yaml"
                        + " and run region render, or use --update-peers");
        }
    }

    /** Nothing between commas names nobody: {@code --peers ""} is a region alone. */
    private static List<String> named(List<String> peers) {
        return peers.stream().map(String::strip).filter(peer -> !peer.isEmpty()).toList();
    }

    @Command(name = "render", description = "Write what follows from region.yaml, and from the topology, anew.")
    static final class Render extends OnOverlays {
        @Parameters(arity = "0..*", paramLabel = "NAME", description = "all there are unless said")
        private List<String> names = List.of();

        @Override
        void run(Overlays overlays) {
            for (var name : names.isEmpty() ? List.copyOf(overlays.all().keySet()) : names)
                overlays.render(name).forEach(file -> System.out.println("~ " + shown(file)));
        }
    }

    private static Path shown(Path file) {
        var from = Local.project();
        return file.startsWith(from) ? from.relativize(file) : file;
    }
}
