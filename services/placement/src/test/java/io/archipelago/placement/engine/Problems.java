package io.archipelago.placement.engine;

import java.util.Random;

/** Random placement problems: small enough to check by hand-written rules, rich enough to use every one of them. */
final class Problems {
    private static final String[] REGIONS = {"eu", "us", "ap"};
    private static final String[] CORRIDORS = {"cable", "plain", "grid"};

    private Problems() {}

    /** The same seed gives the same problem. */
    static PlacementProblem random(long seed) {
        return random(new Random(seed), null);
    }

    /** So many sites that the engine appraises them. */
    static PlacementProblem many(long seed) {
        var random = new Random(seed);
        return random(random, null, 33 + random.nextInt(20), 2 + random.nextInt(12));
    }

    /** As many sites, and nothing runs yet: all choose first and some leave again. */
    static PlacementProblem untouched(long seed) {
        var random = new Random(seed);
        int groups = 2 + random.nextInt(12);
        return random(random, new int[groups][0], 33 + random.nextInt(20), groups);
    }

    /** So many groups that three threads share them, more than sites hold where they want to be; nothing runs yet. */
    static PlacementProblem crowd(long seed) {
        var random = new Random(seed);
        int groups = 200 + random.nextInt(20);
        return random(random, new int[groups][0], 33 + random.nextInt(10), groups);
    }

    /** Any of these. */
    static PlacementProblem any(long seed) {
        return switch ((int) Math.floorMod(seed, 4L)) {
            case 0 -> many(seed);
            case 1 -> untouched(seed);
            default -> random(seed);
        };
    }

    /** The same problem, with what runs now replaced; null for random counts. */
    static PlacementProblem random(long seed, int[][] current) {
        return random(new Random(seed), current);
    }

    private static PlacementProblem random(Random random, int[][] current) {
        return random(random, current, 2 + random.nextInt(6), 1 + random.nextInt(5));
    }

    private static PlacementProblem random(Random random, int[][] current, int sites, int groups) {
        int areas = 1 + random.nextInt(5);
        int size = 1 + groups / 40; // of sites
        var problem = PlacementProblem.builder().resources("cpu", "memory");
        for (int s = 0; s < sites; s++) {
            var region = REGIONS[random.nextInt(REGIONS.length)];
            problem.site(new SiteSpec(
                    "s" + s,
                    region,
                    random.nextBoolean() ? region : CORRIDORS[random.nextInt(CORRIDORS.length)],
                    new long[] {size * random.nextInt(24), size * random.nextInt(64)},
                    new long[] {random.nextInt(4), random.nextInt(8)},
                    random.nextBoolean() ? 0 : random.nextInt(300)));
        }
        for (int a = 0; a < areas; a++) {
            var rtt = new int[sites];
            for (int s = 0; s < sites; s++) rtt[s] = 5 + random.nextInt(250);
            problem.area("a" + a, rtt);
        }
        for (int g = 0; g < groups; g++) problem.group(group(random, g, sites, areas, current));
        var distance = new int[sites][sites];
        var price = new long[sites][sites];
        for (int from = 0; from < sites; from++)
            for (int to = 0; to < sites; to++)
                if (from != to) {
                    distance[from][to] = 1 + random.nextInt(200);
                    price[from][to] = random.nextInt(120_000);
                }
        problem.siteRttMs(distance).transferPrice(price);
        for (int e = random.nextInt(groups < 20 ? 4 : groups / 4); e > 0 && groups > 1; e--) {
            int caller = random.nextInt(groups);
            int callee = (caller + 1 + random.nextInt(groups - 1)) % groups;
            problem.affinity(new Affinity(
                    caller,
                    callee,
                    random.nextInt(200_000),
                    random.nextInt(100_000),
                    random.nextInt(100_000),
                    random.nextInt(2000)));
        }
        return problem.build();
    }

    private static GroupSpec group(Random random, int g, int sites, int areas, int[][] current) {
        int min = random.nextInt(4);
        var price = new long[sites];
        var carbon = new long[sites];
        var excluded = new int[sites];
        var running = new int[sites];
        for (int s = 0; s < sites; s++) {
            price[s] = 1000 + random.nextInt(200_000);
            carbon[s] = random.nextInt(5000);
            excluded[s] = random.nextInt(4) == 0 ? 1 + random.nextInt(3) : 0;
            running[s] = random.nextInt(3) == 0 ? random.nextInt(4) : 0;
        }
        var demand = new long[areas];
        for (int a = 0; a < areas; a++) demand[a] = random.nextInt(3) == 0 ? 0 : random.nextInt(400_000);
        var spec = GroupSpec.of("g" + g)
                .replicas(min, min + random.nextInt(8))
                .uses(random.nextInt(5), random.nextInt(9))
                .price(price)
                .carbonPrice(carbon)
                .exclusions(excluded)
                .demand(demand, random.nextBoolean() ? 0 : 50_000 + random.nextInt(200_000))
                .latency(
                        new LatencyGoal(20 + random.nextInt(150), 950, random.nextInt(2000), random.nextInt(2_000_000)))
                .spread(new Spread(
                        random.nextBoolean() ? Integer.MAX_VALUE : 1 + random.nextInt(4),
                        random.nextBoolean() ? 1000 : 300 + random.nextInt(700),
                        1 + random.nextInt(3),
                        1 + random.nextInt(2),
                        1 + random.nextInt(3)))
                .priority(random.nextInt(3));
        long moveCost = random.nextBoolean() ? 0 : random.nextInt(500_000);
        if (random.nextInt(3) == 0) spec.budget(50_000 + random.nextInt(1_500_000));
        return spec.current(current == null ? running : current[g], moveCost);
    }
}
