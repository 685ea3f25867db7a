package io.archipelago.cli.local;

import io.archipelago.cli.ExitCode;
import io.archipelago.cli.client.CloudFile;
import io.archipelago.cli.output.Table;
import io.archipelago.local.LocalCloud.Rotation;
import io.archipelago.local.trust.Bundles;
import io.archipelago.local.trust.Issued;
import java.io.IOException;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Who is who in the cloud on this machine. */
@Command(
        name = "trust",
        description = "The identities of the cloud on this machine and their certificates.",
        subcommands = {TrustCommand.ListAll.class, TrustCommand.Rotate.class})
public final class TrustCommand {

    @Command(
            name = "list",
            description =
                    "Every identity, how long its certificate lives, and its file; what regions know of their peers.")
    static final class ListAll implements Callable<Integer> {
        @Override
        public Integer call() throws IOException {
            var table = new Table(List.of("IDENTITY", "UNTIL", "FILE"));
            for (var region : CloudFile.read().regions())
                for (var issued : Issued.in(CloudFile.stateFolder().resolve(region.trust())))
                    table.row(
                            issued.identity(),
                            issued.until().truncatedTo(ChronoUnit.SECONDS).toString(),
                            issued.file().toString());
            table.print(System.out);
            System.out.println();
            var peers = new Table(List.of("REGION", "KNOWS", "SINCE", "AUTHORITIES", "REFUSED"));
            for (var region : CloudFile.read().regions())
                for (var peer : Bundles.Peer.in(CloudFile.stateFolder().resolve(region.trust())))
                    peers.row(
                            region.name(),
                            peer.name(),
                            Instant.ofEpochMilli(peer.revision())
                                    .truncatedTo(ChronoUnit.SECONDS)
                                    .toString(),
                            String.valueOf(peer.authorities()),
                            peer.refused());
            peers.print(System.out);
            return ExitCode.OK;
        }
    }

    @Command(
            name = "rotate",
            description = "New keys and certificates for all of a region, below what runs: nothing is restarted.")
    static final class Rotate implements Callable<Integer> {
        @Parameters(index = "0", paramLabel = "REGION", description = "as in status")
        private String region = "";

        @Option(
                names = "--authority",
                description = "a new authority too; what the old one signed is believed until it ends")
        private boolean authority;

        @Option(names = "--stolen", description = "the same, but what the old one signed is refused from now on")
        private boolean stolen;

        @Override
        public Integer call() {
            var what = stolen ? Rotation.STOLEN_AUTHORITY : authority ? Rotation.AUTHORITY : Rotation.CERTIFICATES;
            Local.cloud().rotate(region, what, new ProgressLines(System.out));
            return ExitCode.OK;
        }
    }
}
