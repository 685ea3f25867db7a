package io.archipelago.observability.domain;

import io.archipelago.events.catalogue.City;
import io.archipelago.events.catalogue.World;
import io.archipelago.events.placement.TrafficWeights.AreaWeights;
import io.archipelago.observability.domain.Picture.Point;
import io.archipelago.observability.domain.Picture.SiteWeightRow;
import io.archipelago.observability.domain.Picture.WeightRow;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Optional;

/** Where the users of each area are sent. */
final class WeightRows {

    private WeightRows() {}

    static List<WeightRow> of(Facts facts) {
        var points = new HashMap<String, Optional<Point>>();
        var rows = new ArrayList<WeightRow>();
        Plans.inForce(facts.weights).forEach((workload, plan) -> {
            for (var area : plan.body().areas())
                rows.add(row(workload, area, points.computeIfAbsent(area.area(), name -> middle(facts.world(), name))));
        });
        return rows;
    }

    private static WeightRow row(String workload, AreaWeights area, Optional<Point> point) {
        int slash = area.area().indexOf('/');
        return new WeightRow(
                workload,
                area.area(),
                slash < 0 ? area.area() : area.area().substring(0, slash),
                slash < 0 ? null : area.area().substring(slash + 1),
                point.map(Point::latitude).orElse(null),
                point.map(Point::longitude).orElse(null),
                area.requestsPerSecond(),
                area.withinObjective(),
                area.meanRttMs(),
                area.sites().stream()
                        .map(s -> new SiteWeightRow(s.site(), s.region(), s.permille()))
                        .toList());
    }

    /** The middle of an area's people, reckoned on the sphere: a country may lie on both sides of the date line. */
    static Optional<Point> middle(World world, String area) {
        double x = 0;
        double y = 0;
        double z = 0;
        for (City city : world.cities(area)) {
            double latitude = StrictMath.toRadians(city.latitude());
            double longitude = StrictMath.toRadians(city.longitude());
            x += city.population() * StrictMath.cos(latitude) * StrictMath.cos(longitude);
            y += city.population() * StrictMath.cos(latitude) * StrictMath.sin(longitude);
            z += city.population() * StrictMath.sin(latitude);
        }
        if (x == 0 && y == 0 && z == 0) return Optional.empty();
        return Optional.of(new Point(
                hundredths(StrictMath.toDegrees(StrictMath.atan2(z, StrictMath.hypot(x, y)))),
                hundredths(StrictMath.toDegrees(StrictMath.atan2(y, x)))));
    }

    private static double hundredths(double degrees) {
        return Math.round(degrees * 100) / 100.0;
    }
}
