package io.archipelago.events.inventory;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.archipelago.events.place.Attestation;
import io.archipelago.events.quantity.Bytes;
import io.archipelago.events.quantity.Cpu;
import io.archipelago.events.quantity.Resources;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Where replicas run: a cloud region or zone, an edge site, a cluster.
 *
 * @param region the Archipelago region that owns the site and alone admits replicas to it
 * @param cloudRegion the catalogue entry it stands in, such as {@code aws/eu-central-1}: gives country, coordinates,
 *     prices and carbon
 * @param capacity what it has for replicas, all in all
 * @param fillLimit the share of the capacity that may be promised, in percent; 85 unless said
 * @param cordoned true to admit nothing new
 * @param place somebody's signed word that it stands there; null while that is a claim
 * @param certifications what it says it is certified for, such as {@code iso27001}
 * @param corridor a name for what fails together across sites, of other regions too: a cable, a flood plain, a power grid; null
 *     where it fails with its region
 */
@JsonInclude(JsonInclude.Include.NON_EMPTY)
public record SiteSpec(
        String region,
        String cloudRegion,
        Resources capacity,
        @Nullable Integer fillLimit,
        @Nullable Boolean cordoned,
        @Nullable Attestation place,
        List<String> certifications,
        @Nullable String corridor) {

    public SiteSpec(
            String region,
            String cloudRegion,
            Resources capacity,
            @Nullable Integer fillLimit,
            @Nullable Boolean cordoned,
            @Nullable Attestation place,
            @Nullable List<String> certifications,
            @Nullable String corridor) {
        this.region = region;
        this.cloudRegion = cloudRegion;
        this.capacity = capacity;
        this.fillLimit = fillLimit;
        this.cordoned = cordoned;
        this.place = place;
        this.certifications = certifications == null ? List.of() : List.copyOf(certifications);
        this.corridor = corridor;
    }

    /** A claim, certified for nothing, in no corridor. */
    public SiteSpec(
            String region,
            String cloudRegion,
            Resources capacity,
            @Nullable Integer fillLimit,
            @Nullable Boolean cordoned) {
        this(region, cloudRegion, capacity, fillLimit, cordoned, null, null, null);
    }

    public static final int DEFAULT_FILL_LIMIT_PERCENT = 85;

    /** The part of the capacity that may be promised to replicas. */
    public Resources promisable() {
        long percent = fillLimit == null ? DEFAULT_FILL_LIMIT_PERCENT : fillLimit;
        return new Resources(
                new Cpu(share(capacity.cpu().millis(), percent)),
                new Bytes(share(capacity.memory().count(), percent)),
                new Bytes(share(capacity.storage().count(), percent)));
    }

    /** Exact, and safe from overflow. */
    private static long share(long amount, long percent) {
        return amount / 100 * percent + amount % 100 * percent / 100;
    }

    /** The corridor, or the region where none is named: sites that share it are taken to fail together. */
    public String failsWith() {
        return corridor == null ? region : corridor;
    }

    /** True when nothing new may be admitted. */
    public boolean closed() {
        return Boolean.TRUE.equals(cordoned);
    }
}
