package io.archipelago.events.place;

import io.archipelago.events.catalogue.CloudRegion;
import io.archipelago.events.catalogue.RoundTrip;
import io.archipelago.events.catalogue.World;
import io.archipelago.events.inventory.SiteSpec;
import io.archipelago.events.ledger.LedgerKey;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * What speaks for and against the place a site claims. A claim may be attested by a surveyor's signature, and a measured
 * round trip shorter than light allows contradicts it. Of two ends that cannot both be true the one with less behind it
 * is contradicted: a claim before an attested place, either before a cloud region of a catalogue; of equals, both, for
 * nobody can tell which. The same catalogues and sites give the same answer everywhere. Not thread-safe.
 */
public final class SitePlace {

    private final World world;
    private final Function<String, @Nullable SiteSpec> sites;
    private final Map<Signed, Boolean> checked = new HashMap<>(); // planning asks for each workload again

    /** @param sites what is declared of a site, by its name; null for one that is not */
    public SitePlace(World world, Function<String, @Nullable SiteSpec> sites) {
        this.world = world;
        this.sites = sites;
    }

    public enum Kind {
        ATTESTED,
        CLAIMED,
        CONTRADICTED;

        /** As people read it. */
        public String word() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /** @param reason one sentence: by whom it is attested, what is missing, or what speaks against it */
    public record Standing(Kind kind, String reason) {}

    private record Signed(String text, String signature, String key) {
        boolean fits() {
            return LedgerKey.isSigned(text, signature, key);
        }
    }

    /** What is made of a site's place. */
    public Standing of(String site, SiteSpec spec) {
        return contradiction(site, spec)
                .map(reason -> new Standing(Kind.CONTRADICTED, reason))
                .orElseGet(() -> {
                    var lacking = lacking(site, spec);
                    var place = spec.place();
                    return lacking == null && place != null
                            ? new Standing(Kind.ATTESTED, "attested by " + place.surveyor())
                            : new Standing(Kind.CLAIMED, "claimed, not attested: " + lacking);
                });
    }

    /** True when a trusted surveyor's signature says that the site stands where it claims, and nothing contradicts it. */
    public boolean isAttested(String site, SiteSpec spec) {
        return of(site, spec).kind() == Kind.ATTESTED;
    }

    /** Why a site cannot be where it claims, with the question that would settle it; empty when nothing says so. */
    public Optional<String> contradiction(String site, SiteSpec spec) {
        var attested = spec.place();
        var claimed = world.region(spec.cloudRegion()).map(CloudRegion::country).orElse(null);
        if (attested != null && claimed != null && !claimed.equals(attested.country()) && lacking(site, spec) == null)
            return Optional.of(attested.surveyor() + " attests that it stands in " + attested.country() + ", and "
                    + spec.cloudRegion() + " lies in " + claimed + ": which of the two is true?");
        for (var roundTrip : world.roundTrips(site)) {
            var against = contradiction(site, spec, roundTrip);
            if (against != null) return Optional.of(against);
        }
        return Optional.empty();
    }

    private @Nullable String contradiction(String site, SiteSpec spec, RoundTrip roundTrip) {
        var other = roundTrip.from().equals(site) ? roundTrip.to() : roundTrip.from();
        var otherSpec = isCloudRegion(other) ? null : sites.apply(other);
        var otherRegion = isCloudRegion(other) ? other : otherSpec == null ? null : otherSpec.cloudRegion();
        if (otherRegion == null
                || world.region(spec.cloudRegion()).isEmpty()
                || world.region(otherRegion).isEmpty()) return null;
        double km = world.distanceKm(spec.cloudRegion(), otherRegion);
        double least = Light.leastRttMs(km);
        if (roundTrip.ms() >= least) return null;
        boolean isOther = otherSpec != null && lacking(site, spec) == null && lacking(other, otherSpec) != null;
        return isOther
                ? null
                : String.format(
                        Locale.ROOT,
                        "it answers %s within %.1f ms, and over the %.0f km between their places light takes %.1f ms at"
                                + " least: where does it stand?",
                        other,
                        roundTrip.ms(),
                        km,
                        least);
    }

    private static boolean isCloudRegion(String end) {
        return end.indexOf('/') >= 0;
    }

    /** What keeps a claim from being attested; null when it is. */
    private @Nullable String lacking(String site, SiteSpec spec) {
        var place = spec.place();
        if (place == null) return "nobody has signed it";
        var key = world.surveyor(place.surveyor());
        if (key.isEmpty()) return "no catalogue names a surveyor " + place.surveyor();
        var text = Attestation.text(site, spec.region(), spec.cloudRegion(), place.country());
        return checked.computeIfAbsent(new Signed(text, place.signature(), key.get()), Signed::fits)
                ? null
                : "the signature of " + place.surveyor() + " is not for: " + text;
    }
}
