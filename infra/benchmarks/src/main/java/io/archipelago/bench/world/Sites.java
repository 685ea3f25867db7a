package io.archipelago.bench.world;

import io.archipelago.cli.Failure;
import io.archipelago.events.catalogue.CloudRegion;
import io.archipelago.events.catalogue.World;
import io.archipelago.events.quantity.Usd;
import java.util.ArrayList;
import java.util.List;

/**
 * Sites at the places of the catalogue. With fewer sites than cloud regions every n-th region has one; with more, regions
 * have several.
 */
record Sites(World world, List<Place> places) {
    private static final double GIB_PER_GB = 1.073741824;

    /** @param id of the cloud region, such as {@code aws/eu-central-1} */
    record Place(String name, String id, CloudRegion region) {
        String provider() {
            return id.substring(0, id.indexOf('/'));
        }
    }

    static Sites of(World world, int wanted) {
        var ids = List.copyOf(world.regionIds());
        if (ids.isEmpty()) throw new Failure("no cloud regions in the catalogue");
        var places = new ArrayList<Place>();
        for (int i = 0; i < wanted; i++) {
            int nth = wanted < ids.size() ? (int) ((long) i * ids.size() / wanted) : i % ids.size();
            var id = ids.get(nth);
            places.add(new Place(
                    id + (i / ids.size() == 0 ? "" : "/" + (i / ids.size() + 1)),
                    id,
                    world.region(id).orElseThrow()));
        }
        return new Sites(world, List.copyOf(places));
    }

    int count() {
        return places.size();
    }

    /** Round trips between sites in whole ms. */
    int[][] roundTrips() {
        var rtt = new int[count()][count()];
        for (int a = 0; a < count(); a++)
            for (int b = 0; b < count(); b++)
                if (a != b)
                    rtt[a][b] = (int) Math.round(
                            world.rttMs(places.get(a).id(), places.get(b).id()));
        return rtt;
    }

    /** Directed prices in micro-USD per GiB. */
    long[][] transferPrices() {
        var price = new long[count()][count()];
        for (int a = 0; a < count(); a++) for (int b = 0; b < count(); b++) price[a][b] = perGibibyte(a, b);
        return price;
    }

    private long perGibibyte(int from, int to) {
        Usd perGigabyte =
                world.transferPerGB(places.get(from).id(), places.get(to).id());
        return Math.round(perGigabyte.micros() * GIB_PER_GB);
    }
}
