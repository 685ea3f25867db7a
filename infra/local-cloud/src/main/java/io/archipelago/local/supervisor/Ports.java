package io.archipelago.local.supervisor;

import io.archipelago.local.Installation;
import io.archipelago.local.LocalCloudException;
import io.archipelago.local.LocalRegion;
import io.archipelago.local.PartName;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.OptionalInt;
import java.util.stream.IntStream;

/**
 * The loopback ports of a cloud: a block of 500 in which the supervisor has the first and each region a hundred. A cloud
 * keeps its block over restarts, unless another program has taken a port of it meanwhile. Blocks lie below the ports
 * that the kernel hands out to outgoing connections.
 *
 * @param base the block's first port
 */
public record Ports(int base) {
    private static final int FIRST_BLOCK = 18_000;
    private static final int LAST_BLOCK = 32_000;
    private static final int BLOCK = 500;
    private static final int REGION = 100;

    /**
     * The cloud's block, or a free one in its place.
     *
     * @param after blocks up to this base are passed over; 0 for none
     * @throws LocalCloudException when no block is free
     */
    public static Ports find(Installation installation, int after) throws IOException {
        var kept = kept(file(installation));
        if (kept.isPresent() && kept.getAsInt() > after && isFree(kept.getAsInt())) return new Ports(kept.getAsInt());
        return IntStream.iterate(FIRST_BLOCK, base -> base < LAST_BLOCK, base -> base + BLOCK)
                .filter(base -> base > after && isFree(base))
                .mapToObj(Ports::new)
                .findFirst()
                .orElseThrow(() -> new LocalCloudException("no block of free ports between " + FIRST_BLOCK + " and "
                        + LAST_BLOCK + " on this machine: end what holds them"));
    }

    /** Remembers the block; true when the cloud had another one before. */
    public boolean keep(Installation installation) throws IOException {
        var file = file(installation);
        var before = kept(file);
        Files.writeString(file, base + "\n", StandardCharsets.UTF_8);
        return before.isPresent() && before.getAsInt() != base;
    }

    public int control() {
        return base;
    }

    public int of(LocalRegion region) {
        return base + REGION * (LocalRegion.ALL.indexOf(region) + 1);
    }

    private static Path file(Installation installation) {
        return installation.state().resolve("ports");
    }

    private static OptionalInt kept(Path file) throws IOException {
        if (!Files.exists(file)) return OptionalInt.empty();
        try {
            return OptionalInt.of(Integer.parseInt(Files.readString(file).strip()));
        } catch (NumberFormatException e) {
            return OptionalInt.empty();
        }
    }

    private static boolean isFree(int base) {
        var ports = new Ports(base);
        return portFree(base)
                && LocalRegion.ALL.stream()
                        .allMatch(region -> Arrays.stream(PartName.values())
                                        .allMatch(part -> portFree(ports.of(region) + part.portOffset()))
                                && portFree(ports.of(region) + PartName.KAFKA.portOffset() + 1));
    }

    private static boolean portFree(int port) {
        try (var probe = new ServerSocket()) {
            probe.setReuseAddress(true);
            probe.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
            return true;
        } catch (IOException e) {
            return false;
        }
    }
}
