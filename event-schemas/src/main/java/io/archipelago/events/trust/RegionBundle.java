package io.archipelago.events.trust;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.util.List;
import java.util.Objects;
import java.util.SortedMap;
import org.jspecify.annotations.Nullable;

/**
 * How a region is known: who may sign its certificates, and what its services sign their events with. The body of {@code
 * trust.bundles.v1}: one line of JSON whose last field is the signature of all before it, by an authority that the reader
 * believes already or that one of those has named its successor.
 *
 * @param revision higher with each bundle of the region
 * @param authorities their certificates as PEM; several while one replaces another
 * @param keys by service, 64 hexadecimal digits each: the newest first, and all whose events are still there
 * @param signature ECDSA on P-256 with SHA-256 (IEEE P1363), 128 hexadecimal digits; null while it is not signed
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record RegionBundle(
        String region,
        long revision,
        List<String> authorities,
        SortedMap<String, List<String>> keys,
        @Nullable String signature) {

    public static final String TOPIC = "trust.bundles.v1";

    public RegionBundle {
        Objects.requireNonNull(region, "region");
        authorities = List.copyOf(authorities);
        Objects.requireNonNull(keys, "keys");
    }
}
