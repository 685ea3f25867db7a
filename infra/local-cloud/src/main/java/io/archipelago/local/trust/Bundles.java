package io.archipelago.local.trust;

import io.archipelago.events.trust.RegionBundle;
import io.archipelago.local.Installation;
import io.archipelago.local.LocalCloudException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * What regions say of themselves and what they know of each other, in {@code data/REGION/trust}: {@code bundle.json} is the
 * region's own word, {@code peers/PEER.json} the last of a peer that was taken, {@code peers/PEER.refused} why another
 * one was not. What is taken is put into the files that whoever opens a connection or checks an event reads.
 */
public final class Bundles {

    private static final String KNOWN = ".json";
    private static final String REFUSED = ".refused";

    private final Installation installation;
    private final Trust trust;
    private final EventKeys eventKeys;

    public Bundles(Installation installation, Trust trust, EventKeys eventKeys) {
        this.installation = installation;
        this.trust = trust;
        this.eventKeys = eventKeys;
    }

    /** What a region says of itself: one line, signed anew when its authorities or its keys for events are others. */
    public synchronized String own(String region) {
        try {
            var file = installation.trust(region).resolve("bundle.json");
            var authorities = trust.authorities(region);
            var keys = eventKeys.publicKeys(region);
            long revision = 0;
            if (Files.exists(file)) {
                var said = Files.readString(file);
                var body = SignedBundle.read(said).body();
                if (body.authorities().equals(authorities) && body.keys().equals(keys)) return said;
                revision = body.revision();
            }
            // By the clock, so that a region that was put back from a backup does not say what it has said before.
            revision = Math.max(revision + 1, System.currentTimeMillis());
            var text = trust.sign(new RegionBundle(region, revision, authorities, keys, null));
            Pem.write(file, text);
            return text;
        } catch (IOException e) {
            throw failure(region, e);
        }
    }

    /** How a region first hears of a peer, and again when it starts: no event can cross before there is trust. */
    public synchronized void introduce(String region, String peer) {
        try {
            eventKeys.makeMissing();
            take(region, peer, own(peer));
        } catch (IOException e) {
            throw failure(region, e);
        }
    }

    /**
     * What came to a region as the word of a peer is taken, or refused.
     *
     * @param past whether the peer may have said more since, so that an older word is only repeated
     */
    public synchronized Renewal hear(String region, String peer, String claimed, boolean past) {
        try {
            var heard = Renewal.of(known(region, peer), claimed);
            if (past
                    && heard instanceof Renewal.Refused(var reason, var detail)
                    && reason == Renewal.Reason.ROLLED_BACK) return new Renewal.Repeated();
            switch (heard) {
                case Renewal.Adopted adopted -> take(region, peer, claimed);
                case Renewal.Refused refused ->
                    Pem.write(file(region, peer, REFUSED), refused.reason() + ": " + refused.detail());
                case Renewal.Repeated repeated -> {}
            }
            return heard;
        } catch (IOException e) {
            throw failure(region, e);
        }
    }

    /** Whether a region knows what a peer says of itself now. */
    public synchronized boolean isKnown(String region, String peer) {
        try {
            var latest = SignedBundle.read(own(peer)).body().revision();
            return known(region, peer).body().revision() >= latest;
        } catch (IOException e) {
            throw failure(region, e);
        }
    }

    private SignedBundle known(String region, String peer) throws IOException {
        return SignedBundle.read(Files.readString(file(region, peer, KNOWN)));
    }

    private void take(String region, String peer, String text) throws IOException {
        var bundle = SignedBundle.read(text).body();
        trust.believe(region, peer, String.join("", bundle.authorities()));
        eventKeys.believe(region, peer, bundle.keys());
        Pem.write(file(region, peer, KNOWN), text);
        Files.deleteIfExists(file(region, peer, REFUSED));
    }

    /**
     * What a region knows of a peer, for people.
     *
     * @param refused why the last thing that was said to come from there was not taken; empty when it was
     */
    public record Peer(String name, long revision, int authorities, String refused) {

        /** Of all peers that a region was ever told of, by name; empty before it was told of any. */
        public static List<Peer> in(Path trust) throws IOException {
            var folder = trust.resolve("peers");
            var all = new ArrayList<Peer>();
            if (!Files.exists(folder)) return all;
            try (var files = Files.list(folder)) {
                for (var file : files.sorted().toList()) {
                    var name = file.getFileName().toString();
                    if (!name.endsWith(KNOWN)) continue;
                    var peer = name.substring(0, name.length() - KNOWN.length());
                    var body = SignedBundle.read(Files.readString(file)).body();
                    var refused = folder.resolve(peer + REFUSED);
                    all.add(new Peer(
                            peer,
                            body.revision(),
                            body.authorities().size(),
                            Files.exists(refused) ? Files.readString(refused) : ""));
                }
            }
            return all;
        }
    }

    private Path file(String region, String peer, String end) {
        return installation.trust(region).resolve("peers").resolve(peer + end);
    }

    private static LocalCloudException failure(String region, IOException e) {
        return new LocalCloudException("what " + region + " believes cannot be read or written: " + e.getMessage(), e);
    }
}
