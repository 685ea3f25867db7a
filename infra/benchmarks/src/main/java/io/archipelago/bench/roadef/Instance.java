package io.archipelago.bench.roadef;

import java.nio.file.Path;

/** An instance as the statement defines it, in the order of its file. Arrays are not copied and never changed. */
public record Instance(
        Resource[] resources,
        Machine[] machines,
        Service[] services,
        Process[] processes,
        Balance[] balances,
        long processMoveWeight,
        long serviceMoveWeight,
        long machineMoveWeight) {
    private static final int MOST_RESOURCES = 1_000;
    private static final int MOST_MACHINES = 20_000;
    private static final int MOST_SERVICES = 10_000_000;
    private static final int MOST_PROCESSES = 10_000_000;
    private static final int MOST_GROUPS = 1_000_000; // neighbourhoods or locations

    /** @param isTransient used on both machines of a moved process */
    public record Resource(boolean isTransient, long loadWeight) {}

    /** @param moveCosts to each machine */
    public record Machine(int neighbourhood, int location, long[] capacity, long[] safety, int[] moveCosts) {}

    public record Service(int minSpread, int[] dependsOn) {}

    public record Process(int service, long[] need, long moveCost) {}

    public record Balance(int first, int second, long target, long weight) {}

    static Instance read(Path file) {
        var in = Numbers.open(file);
        var resources = new Resource[in.count("the number of resources", MOST_RESOURCES)];
        for (int r = 0; r < resources.length; r++)
            resources[r] = new Resource(in.flag("whether resource " + r + " is transient"), in.amount("a load weight"));
        var machines = machines(in, resources.length);
        var services = services(in);
        var processes = new Process[in.count("the number of processes", MOST_PROCESSES)];
        for (int p = 0; p < processes.length; p++)
            processes[p] = new Process(
                    in.index("the service of process " + p, services.length),
                    in.amounts("a requirement of process " + p, resources.length),
                    in.amount("a process move cost"));
        var balances = new Balance[in.count("the number of balance objectives", MOST_RESOURCES)];
        for (int b = 0; b < balances.length; b++)
            balances[b] = new Balance(
                    in.index("a balance resource", resources.length),
                    in.index("a balance resource", resources.length),
                    in.amount("a balance target"),
                    in.amount("a balance weight"));
        var instance = new Instance(
                resources,
                machines,
                services,
                processes,
                balances,
                in.amount("the process move weight"),
                in.amount("the service move weight"),
                in.amount("the machine move weight"));
        in.end();
        return instance;
    }

    private static Machine[] machines(Numbers in, int resources) {
        var machines = new Machine[in.count("the number of machines", MOST_MACHINES)];
        for (int m = 0; m < machines.length; m++) {
            int neighbourhood = in.index("the neighbourhood of machine " + m, MOST_GROUPS);
            int location = in.index("the location of machine " + m, MOST_GROUPS);
            var capacity = in.amounts("a capacity of machine " + m, resources);
            var safety = in.amounts("a safety capacity of machine " + m, resources);
            var moveCosts = new int[machines.length];
            for (int to = 0; to < moveCosts.length; to++)
                moveCosts[to] = in.count("a move cost of machine " + m, Integer.MAX_VALUE);
            machines[m] = new Machine(neighbourhood, location, capacity, safety, moveCosts);
        }
        return machines;
    }

    private static Service[] services(Numbers in) {
        var services = new Service[in.count("the number of services", MOST_SERVICES)];
        for (int s = 0; s < services.length; s++) {
            int spread = in.count("the spread of service " + s, MOST_GROUPS);
            var dependsOn = new int[in.count("the number of dependencies of service " + s, services.length)];
            for (int d = 0; d < dependsOn.length; d++)
                dependsOn[d] = in.index("a dependency of service " + s, services.length);
            services[s] = new Service(spread, dependsOn);
        }
        return services;
    }
}
