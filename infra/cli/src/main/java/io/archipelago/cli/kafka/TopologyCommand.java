package io.archipelago.cli.kafka;

import io.archipelago.cli.ExitCode;
import io.archipelago.cli.client.CloudFile;
import io.archipelago.topology.Topology;
import io.archipelago.topology.access.AccessPlan;
import io.archipelago.topology.broker.Broker;
import io.archipelago.topology.plan.TopologyPlan;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Compares the description of all topics and permissions with what the brokers have. */
@Command(
        name = "topology",
        description = "Compare the described topics and permissions with the running brokers, and mend them.",
        subcommands = {
            TopologyCommand.Plan.class,
            TopologyCommand.Apply.class,
            TopologyCommand.Check.class,
            RenderCommand.class,
            ConnectorsCommand.class
        })
public final class TopologyCommand {

    /** What the three have in common: they go from region to region. */
    private abstract static sealed class InRegions implements Callable<Integer> {
        @Option(names = "--region", description = "only this one")
        private @Nullable String region;

        @Option(
                names = "--profile",
                defaultValue = "local",
                description = "the size of the installation: local (default) or production")
        private String profile = "";

        final List<CloudFile.Region> regions() {
            var cloud = CloudFile.read();
            return region == null ? cloud.regions() : List.of(cloud.region(region));
        }

        final String profile() {
            return profile;
        }
    }

    @Command(name = "plan", description = "Show what would change; exit code 2 when something would.")
    static final class Plan extends InRegions {
        @Override
        public Integer call() {
            boolean changes = false;
            for (var at : regions())
                try (var broker = Broker.at(at.kafkaAsOperator())) {
                    var plan = Both.of(broker, at, profile());
                    print(at.name(), plan.nothingToDo() ? List.of("as described: nothing to do") : plan.lines());
                    changes |= !plan.nothingToDo();
                }
            return changes ? ExitCode.CHANGES : ExitCode.OK;
        }
    }

    @Command(name = "apply", description = "Do what the plan shows.")
    static final class Apply extends InRegions {
        @Option(names = "--allow-delete", description = "delete topics that no descriptor knows, with their records")
        private boolean allowDelete;

        @Override
        public Integer call() {
            for (var at : regions())
                try (var broker = Broker.at(at.kafkaAsOperator())) {
                    var plan = Both.of(broker, at, profile());
                    var done = new ArrayList<String>();
                    broker.apply(plan.topics, allowDelete).forEach(step -> done.add(step.toString()));
                    broker.apply(plan.access);
                    done.addAll(plan.access.lines());
                    print(at.name(), done.isEmpty() ? List.of("nothing to do") : done);
                }
            return ExitCode.OK;
        }
    }

    @Command(name = "check", description = "Exit code 1 when a broker is not as described.")
    static final class Check extends InRegions {
        @Override
        public Integer call() {
            boolean different = false;
            for (var at : regions())
                try (var broker = Broker.at(at.kafkaAsOperator())) {
                    var plan = Both.of(broker, at, profile());
                    different |= !plan.nothingToDo();
                    print(at.name(), plan.nothingToDo() ? List.of("as described") : plan.lines());
                }
            return different ? ExitCode.ERROR : ExitCode.OK;
        }
    }

    /** What is to be done to a region's topics and to its permissions. */
    private record Both(TopologyPlan topics, AccessPlan access) {

        static Both of(Broker broker, CloudFile.Region at, String profile) {
            var peers = CloudFile.read().regions().stream()
                    .map(CloudFile.Region::name)
                    .filter(name -> !name.equals(at.name()))
                    .toList();
            var topology = Topology.load();
            return new Both(
                    TopologyPlan.of(topology, at.name(), peers, profile, broker.topics()),
                    AccessPlan.of(topology, at.name(), peers, broker.permissions()));
        }

        boolean nothingToDo() {
            return topics.nothingToDo() && access.nothingToDo();
        }

        List<String> lines() {
            return Stream.concat(topics.lines().stream(), access.lines().stream())
                    .toList();
        }
    }

    private static void print(String region, List<String> lines) {
        lines.forEach(line -> System.out.println(region + "  " + line));
    }
}
