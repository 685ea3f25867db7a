package io.archipelago.local.containers;

import io.archipelago.local.LocalRegion;
import io.archipelago.local.PartName;

/** Where the parts of a region answer: to each other by their containers' names, to this machine by the local cloud's ports. */
public final class Address {
    private static final int FIRST_PORT = 18_000;
    private static final int PORTS_OF_A_REGION = 100;

    private Address() {}

    public static String host(LocalRegion region, PartName part) {
        return region.name() + "-" + part.text();
    }

    public static int port(PartName part) {
        return switch (part) {
            case POSTGRES -> 5432;
            case KAFKA -> 9092;
            case CONNECT -> 8083;
            default -> 8080;
        };
    }

    /** Among containers. */
    public static String inside(LocalRegion region, PartName part) {
        return host(region, part) + ":" + port(part);
    }

    /** From this machine. */
    public static String outside(LocalRegion region, PartName part) {
        return "127.0.0.1:" + published(region, part);
    }

    public static int published(LocalRegion region, PartName part) {
        return FIRST_PORT + PORTS_OF_A_REGION * (LocalRegion.ALL.indexOf(region) + 1) + part.portOffset();
    }
}
