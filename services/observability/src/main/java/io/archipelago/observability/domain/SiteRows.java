package io.archipelago.observability.domain;

import io.archipelago.events.catalogue.CloudRegion;
import io.archipelago.events.inventory.SiteSpec;
import io.archipelago.events.place.SitePlace;
import io.archipelago.events.quantity.Resources;
import io.archipelago.observability.domain.Picture.SiteRow;
import java.util.List;
import java.util.TreeMap;

/** The sites of all regions, with what they have promised. */
final class SiteRows {

    private record Held(Resources resources, int replicas) {
        static final Held NOTHING = new Held(Resources.NONE, 0);

        Held plus(Held other) {
            return new Held(resources.plus(other.resources), replicas + other.replicas);
        }
    }

    private SiteRows() {}

    static List<SiteRow> of(Facts facts) {
        var held = new TreeMap<String, Held>();
        for (var reservation : facts.reservations.values()) {
            var told = reservation.perReplica();
            var replica = told == null ? replica(facts, reservation.workload()) : told;
            var resources = replica.times(reservation.granted());
            held.merge(reservation.site(), new Held(resources, reservation.granted()), Held::plus);
        }
        var places = new SitePlace(facts.world(), name -> {
            var site = facts.sites.get(name);
            return site == null ? null : site.spec();
        });
        return facts.sites.values().stream()
                .map(site -> row(
                        facts,
                        site.name(),
                        site.spec(),
                        held.getOrDefault(site.name(), Held.NOTHING),
                        places.of(site.name(), site.spec())))
                .toList();
    }

    private static Resources replica(Facts facts, String workload) {
        var declared = facts.workloads.get(workload);
        if (declared != null) return declared.spec().resources();
        var placed = Plans.inForce(facts.placements).get(workload);
        return placed == null ? Resources.NONE : placed.body().perReplica();
    }

    private static SiteRow row(Facts facts, String name, SiteSpec spec, Held held, SitePlace.Standing standing) {
        var where = facts.world().region(spec.cloudRegion());
        int slash = spec.cloudRegion().indexOf('/');
        return new SiteRow(
                name,
                spec.region(),
                spec.cloudRegion(),
                slash < 0 ? spec.cloudRegion() : spec.cloudRegion().substring(0, slash),
                where.map(CloudRegion::title).orElse(null),
                where.map(CloudRegion::country).orElse(null),
                where.map(CloudRegion::latitude).orElse(null),
                where.map(CloudRegion::longitude).orElse(null),
                spec.capacity(),
                spec.promisable(),
                held.resources,
                fill(held.resources, spec.promisable()),
                held.replicas,
                spec.closed(),
                standing.kind().word(),
                standing.reason());
    }

    private static double fill(Resources promised, Resources promisable) {
        double fullest = Math.max(
                share(promised.cpu().millis(), promisable.cpu().millis()),
                Math.max(
                        share(promised.memory().count(), promisable.memory().count()),
                        share(promised.storage().count(), promisable.storage().count())));
        return Math.round(fullest * 1000) / 1000.0;
    }

    private static double share(long part, long whole) {
        return part == 0 ? 0 : whole == 0 ? 1 : part / (double) whole;
    }
}
