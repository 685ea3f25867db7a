package io.archipelago.observability.domain;

import io.archipelago.events.catalogue.CloudRegion;
import io.archipelago.events.catalogue.World;
import io.archipelago.events.observability.LinkHealth;
import io.archipelago.events.quantity.Usd;
import io.archipelago.observability.domain.Outlook.Place;
import io.archipelago.observability.domain.Picture.LinkRow;
import io.archipelago.observability.domain.Picture.RegionRow;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** The regions and the directed links between them. */
final class RegionRows {

    private RegionRows() {}

    static List<RegionRow> regions(Outlook outlook, Watch watch, World world, Instant now) {
        var health = watch.regions(now);
        var rows = new ArrayList<RegionRow>();
        for (var place : outlook.all()) {
            var known = health.get(place.region());
            if (known == null) continue;
            var where = world.region(place.location());
            rows.add(new RegionRow(
                    place.region(),
                    place.equals(outlook.home()),
                    place.jurisdiction(),
                    place.location(),
                    where.map(CloudRegion::title).orElse(null),
                    where.map(CloudRegion::latitude).orElse(null),
                    where.map(CloudRegion::longitude).orElse(null),
                    known.verdict(),
                    known.since(),
                    known.lastWordAt(),
                    known.detectionMs(),
                    known.reason()));
        }
        return rows;
    }

    static List<LinkRow> links(Outlook outlook, Watch watch, Facts facts, Instant now) {
        var crossed = new TreeMap<String, Crossing>();
        for (var crossing : facts.crossings.values())
            crossed.merge(crossing.from() + "->" + crossing.to(), crossing, RegionRows::together);
        var rows = new ArrayList<LinkRow>();
        for (var from : outlook.all())
            for (var to : outlook.all())
                if (!from.equals(to))
                    rows.add(row(
                            watch.link(from.region(), to.region(), now),
                            to.equals(outlook.home()),
                            price(facts.world(), from, to),
                            crossed.get(from.region() + "->" + to.region())));
        return rows;
    }

    private static Crossing together(Crossing a, Crossing b) {
        return new Crossing(
                "",
                a.from(),
                a.to(),
                a.records() + b.records(),
                a.bytes() + b.bytes(),
                Crossing.sum(a.keptHome(), b.keptHome()),
                0,
                a.windowEnd());
    }

    private static @Nullable Usd price(World world, Place from, Place to) {
        return world.region(from.location()).isPresent()
                        && world.region(to.location()).isPresent()
                ? world.transferPerGB(from.location(), to.location())
                : null;
    }

    private static LinkRow row(LinkHealth link, boolean heardHere, @Nullable Usd perGB, @Nullable Crossing crossed) {
        return new LinkRow(
                link.from(),
                link.to(),
                link.state(),
                heardHere ? link.since() : null,
                link.lastWordAt(),
                link.lagMsP50(),
                link.lagMsP99(),
                heardHere ? link.received() : null,
                heardHere ? link.lost() : null,
                link.to(),
                perGB,
                crossed == null ? 0 : crossed.bytes(),
                crossed == null ? 0 : crossed.records(),
                crossed == null ? Map.of() : crossed.keptHome());
    }
}
