package io.archipelago.local.trust;

import io.archipelago.events.trust.RegionBundle;
import io.archipelago.topology.access.Identity;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.TreeMap;

/** Makes certificates that no honest region would make. */
public final class Forger {
    private Forger() {}

    /**
     * What a forger holds.
     *
     * @param credential key and certificate
     * @param certificate alone
     */
    public record Files(Path credential, Path certificate) {}

    /**
     * A certificate for this name, signed by whoever holds the authority of a region.
     *
     * @param folder of the region's certificates
     */
    public static Files signed(String region, Path folder, Identity name, Path file) throws IOException {
        var stolen = Authority.keptIn(region, folder.resolve("authority.pem"), folder.resolve("authority.key"));
        return write(stolen, name, file);
    }

    /** A certificate for this name, signed by an authority that nobody has heard of. */
    public static Files unknown(Identity name, Path file) throws IOException {
        return write(Authority.make(name.region()), name, file);
    }

    /** A bundle that says how a region is known from now on, by an authority that nobody has heard of. */
    public static String bundle(String region) {
        var twin = Authority.make(region);
        var unsigned =
                new RegionBundle(region, Long.MAX_VALUE, List.of(Pem.of(twin.certificate())), new TreeMap<>(), null);
        return SignedBundle.sign(unsigned, twin.key());
    }

    private static Files write(Authority authority, Identity name, Path file) throws IOException {
        var made = authority.issue(name, false);
        var certificate = file.resolveSibling(file.getFileName() + ".crt");
        Pem.write(file, Pem.of(made.key()) + Pem.of(made.certificate()));
        Pem.write(certificate, Pem.of(made.certificate()));
        return new Files(file, certificate);
    }
}
