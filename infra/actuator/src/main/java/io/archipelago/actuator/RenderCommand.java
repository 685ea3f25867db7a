package io.archipelago.actuator;

import io.archipelago.actuator.domain.Assignment;
import io.archipelago.actuator.gitops.Format;
import io.archipelago.actuator.kafka.OrdersReader;
import io.archipelago.actuator.kubernetes.Manifests;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.concurrent.Callable;
import org.apache.kafka.common.KafkaException;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

@Command(
        name = "render",
        description =
                "Write what sites have admitted as files for Argo CD, Open Cluster Management, Karmada or kustomize.",
        footer = {
            "",
            "Example: archipelago actuate render --region eu-central --format karmada --peers us-east,ap-south --out placements",
            "The folder may be a checkout: files of an earlier run that are no longer wanted are removed, others stay."
        })
final class RenderCommand implements Callable<Integer> {

    private static final Duration LISTEN = Duration.ofMillis(250);
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    /** Names the files of an earlier run. */
    private static final String LIST = ".archipelago-rendered";

    @Spec
    private @Nullable CommandSpec spec;

    @Mixin
    private Connection connection = new Connection();

    @Option(names = "--format", required = true, description = "${COMPLETION-CANDIDATES}")
    private Format format = Format.KUSTOMIZE;

    @Option(names = "--out", paramLabel = "FOLDER", required = true, description = "where to write")
    private Path out = Path.of("");

    @Option(
            names = "--site",
            paramLabel = "SITE",
            split = ",",
            description = "only these; all that are known when left out")
    private Set<String> sites = Set.of();

    @Option(names = "--peers", paramLabel = "REGION", split = ",", description = "regions whose sites are written, too")
    private Set<String> peers = Set.of();

    @Option(
            names = "--namespace",
            paramLabel = "NAME",
            description = "where workloads run; archipelago-{site} when left out, for Karmada archipelago")
    private @Nullable String namespace;

    @Option(
            names = "--cluster",
            paramLabel = "SITE=CLUSTER",
            split = ",",
            description = "what the other tool calls the cluster of a site; as the site when left out")
    private Map<String, String> clusters = Map.of();

    @Option(
            names = "--repo",
            paramLabel = "URL",
            defaultValue = "",
            description = "Argo CD: the repository of the files")
    private String repository = "";

    @Option(names = "--path", paramLabel = "FOLDER", defaultValue = "", description = "Argo CD: the folder within it")
    private String path = "";

    @Override
    public Integer call() throws IOException {
        var manifests = new Manifests(namespace());
        var options = new Format.Options(manifests, site -> clusters.getOrDefault(site, site), repository, path);
        var possible = new ArrayList<Assignment>();
        for (var assignment : assignments()) {
            var obstacle = assignment.obstacle();
            if (obstacle == null) possible.add(assignment);
            else System.err.println("left out " + assignment.slot().key() + ": " + obstacle);
        }
        write(format.texts(possible, options));
        System.out.printf(
                "%d replicas of %d workloads at sites written to %s%n",
                possible.stream().mapToInt(Assignment::replicas).sum(), possible.size(), out);
        return 0;
    }

    private String namespace() {
        boolean oneForAll = format == Format.KARMADA;
        if (namespace == null) return oneForAll ? "archipelago" : "archipelago-" + Manifests.SITE_VARIABLE;
        if (oneForAll && namespace.contains(Manifests.SITE_VARIABLE) && spec != null)
            throw new ParameterException(
                    spec.commandLine(), "--namespace " + namespace + ": Karmada has one namespace for all sites");
        return namespace;
    }

    private List<Assignment> assignments() {
        var deadline = Instant.now().plus(PATIENCE);
        try (var reader = new OrdersReader(
                connection.kafka(),
                peers,
                (record, reason) ->
                        System.err.println("left out " + record.topic() + " at " + record.offset() + ": " + reason))) {
            do {
                var unused = reader.read(LISTEN);
                if (reader.isCaughtUp()) return reader.orders().assignments(sites);
            } while (Instant.now().isBefore(deadline));
        } catch (KafkaException e) {
            throw new Failure("the Kafka of " + connection.region + " cannot be read: " + e.getMessage());
        }
        throw new Failure(
                "the Kafka of " + connection.region + " has not told everything within " + PATIENCE.toSeconds() + " s");
    }

    private void write(SortedMap<String, String> files) throws IOException {
        Files.createDirectories(out);
        var list = out.resolve(LIST);
        if (Files.exists(list))
            for (var earlier : Files.readAllLines(list))
                if (!files.containsKey(earlier)) Files.deleteIfExists(within(earlier));
        for (var file : files.entrySet()) {
            var to = within(file.getKey());
            Files.createDirectories(to.getParent());
            Files.writeString(to, file.getValue());
        }
        Files.write(list, files.keySet());
    }

    /** Names of sites and workloads hold no slash; what the list says may be anybody's. */
    private Path within(String relative) {
        var to = out.resolve(relative).normalize();
        if (!to.startsWith(out.normalize())) throw new Failure(LIST + " names a file elsewhere: " + relative);
        return to;
    }
}
