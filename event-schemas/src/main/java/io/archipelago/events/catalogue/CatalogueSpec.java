package io.archipelago.events.catalogue;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Facts of the world that nobody here decides: the spec of a {@code Catalogue}. One resource usually holds one
 * provider; {@link World} reads all of them together.
 *
 * @param description what a reader should know of it
 * @param sources where the figures come from, with their date
 * @param provider the provider of {@code regions}; null when there are none
 * @param transfers directed prices out of this provider's regions
 * @param rtt measured round trips between this provider's regions
 * @param rttModel how round trips are reckoned where none was measured; one catalogue has it
 * @param cities where people are
 * @param roundTrips measured between sites, or between sites and cloud regions of whatever provider
 * @param surveyors whose word for the place of a site is trusted
 */
@JsonInclude(JsonInclude.Include.NON_EMPTY)
public record CatalogueSpec(
        @Nullable String description,
        List<Source> sources,
        @Nullable String provider,
        List<CloudRegion> regions,
        List<TransferPrice> transfers,
        @Nullable RttMatrix rtt,
        @Nullable RttModel rttModel,
        List<City> cities,
        List<RoundTrip> roundTrips,
        List<Surveyor> surveyors) {

    public CatalogueSpec(
            @Nullable String description,
            @Nullable List<Source> sources,
            @Nullable String provider,
            @Nullable List<CloudRegion> regions,
            @Nullable List<TransferPrice> transfers,
            @Nullable RttMatrix rtt,
            @Nullable RttModel rttModel,
            @Nullable List<City> cities,
            @Nullable List<RoundTrip> roundTrips,
            @Nullable List<Surveyor> surveyors) {
        this.description = description;
        this.sources = sources == null ? List.of() : sources;
        this.provider = provider;
        this.regions = regions == null ? List.of() : regions;
        this.transfers = transfers == null ? List.of() : transfers;
        this.rtt = rtt;
        this.rttModel = rttModel;
        this.cities = cities == null ? List.of() : cities;
        this.roundTrips = roundTrips == null ? List.of() : roundTrips;
        this.surveyors = surveyors == null ? List.of() : surveyors;
    }

    /** Of one that says nothing of sites. */
    public CatalogueSpec(
            @Nullable String description,
            @Nullable List<Source> sources,
            @Nullable String provider,
            @Nullable List<CloudRegion> regions,
            @Nullable List<TransferPrice> transfers,
            @Nullable RttMatrix rtt,
            @Nullable RttModel rttModel,
            @Nullable List<City> cities) {
        this(description, sources, provider, regions, transfers, rtt, rttModel, cities, null, null);
    }

    /** @param date of the figures, ISO 8601, as precise as it is known */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    public record Source(
            String what, String from, String date, @Nullable String licence) {}
}
