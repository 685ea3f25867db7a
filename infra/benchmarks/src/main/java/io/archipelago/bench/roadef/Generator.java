package io.archipelago.bench.roadef;

import java.util.Arrays;
import java.util.HashSet;
import java.util.Set;
import java.util.SplittableRandom;

/**
 * Instances of the challenge's shape, the same for the same seed. Sizes are log-normal, as they are in the challenge: few
 * processes carry most. The initial assignment comes first and capacities are laid around it, so it is feasible; some
 * machines are nearly full, others half empty.
 */
public final class Generator {
    private static final int MEAN_NEED = 10_000;
    private static final double SKEW = 1.4; // standard deviation of the logarithm

    private final Shape shape;
    private final SplittableRandom random;

    private Generator(Shape shape, long seed) {
        this.shape = shape;
        random = new SplittableRandom(seed);
    }

    /** Set B of the challenge has 5,000 to 50,000 processes on 100 to 5,000 machines with 3 to 12 resources. */
    public record Shape(
            int processes,
            int machines,
            int resources,
            int transientResources,
            int services,
            int locations,
            int neighbourhoods,
            int dependencies) {}

    public record Generated(Instance instance, int[] initial) {}

    public static Generated generate(Shape shape, long seed) {
        return new Generator(shape, seed).generate();
    }

    private Generated generate() {
        var location = new int[shape.machines()];
        var neighbourhood = new int[shape.machines()];
        for (int m = 0; m < shape.machines(); m++) {
            location[m] = m % shape.locations();
            neighbourhood[m] = location[m] % shape.neighbourhoods();
        }
        var serviceOf = new int[shape.processes()];
        Arrays.setAll(serviceOf, p -> p < shape.services() ? p : random.nextInt(shape.services()));
        var initial = initial(serviceOf);
        var processes = new Instance.Process[shape.processes()];
        var used = new long[shape.machines()][shape.resources()];
        for (int p = 0; p < processes.length; p++) {
            var need = need();
            for (int r = 0; r < need.length; r++) used[initial[p]][r] += need[r];
            processes[p] = new Instance.Process(serviceOf[p], need, 1 + random.nextInt(3));
        }
        var machines = new Instance.Machine[shape.machines()];
        for (int m = 0; m < machines.length; m++)
            machines[m] = machine(neighbourhood[m], location[m], used[m], m, location);
        return new Generated(
                new Instance(
                        resources(),
                        machines,
                        services(serviceOf, initial, location, neighbourhood),
                        processes,
                        new Instance.Balance[] {new Instance.Balance(0, 1, 2, 10)},
                        1,
                        10,
                        100),
                initial);
    }

    private Instance.Resource[] resources() {
        var resources = new Instance.Resource[shape.resources()];
        Arrays.setAll(resources, r -> new Instance.Resource(r >= shape.resources() - shape.transientResources(), 10));
        return resources;
    }

    /** Big and small processes are big and small in all resources, more or less. */
    private long[] need() {
        double size = logNormal();
        var need = new long[shape.resources()];
        Arrays.setAll(need, r -> Math.max(1, Math.round(MEAN_NEED * Math.sqrt(size * logNormal()))));
        return need;
    }

    private double logNormal() {
        return Math.min(60, StrictMath.exp(SKEW * random.nextGaussian() - SKEW * SKEW / 2));
    }

    private int[] initial(int[] serviceOf) {
        var taken = new HashSet<Long>();
        var initial = new int[serviceOf.length];
        for (int p = 0; p < initial.length; p++) {
            do initial[p] = random.nextInt(shape.machines());
            while (!taken.add((long) serviceOf[p] * shape.machines() + initial[p]));
        }
        return initial;
    }

    private Instance.Machine machine(int neighbourhood, int location, long[] used, int self, int[] locations) {
        var capacity = new long[used.length];
        var safety = new long[used.length];
        for (int r = 0; r < used.length; r++) {
            capacity[r] = Math.max(MEAN_NEED, (long) (used[r] / (0.7 + 0.3 * random.nextDouble())));
            safety[r] = (long) (capacity[r] * (0.8 + 0.1 * random.nextDouble()));
        }
        var moveCosts = new int[locations.length];
        Arrays.setAll(moveCosts, to -> to == self ? 0 : locations[to] == location ? 1 : 2);
        return new Instance.Machine(neighbourhood, location, capacity, safety, moveCosts);
    }

    private Instance.Service[] services(int[] serviceOf, int[] initial, int[] location, int[] neighbourhood) {
        var locations = sets();
        var neighbourhoods = sets();
        for (int p = 0; p < serviceOf.length; p++) {
            locations[serviceOf[p]].add(location[initial[p]]);
            neighbourhoods[serviceOf[p]].add(neighbourhood[initial[p]]);
        }
        var dependsOn = new int[shape.services()][0];
        for (int i = 0; i < shape.dependencies(); i++) {
            int from = random.nextInt(shape.services());
            int to = random.nextInt(shape.services());
            if (from == to || !neighbourhoods[to].containsAll(neighbourhoods[from])) continue;
            dependsOn[from] = Arrays.copyOf(dependsOn[from], dependsOn[from].length + 1);
            dependsOn[from][dependsOn[from].length - 1] = to;
        }
        var services = new Instance.Service[shape.services()];
        for (int s = 0; s < services.length; s++)
            services[s] = new Instance.Service(1 + random.nextInt(locations[s].size()), dependsOn[s]);
        return services;
    }

    @SuppressWarnings("unchecked")
    private Set<Integer>[] sets() {
        Set<Integer>[] sets = new Set[shape.services()];
        Arrays.setAll(sets, s -> new HashSet<>());
        return sets;
    }
}
