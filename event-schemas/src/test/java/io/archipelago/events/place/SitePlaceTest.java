package io.archipelago.events.place;

import static org.assertj.core.api.Assertions.assertThat;

import io.archipelago.events.catalogue.CatalogueSpec;
import io.archipelago.events.catalogue.CloudRegion;
import io.archipelago.events.catalogue.RoundTrip;
import io.archipelago.events.catalogue.Surveyor;
import io.archipelago.events.catalogue.World;
import io.archipelago.events.inventory.SiteSpec;
import io.archipelago.events.ledger.LedgerKey;
import io.archipelago.events.place.SitePlace.Kind;
import io.archipelago.events.quantity.Resources;
import io.archipelago.events.quantity.Usd;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.DoubleRange;
import org.junit.jupiter.api.Test;

class SitePlaceTest {

    private static final double EARTH_KM = 6371.0088;
    private static final double KM_PER_MS = 299.792458;
    private static final LedgerKey KEY = LedgerKey.generate();

    /** Coordinates are degrees north and east. */
    private record Spot(double latitude, double longitude) {

        /** A spot that lies so many km away in a direction. */
        Spot away(double km, double direction) {
            double angle = km / EARTH_KM;
            double north = Math.toRadians(latitude);
            double reached = Math.asin(
                    Math.sin(north) * Math.cos(angle) + Math.cos(north) * Math.sin(angle) * Math.cos(direction));
            double east = Math.toRadians(longitude)
                    + Math.atan2(
                            Math.sin(direction) * Math.sin(angle) * Math.cos(north),
                            Math.cos(angle) - Math.sin(north) * Math.sin(reached));
            return new Spot(Math.toDegrees(reached), Math.toDegrees(east));
        }

        /** By the angle between the two vectors from the centre of the Earth: not the way the product reckons. */
        double kmTo(Spot other) {
            double[] a = vector();
            double[] b = other.vector();
            double dot = a[0] * b[0] + a[1] * b[1] + a[2] * b[2];
            double x = a[1] * b[2] - a[2] * b[1];
            double y = a[2] * b[0] - a[0] * b[2];
            double z = a[0] * b[1] - a[1] * b[0];
            return EARTH_KM * Math.atan2(Math.sqrt(x * x + y * y + z * z), dot);
        }

        private double[] vector() {
            double north = Math.toRadians(latitude);
            double east = Math.toRadians(longitude);
            return new double[] {Math.cos(north) * Math.cos(east), Math.cos(north) * Math.sin(east), Math.sin(north)};
        }
    }

    private static CloudRegion cloudRegion(String name, String country, Spot spot) {
        return new CloudRegion(
                name,
                name,
                country,
                "EU",
                spot.latitude,
                spot.longitude,
                1,
                Usd.ZERO,
                Usd.ZERO,
                Usd.ZERO,
                0,
                "model",
                "model");
    }

    private static World world(Spot a, Spot b, RoundTrip... roundTrips) {
        return World.of(List.of(
                new CatalogueSpec(
                        null,
                        null,
                        "own",
                        List.of(cloudRegion("a", "DE", a), cloudRegion("b", "US", b)),
                        null,
                        null,
                        null,
                        null),
                new CatalogueSpec(
                        null,
                        null,
                        null,
                        null,
                        null,
                        null,
                        null,
                        null,
                        List.of(roundTrips),
                        List.of(new Surveyor("tuev", KEY.publicKey())))));
    }

    private static SiteSpec claimed(String cloudRegion) {
        return new SiteSpec("eu-central", cloudRegion, Resources.NONE, null, null);
    }

    private static SiteSpec attested(String site, String cloudRegion, String country, LedgerKey key) {
        var text = Attestation.text(site, "eu-central", cloudRegion, country);
        return new SiteSpec(
                "eu-central",
                cloudRegion,
                Resources.NONE,
                null,
                null,
                new Attestation(country, "tuev", key.sign(text)),
                null,
                null);
    }

    private static Map<String, Kind> kinds(World world, Map<String, SiteSpec> sites) {
        var place = new SitePlace(world, sites::get);
        var kinds = new TreeMap<String, Kind>();
        sites.forEach((name, spec) -> kinds.put(name, place.of(name, spec).kind()));
        return kinds;
    }

    /** Whatever the path is, and wherever in their areas the two stand: light needs as long. */
    @Property(tries = 5_000)
    void no_true_place_is_ever_accused(
            @ForAll @DoubleRange(min = -90, max = 90) double latitudeA,
            @ForAll @DoubleRange(min = -180, max = 180) double longitudeA,
            @ForAll @DoubleRange(min = -90, max = 90) double latitudeB,
            @ForAll @DoubleRange(min = -180, max = 180) double longitudeB,
            @ForAll @DoubleRange(min = 0, max = Light.AREA_KM) double offA,
            @ForAll @DoubleRange(min = 0, max = Light.AREA_KM) double offB,
            @ForAll @DoubleRange(min = 0, max = 6.28) double direction,
            @ForAll @DoubleRange(min = 1, max = 3) double detour,
            @ForAll boolean isAttested) {
        var a = new Spot(latitudeA, longitudeA);
        var b = new Spot(latitudeB, longitudeB);
        double km = a.away(offA, direction).kmTo(b.away(offB, -direction));
        var world = world(a, b, new RoundTrip("one", "other", 2 * km * detour / KM_PER_MS));
        var sites = Map.of(
                "one", isAttested ? attested("one", "own/a", "DE", KEY) : claimed("own/a"), "other", claimed("own/b"));
        assertThat(kinds(world, sites)).doesNotContainValue(Kind.CONTRADICTED);
    }

    /** And whoever stands near a place and claims another, too far for what it answers in, is. */
    @Property(tries = 1_000)
    void a_false_place_is_accused_as_far_as_light_tells(
            @ForAll @DoubleRange(min = -80, max = 80) double latitude,
            @ForAll @DoubleRange(min = -180, max = 180) double longitude,
            @ForAll @DoubleRange(min = 1_500, max = 18_000) double claimedKm,
            @ForAll @DoubleRange(min = 0, max = 6.28) double direction) {
        var here = new Spot(latitude, longitude);
        double ms = 2 * (claimedKm * 0.9 - 200) / KM_PER_MS;
        var world = world(here, here.away(claimedKm, direction), new RoundTrip("liar", "own/a", ms));
        assertThat(kinds(world, Map.of("liar", claimed("own/b")))).containsValue(Kind.CONTRADICTED);
    }

    private static final Spot FRANKFURT = new Spot(50.1, 8.7);
    private static final Spot ASHBURN = new Spot(39.0, -77.5);

    @Test
    void an_attested_place_stands_against_a_claim_and_falls_with_the_map() {
        var near = world(FRANKFURT, ASHBURN, new RoundTrip("one", "other", 2));
        assertThat(kinds(near, Map.of("one", attested("one", "own/a", "DE", KEY), "other", claimed("own/b"))))
                .containsEntry("one", Kind.ATTESTED)
                .containsEntry("other", Kind.CONTRADICTED);
        assertThat(kinds(near, Map.of("one", claimed("own/a"), "other", claimed("own/b"))))
                .containsEntry("one", Kind.CONTRADICTED)
                .containsEntry("other", Kind.CONTRADICTED);
        var map = world(FRANKFURT, ASHBURN, new RoundTrip("own/b", "one", 2));
        assertThat(kinds(map, Map.of("one", attested("one", "own/a", "DE", KEY))))
                .containsEntry("one", Kind.CONTRADICTED);
    }

    @Test
    void a_contradiction_says_what_was_measured_and_asks_where_it_stands() {
        var world = world(FRANKFURT, ASHBURN, new RoundTrip("own/b", "one", 2));
        assertThat(new SitePlace(world, name -> null)
                        .of("one", claimed("own/a"))
                        .reason())
                .isEqualTo("it answers own/b within 2.0 ms, and over the 6555 km between their places light takes"
                        + " 42.1 ms at least: where does it stand?");
    }

    @Test
    void a_signature_for_something_else_by_someone_else_or_by_nobody_known_attests_nothing() {
        var world = world(FRANKFURT, ASHBURN);
        var place = new SitePlace(world, name -> null);
        assertThat(place.of("one", attested("one", "own/a", "DE", KEY)).reason())
                .isEqualTo("attested by tuev");
        for (var spec : List.of(
                claimed("own/a"),
                attested("another", "own/a", "DE", KEY),
                attested("one", "own/a", "DE", LedgerKey.generate()),
                new SiteSpec(
                        "eu-central",
                        "own/a",
                        Resources.NONE,
                        null,
                        null,
                        new Attestation("DE", "nobody", "00".repeat(64)),
                        null,
                        null))) assertThat(place.of("one", spec).kind()).isEqualTo(Kind.CLAIMED);
    }

    @Test
    void an_attested_country_that_the_catalogue_does_not_know_there_is_a_contradiction() {
        var place = new SitePlace(world(FRANKFURT, ASHBURN), name -> null);
        assertThat(place.of("one", attested("one", "own/a", "FR", KEY)))
                .isEqualTo(new SitePlace.Standing(
                        Kind.CONTRADICTED,
                        "tuev attests that it stands in FR, and own/a lies in DE: which of the two is true?"));
    }
}
