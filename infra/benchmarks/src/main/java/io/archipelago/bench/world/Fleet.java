package io.archipelago.bench.world;

import io.archipelago.events.catalogue.City;
import io.archipelago.events.quantity.Bytes;
import io.archipelago.events.quantity.Cpu;
import io.archipelago.events.quantity.Resources;
import io.archipelago.placement.domain.Prices;
import io.archipelago.placement.engine.Affinity;
import io.archipelago.placement.engine.GroupSpec;
import io.archipelago.placement.engine.LatencyGoal;
import io.archipelago.placement.engine.PlacementProblem;
import io.archipelago.placement.engine.SiteSpec;
import io.archipelago.placement.engine.Spread;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.UnaryOperator;
import java.util.stream.IntStream;

/**
 * A made-up company on the real world. Workloads are national, continental or global, few are large, each has users in the
 * cities of its countries, a law, a latency objective and a wish to spread; one in five calls another. Prices, carbon,
 * distances and people are the catalogue's, money is reckoned as the live service does.
 */
final class Fleet {
    private static final int CITIES_PER_COUNTRY = 8; // as the live service
    private static final double BUSY = 0.65; // share of all sites' processors that is wanted
    private static final int[] OBJECTIVES_MS = {100, 150, 200, 250, 300};
    private static final long[] CPU_MILLIS = {250, 500, 1000, 1000, 2000, 4000};
    private static final long[] GIB_PER_CORE = {1, 2, 4, 8};
    private static final long[] STORAGE_GIB = {0, 0, 10, 50};
    private static final int FEWEST = 8; // sites that the choice of providers must leave
    private static final int SEALED = 1;
    private static final int OTHER_PROVIDER = 2;

    private final Sites sites;
    private final Prices prices = Prices.DEFAULT;
    private final Random random;
    private final Map<String, Integer> areas = new LinkedHashMap<>();
    private final List<int[]> areaRtt = new ArrayList<>();
    private final Map<String, List<String>> countriesByContinent = new LinkedHashMap<>();
    private final List<String> countries = new ArrayList<>();

    private Fleet(Sites sites, long seed) {
        this.sites = sites;
        random = new Random(seed);
        for (var country : new TreeSet<>(
                sites.places().stream().map(place -> place.region().country()).toList())) {
            if (sites.world().cities(country).isEmpty()) continue;
            countries.add(country);
            countriesByContinent
                    .computeIfAbsent(continent(country), unseen -> new ArrayList<>())
                    .add(country);
        }
    }

    static PlacementProblem generate(Sites sites, int workloads, int replicas, long seed) {
        return new Fleet(sites, seed).problem(workloads, replicas);
    }

    private PlacementProblem problem(int workloads, int replicas) {
        int[] sizes = sizes(workloads, replicas);
        var drafts = new ArrayList<Draft>();
        for (int size : sizes) drafts.add(draft(size));
        var builder = PlacementProblem.builder()
                .resources("cpu", "memory", "storage")
                .siteRttMs(sites.roundTrips())
                .transferPrice(sites.transferPrices());
        addSites(builder, drafts);
        areas.forEach((name, index) -> builder.area(name, areaRtt.get(index)));
        for (int g = 0; g < workloads; g++) builder.group(spec("w" + g, drafts.get(g)));
        for (int g = 0; g < workloads; g++)
            if (random.nextInt(5) == 0) call(g, drafts).ifPresent(builder::affinity);
        return builder.build();
    }

    /** Few are large: log-normal, at least two, in all as many as wanted. */
    private int[] sizes(int workloads, int replicas) {
        var weights = new double[workloads];
        for (int g = 0; g < workloads; g++) weights[g] = StrictMath.exp(1.1 * random.nextGaussian());
        double sum = Arrays.stream(weights).sum();
        var sizes = new int[workloads];
        int left = replicas;
        for (int g = 0; g < workloads; g++) {
            sizes[g] = Math.max(2, (int) (weights[g] / sum * replicas));
            left -= sizes[g];
        }
        for (int g = 0; left != 0; g = (g + 1) % workloads) {
            int step = left > 0 ? 1 : sizes[g] > 2 ? -1 : 0;
            sizes[g] += step;
            left -= step;
        }
        return sizes;
    }

    /** @param reach countries whose law it may run under; empty for all */
    private record Draft(
            String home,
            int size,
            Resources unit,
            long serviceMilliRps,
            Map<Integer, Long> demand,
            List<String> reach) {}

    private Draft draft(int size) {
        long cpu = CPU_MILLIS[random.nextInt(CPU_MILLIS.length)];
        long memory = Math.max(1, cpu * GIB_PER_CORE[random.nextInt(GIB_PER_CORE.length)] / 1000);
        var unit = new Resources(
                new Cpu(cpu),
                Bytes.gibibytes(memory),
                Bytes.gibibytes(STORAGE_GIB[random.nextInt(STORAGE_GIB.length)]));
        long service = cpu * (40 + random.nextInt(120)); // 40 to 160 requests per second and core
        long demand = service * size - (long) (service * random.nextDouble());
        var home = home();
        return switch (random.nextInt(4)) {
            case 0 ->
                new Draft(
                        home,
                        size,
                        unit,
                        service,
                        demand(demand, home, List.of()),
                        sitesIn(home) < 4 ? neighbours(home) : List.of(home));
            case 1, 2 -> {
                var near = neighbours(home);
                yield new Draft(home, size, unit, service, demand(demand, home, some(near, 4)), near);
            }
            default -> new Draft(home, size, unit, service, demand(demand, home, some(countries, 10)), List.of());
        };
    }

    /** Companies are at home where people are and providers went. */
    private String home() {
        var weights = new double[countries.size()];
        for (int c = 0; c < weights.length; c++) {
            var country = countries.get(c);
            weights[c] = sitesIn(country) * StrictMath.sqrt(StrictMath.sqrt(people(country)));
        }
        double at = random.nextDouble() * Arrays.stream(weights).sum();
        for (int c = 0; c < weights.length; c++) if ((at -= weights[c]) < 0) return countries.get(c);
        return countries.getFirst();
    }

    private long sitesIn(String country) {
        return sites.places().stream()
                .filter(place -> place.region().country().equals(country))
                .count();
    }

    private double people(String country) {
        return sites.world().cities(country).stream()
                .mapToLong(City::population)
                .sum();
    }

    private String continent(String country) {
        return sites.places().stream()
                .filter(place -> place.region().country().equals(country))
                .findFirst()
                .orElseThrow()
                .region()
                .continent();
    }

    /** The countries of the same continent, itself among them. */
    private List<String> neighbours(String country) {
        return countriesByContinent.getOrDefault(continent(country), List.of());
    }

    private List<String> some(List<String> from, int most) {
        var chosen = new TreeSet<String>();
        for (int i = 1 + random.nextInt(most); i > 0; i--) chosen.add(from.get(random.nextInt(from.size())));
        return List.copyOf(chosen);
    }

    /** Half at home, the rest abroad by people; within a country by the people of its largest cities. */
    private Map<Integer, Long> demand(long milliRps, String home, List<String> abroad) {
        var demand = new LinkedHashMap<Integer, Long>();
        var others = abroad.stream().filter(country -> !country.equals(home)).toList();
        long atHome = others.isEmpty() ? milliRps : milliRps / 2;
        divide(atHome, home, demand);
        double people = others.stream().mapToDouble(this::people).sum();
        for (var country : others) divide((long) ((milliRps - atHome) * people(country) / people), country, demand);
        return demand;
    }

    private void divide(long milliRps, String country, Map<Integer, Long> demand) {
        var cities =
                sites.world().cities(country).stream().limit(CITIES_PER_COUNTRY).toList();
        double people = cities.stream().mapToLong(City::population).sum();
        for (var city : cities)
            demand.merge(area(city), Math.max(1, (long) (milliRps * (city.population() / people))), Long::sum);
    }

    private int area(City city) {
        return areas.computeIfAbsent(city.country() + "/" + city.name(), unseen -> {
            areaRtt.add(sites.places().stream()
                    .mapToInt(place -> (int) Math.round(sites.world().rttMs(city, place.id())))
                    .toArray());
            return areaRtt.size() - 1;
        });
    }

    /** Providers grow where they are wanted: half by what the country's users need, half by the continent's. */
    private void addSites(PlacementProblem.Builder builder, List<Draft> drafts) {
        var wanted = Resources.NONE;
        for (var draft : drafts) wanted = wanted.plus(draft.unit().times(draft.size()));
        var weights = new double[sites.count()];
        for (int s = 0; s < weights.length; s++)
            weights[s] = sites.places().get(s).region().zones() * StrictMath.exp(0.5 * random.nextGaussian());
        var byCountry = perWeight(drafts, weights, country -> country);
        var byContinent = perWeight(drafts, weights, this::continent);
        for (int s = 0; s < weights.length; s++) {
            var country = sites.places().get(s).region().country();
            weights[s] *= byCountry.getOrDefault(country, 0.0) + byContinent.getOrDefault(continent(country), 0.0);
        }
        double sum = Arrays.stream(weights).sum();
        for (int s = 0; s < weights.length; s++) {
            double share = weights[s] / sum / BUSY;
            var place = sites.places().get(s);
            builder.site(new SiteSpec(
                    place.name(),
                    place.id(),
                    new long[] {
                        (long) (wanted.cpu().millis() * share),
                        (long) (wanted.memory().count() * share * 1.2),
                        (long) (wanted.storage().count() * share * 1.2)
                    },
                    new long[3],
                    100));
        }
    }

    /** Processors that the users in a part of the world need, over the weight of its sites. */
    private Map<String, Double> perWeight(List<Draft> drafts, double[] weights, UnaryOperator<String> part) {
        var names = List.copyOf(areas.keySet());
        var needed = new TreeMap<String, Double>();
        for (var draft : drafts) {
            double perRequest = (double) draft.unit().cpu().millis() / draft.serviceMilliRps();
            draft.demand().forEach((area, milliRps) -> {
                var country = names.get(area).substring(0, names.get(area).indexOf('/'));
                needed.merge(part.apply(country), milliRps * perRequest, Double::sum);
            });
        }
        var weight = new TreeMap<String, Double>();
        for (int s = 0; s < weights.length; s++)
            weight.merge(part.apply(sites.places().get(s).region().country()), weights[s], Double::sum);
        needed.replaceAll((name, processors) -> processors / weight.getOrDefault(name, 1.0));
        return needed;
    }

    private GroupSpec spec(String name, Draft draft) {
        var demand = new long[areas.size()];
        draft.demand().forEach((area, milliRps) -> demand[area] = milliRps);
        var price = new long[sites.count()];
        var carbon = new long[sites.count()];
        var excluded = new int[sites.count()];
        var providers = providers();
        for (int s = 0; s < price.length; s++) {
            var place = sites.places().get(s);
            price[s] = prices.compute(place.region(), draft.unit()).micros();
            carbon[s] = prices.carbon(place.region(), draft.unit()).micros();
            if (!draft.reach().isEmpty()
                    && !draft.reach().contains(place.region().country())) excluded[s] = SEALED;
            else if (!providers.isEmpty() && !providers.contains(place.provider())) excluded[s] = OTHER_PROVIDER;
        }
        if (Arrays.stream(excluded).filter(reason -> reason == 0).count() < FEWEST) // then any provider the law allows
        for (int s = 0; s < excluded.length; s++) if (excluded[s] == OTHER_PROVIDER) excluded[s] = 0;
        return GroupSpec.of(name)
                .replicas(2, draft.size() * 3 / 2 + 1)
                .uses(
                        draft.unit().cpu().millis(),
                        draft.unit().memory().count(),
                        draft.unit().storage().count())
                .price(price)
                .carbonPrice(carbon)
                .exclusions(excluded)
                .demand(demand, draft.serviceMilliRps())
                .latency(new LatencyGoal(
                        OBJECTIVES_MS[random.nextInt(OBJECTIVES_MS.length)],
                        950,
                        prices.waiting().micros(),
                        prices.misses().micros()))
                .spread(
                        random.nextInt(3) == 0
                                ? Spread.NONE
                                : new Spread(Integer.MAX_VALUE, draft.size() < 10 ? 1000 : 500, 2, 2))
                .current(new int[0], prices.move().micros())
                .priority(50 * (1 + random.nextInt(3)));
    }

    /** One in four may use a few providers only. */
    private List<String> providers() {
        if (random.nextInt(4) > 0) return List.of();
        var all = sites.places().stream().map(Sites.Place::provider).distinct().toList();
        return some(all, 4);
    }

    /** Workloads call those of the same home. */
    private Optional<Affinity> call(int caller, List<Draft> drafts) {
        var draft = drafts.get(caller);
        int[] near = IntStream.range(0, drafts.size())
                .filter(g -> g != caller && drafts.get(g).home().equals(draft.home()))
                .toArray();
        if (near.length == 0) return Optional.empty();
        long requests =
                draft.demand().values().stream().mapToLong(Long::longValue).sum();
        return Optional.of(new Affinity(
                caller,
                near[random.nextInt(near.length)],
                requests * (1 + random.nextInt(10)) / 100,
                200 + random.nextInt(1_000),
                500 + random.nextInt(3_000),
                prices.waiting().micros()));
    }
}
