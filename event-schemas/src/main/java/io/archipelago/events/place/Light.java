package io.archipelago.events.place;

/**
 * Nothing answers faster than light. The bound is that of a vacuum, which no cable reaches, and of places as coarse as
 * catalogues name them: what is below it cannot be, whatever the path is.
 */
public final class Light {

    /** 299,792.458 km/s, exact by the definition of the metre. */
    private static final double KM_PER_MS = 299.792458;

    /** Coordinates stand for a city and what is around it: a place may lie this far from them. */
    public static final double AREA_KM = 100;

    /** Great circles are reckoned on a sphere; on the ellipsoid (WGS 84) no way is shorter by more than 0.6 %. */
    private static final double ROUNDNESS = 0.994;

    private Light() {}

    /** The shortest round trip in ms between two places whose coordinates lie that far apart. */
    public static double leastRttMs(double km) {
        return 2 * Math.max(0, km * ROUNDNESS - 2 * AREA_KM) / KM_PER_MS;
    }
}
