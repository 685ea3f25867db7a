package io.archipelago.local.part;

import io.archipelago.local.PartName;
import io.archipelago.local.process.Command;
import io.archipelago.local.process.LogFile;
import java.io.IOException;
import java.time.Duration;

/**
 * All there is to know about running one part of a region.
 *
 * @param address host:port or URL where it answers
 * @param port its loopback port; must be free when it starts
 * @param readyLimit how long it may take until it answers
 * @param stopSignal asks it to end in an orderly way
 * @param stopLimit how long it may take to end
 */
public record PartSpec(
        String region,
        PartName name,
        LogFile log,
        String address,
        int port,
        Starter starter,
        Probe probe,
        Duration readyLimit,
        String stopSignal,
        Duration stopLimit) {

    /** Prepares what the part needs and says how to start it; called before each start. */
    @FunctionalInterface
    public interface Starter {
        Command prepare() throws IOException;
    }

    /** Asks whether the part can be used; false or an exception while it cannot. */
    @FunctionalInterface
    public interface Probe {
        boolean ready() throws Exception;
    }

    public String id() {
        return region + "/" + name.text();
    }
}
