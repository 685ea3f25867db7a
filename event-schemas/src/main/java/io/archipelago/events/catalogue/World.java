package io.archipelago.events.catalogue;

import io.archipelago.events.quantity.Usd;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** All catalogues read together. Immutable; the same catalogues give the same answers everywhere. */
public final class World {

    /** Kilometres: the mean radius of the Earth (IUGG). */
    private static final double EARTH_KM = 6371.0088;

    /** Round trip per kilometre at the speed of light in fibre, about 200,000 km/s: no path is faster. */
    private static final double FIBRE_MS_PER_KM = 0.01;

    private static final RttModel DEFAULT_MODEL = new RttModel(5, 0.0165, 10, null, null);

    private record Entry(String provider, CloudRegion region) {}

    private record Tariff(Map<String, Map<String, Usd>> byFrom) {}

    private final Map<String, Entry> regions = new TreeMap<>();
    private final Map<String, Tariff> tariffs = new HashMap<>();
    private final Map<String, Integer> measured = new HashMap<>();
    private final Map<String, List<City>> cities = new TreeMap<>();
    private final Map<String, List<RoundTrip>> roundTrips = new HashMap<>();
    private final Map<String, String> surveyors = new HashMap<>();
    private RttModel model = DEFAULT_MODEL;

    private World() {}

    public static World of(Collection<CatalogueSpec> catalogues) {
        var world = new World();
        catalogues.forEach(world::take);
        world.cities.replaceAll((country, list) -> list.stream()
                .sorted(Comparator.comparingLong(City::population).reversed().thenComparing(City::name))
                .toList());
        return world;
    }

    private void take(CatalogueSpec catalogue) {
        if (catalogue.rttModel() != null) model = catalogue.rttModel();
        for (var city : catalogue.cities())
            cities.merge(city.country(), List.of(city), (a, b) -> {
                var both = new ArrayList<>(a);
                both.addAll(b);
                return both;
            });
        for (var roundTrip : catalogue.roundTrips()) {
            roundTrips
                    .computeIfAbsent(roundTrip.from(), end -> new ArrayList<>())
                    .add(roundTrip);
            roundTrips.computeIfAbsent(roundTrip.to(), end -> new ArrayList<>()).add(roundTrip);
        }
        for (var surveyor : catalogue.surveyors()) surveyors.put(surveyor.name(), surveyor.key());
        var provider = catalogue.provider();
        if (provider == null) return;
        for (var region : catalogue.regions()) regions.put(provider + "/" + region.name(), new Entry(provider, region));
        var tariff = tariffs.computeIfAbsent(provider, p -> new Tariff(new HashMap<>()));
        for (var price : catalogue.transfers())
            tariff.byFrom.computeIfAbsent(price.from(), f -> new HashMap<>()).put(price.to(), price.perGB());
        if (catalogue.rtt() != null) take(provider, catalogue.rtt());
    }

    private void take(String provider, RttMatrix matrix) {
        for (int from = 0; from < matrix.rows().size(); from++)
            for (int to = 0; to < matrix.rows().get(from).size(); to++) {
                int rtt = matrix.rows().get(from).get(to);
                if (rtt >= 0)
                    measured.put(
                            pair(
                                    provider + "/" + matrix.regions().get(from),
                                    provider + "/" + matrix.regions().get(to)),
                            rtt);
            }
    }

    private static String pair(String from, String to) {
        return from + ">" + to;
    }

    /** The names of all cloud regions, as {@code provider/name}, sorted. */
    public Set<String> regionIds() {
        return regions.keySet();
    }

    /** @param id such as {@code aws/eu-central-1} */
    public Optional<CloudRegion> region(String id) {
        return Optional.ofNullable(regions.get(id)).map(Entry::region);
    }

    /** The ISO 3166-1 alpha-2 codes of the countries that have cities or cloud regions. */
    public Set<String> countries() {
        var all = new java.util.TreeSet<>(cities.keySet());
        for (var entry : regions.values()) all.add(entry.region.country());
        return all;
    }

    /**
     * The cities of a user area, largest first: all known ones of a country ({@code US}), or the one named
     * ({@code US/New York City}). Empty when the area is unknown.
     */
    public List<City> cities(String area) {
        int slash = area.indexOf('/');
        var all = cities.getOrDefault(slash < 0 ? area : area.substring(0, slash), List.of());
        if (slash < 0) return all;
        var name = area.substring(slash + 1);
        return all.stream().filter(c -> c.name().equals(name)).limit(1).toList();
    }

    /** The round trips somebody measured to or from a site or cloud region, in the order of the catalogues. */
    public List<RoundTrip> roundTrips(String end) {
        return roundTrips.getOrDefault(end, List.of());
    }

    /** The public key of one whose word for a place is trusted. */
    public Optional<String> surveyor(String name) {
        return Optional.ofNullable(surveyors.get(name));
    }

    /** True when a place can be attested at all. */
    public boolean hasSurveyors() {
        return !surveyors.isEmpty();
    }

    /** Great-circle distance between two cloud regions. */
    public double distanceKm(String fromRegion, String toRegion) {
        var a = entry(fromRegion).region;
        var b = entry(toRegion).region;
        return distanceKm(a.latitude(), a.longitude(), b.latitude(), b.longitude());
    }

    /** Round trip in ms between two cloud regions: measured where it was, else reckoned; 1 within a region. */
    public double rttMs(String fromRegion, String toRegion) {
        if (fromRegion.equals(toRegion)) return 1;
        var known = measured.get(pair(fromRegion, toRegion));
        if (known != null) return known;
        return rttMs(distanceKm(fromRegion, toRegion));
    }

    /** Round trip in ms between the users of a city and a cloud region, last mile included. */
    public double rttMs(City city, String region) {
        var r = entry(region).region;
        return rttMs(distanceKm(city.latitude(), city.longitude(), r.latitude(), r.longitude())) + model.accessMs();
    }

    private double rttMs(double km) {
        return Math.max(FIBRE_MS_PER_KM * km, model.fixedMs() + model.msPerKm() * km);
    }

    /** Price of sending a GB (10^9 bytes) from one cloud region to another; nothing within a region. */
    public Usd transferPerGB(String fromRegion, String toRegion) {
        if (fromRegion.equals(toRegion)) return Usd.ZERO;
        var from = entry(fromRegion);
        var to = entry(toRegion);
        var tariff = tariffs.get(from.provider);
        if (tariff == null) return Usd.ZERO;
        var scopes = from.provider.equals(to.provider)
                ? List.of(to.region.name(), "continent/" + to.region.continent(), "provider")
                : List.of("internet/" + to.region.continent(), "internet");
        for (var origin : List.of(from.region.name(), "continent/" + from.region.continent(), "*"))
            for (var scope : scopes) {
                var price = price(tariff, origin, scope);
                if (price != null) return price;
            }
        return Usd.ZERO;
    }

    private static @Nullable Usd price(Tariff tariff, String origin, String scope) {
        var prices = tariff.byFrom.get(origin);
        return prices == null ? null : prices.get(scope);
    }

    private Entry entry(String id) {
        var entry = regions.get(id);
        if (entry == null) throw new IllegalArgumentException("no catalogue knows the cloud region '" + id + "'");
        return entry;
    }

    /** Great-circle distance in km by the haversine formula. */
    static double distanceKm(double lat1, double lon1, double lat2, double lon2) {
        double dLat = StrictMath.toRadians(lat2 - lat1) / 2;
        double dLon = StrictMath.toRadians(lon2 - lon1) / 2;
        double h = StrictMath.pow(StrictMath.sin(dLat), 2)
                + StrictMath.cos(StrictMath.toRadians(lat1))
                        * StrictMath.cos(StrictMath.toRadians(lat2))
                        * StrictMath.pow(StrictMath.sin(dLon), 2);
        return 2 * EARTH_KM * StrictMath.asin(Math.min(1, StrictMath.sqrt(h)));
    }
}
