package io.archipelago.actuator;

import io.archipelago.actuator.domain.Reconciler;
import io.archipelago.actuator.domain.Reconciler.OnDrift;
import io.archipelago.actuator.domain.Step;
import io.archipelago.actuator.kafka.OrdersReader;
import io.archipelago.actuator.kafka.RunsWriter;
import io.archipelago.actuator.kubernetes.Cluster;
import io.archipelago.actuator.kubernetes.ClusterFailure;
import io.archipelago.actuator.kubernetes.Manifests;
import io.archipelago.events.actuation.ReplicasObserved;
import io.archipelago.events.actuation.ReplicasObserved.State;
import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.ConfigBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.Callable;
import org.apache.kafka.common.KafkaException;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

@Command(
        name = "run",
        description = "Keep one cluster at what its sites have admitted, and report what really runs.",
        footer = {
            "",
            "Example: archipelago actuate run --region eu-central --jurisdiction DE --site frankfurt --dry-run",
            "The cluster is the one of KUBECONFIG, or the pod's own. Nothing is changed but Deployments labelled",
            "app.kubernetes.io/managed-by=archipelago, and of those only the fields that the actuator sets."
        })
final class RunCommand implements Callable<Integer> {

    private static final Logger LOG = Logger.getLogger(RunCommand.class);
    private static final Duration LISTEN = Duration.ofMillis(250);
    private static final int REQUEST_LIMIT_MS = 10_000;

    @Spec
    private @Nullable CommandSpec spec;

    @Mixin
    private Connection connection = new Connection();

    @Option(
            names = "--site",
            paramLabel = "SITE",
            split = ",",
            required = true,
            description = "the sites that this cluster stands for")
    private Set<String> sites = Set.of();

    @Option(
            names = "--jurisdiction",
            paramLabel = "CODE",
            required = true,
            defaultValue = "${env:ARCHIPELAGO_JURISDICTION}",
            description = "whose law binds the reports; ARCHIPELAGO_JURISDICTION otherwise")
    private String jurisdiction = "";

    @Option(
            names = "--namespace",
            paramLabel = "NAME",
            defaultValue = "archipelago-{site}",
            description = "where the workloads of a site run; default: ${DEFAULT-VALUE}")
    private String namespace = "";

    @Option(names = "--context", paramLabel = "NAME", description = "of the kubeconfig; its current one when left out")
    private @Nullable String context;

    @Option(
            names = "--on-drift",
            defaultValue = "correct",
            description = "when somebody else changed a field of the actuator: ${COMPLETION-CANDIDATES}")
    private OnDrift onDrift = OnDrift.CORRECT;

    @Option(names = "--allow-mass-removal", description = "remove even more than half of all Deployments at once")
    private boolean massRemoval;

    @Option(names = "--every", paramLabel = "SECONDS", defaultValue = "5", description = "look again at least so often")
    private int every;

    @Option(names = "--once", description = "one round, then end; 1 when something is not as admitted")
    private boolean once;

    @Option(
            names = "--dry-run",
            description = "one round; the cluster says whether it would, nothing is changed or reported")
    private boolean dryRun;

    @Override
    public Integer call() {
        check();
        var kafka = connection.kafka();
        try (var client = client();
                var runs = new RunsWriter(kafka, connection.region, jurisdiction);
                var reader = new OrdersReader(kafka, Set.of(), runs::refuse)) {
            return serve(client, runs, reader);
        } catch (KafkaException e) {
            throw new Failure("the Kafka of " + connection.region + " cannot be read: " + e.getMessage());
        }
    }

    private void check() {
        if (spec == null) return;
        if (sites.size() > 1 && !namespace.contains(Manifests.SITE_VARIABLE))
            throw new ParameterException(
                    spec.commandLine(),
                    "--namespace " + namespace + ": with several sites it must contain " + Manifests.SITE_VARIABLE);
        if (every < 1) throw new ParameterException(spec.commandLine(), "--every must be 1 or more");
    }

    private int serve(KubernetesClient client, RunsWriter runs, OrdersReader reader) {
        var loop = loop(client);
        var reports = Reports.NONE;
        var next = Instant.MIN;
        while (!Thread.currentThread().isInterrupted()) {
            boolean news = reader.read(LISTEN);
            if (!reader.isCaughtUp() || !news && Instant.now().isBefore(next)) continue;
            next = Instant.now().plusSeconds(every);
            try {
                reports = new Reports(loop.round(reader.orders().assignments(sites)));
                if (!dryRun) runs.tell(reports.all(), Instant.now());
            } catch (ClusterFailure failure) {
                if (once || dryRun) throw new Failure(String.valueOf(failure.getMessage()));
                LOG.warnf("event=cluster-silent cluster=%s reason=\"%s\"", loop.name(), failure.getMessage());
            }
            if (once || dryRun) return reports.print();
        }
        return 0;
    }

    private Loop loop(KubernetesClient client) {
        var manifests = new Manifests(namespace);
        return new Loop(
                connection.region,
                name(client),
                new TreeSet<>(sites),
                new Cluster(client, manifests, dryRun),
                new Reconciler(manifests::fingerprint, onDrift, massRemoval),
                step -> System.out.println((dryRun ? "would " : "") + words(step)));
    }

    /** What people call the cluster: its context, else its address. */
    private static String name(KubernetesClient client) {
        var current = client.getConfiguration().getCurrentContext();
        return current == null || current.getName() == null
                ? client.getMasterUrl().getHost()
                : current.getName();
    }

    private KubernetesClient client() {
        var config = new ConfigBuilder(Config.autoConfigure(context))
                .withRequestTimeout(REQUEST_LIMIT_MS)
                .withConnectionTimeout(REQUEST_LIMIT_MS)
                .withRequestRetryBackoffLimit(1)
                .build();
        if (config.getMasterUrl().startsWith(Config.DEFAULT_MASTER_URL)) // that is what it says when it found none
        throw new Failure("no cluster: set KUBECONFIG, or run in a pod of the cluster");
        return new KubernetesClientBuilder().withConfig(config).build();
    }

    private static String words(Step step) {
        var slot = step.slot().key();
        return switch (step) {
            case Step.Keep kept -> "keep " + slot;
            case Step.Apply apply -> "apply " + slot + " x" + apply.assignment().replicas() + ": " + apply.why();
            case Step.Remove remove -> "remove " + slot + ": nothing is admitted any more";
            case Step.Hold hold -> "hold " + slot + ": " + hold.reason();
        };
    }

    /** What a single round found. */
    private record Reports(List<ReplicasObserved> all) {
        static final Reports NONE = new Reports(List.of());

        /** @return the exit code */
        int print() {
            System.out.printf(
                    "%-24s %-20s %8s %6s %6s  %s%n", "SITE", "WORKLOAD", "ADMITTED", "ASKED", "READY", "STATE");
            for (var run : all) {
                var reason = run.reason() == null ? "" : ": " + run.reason();
                System.out.printf(
                        "%-24s %-20s %8d %6d %6d  %s%s%n",
                        run.site(),
                        run.workload(),
                        run.admitted(),
                        run.asked(),
                        run.ready(),
                        run.state().name().toLowerCase(Locale.ROOT),
                        reason);
            }
            boolean asAdmitted = all.stream().allMatch(run -> run.state() == State.RUNNING);
            return asAdmitted ? 0 : 1;
        }
    }
}
