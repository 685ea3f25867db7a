package io.archipelago.placement.domain;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.archipelago.events.quantity.Usd;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What entering a market would take. Nothing was changed.
 *
 * @param candidates the cloud regions in the country, nearest to its people first, then the nearest ones abroad
 * @param reach the largest cities, each with the nearest candidate the law allows
 * @param proposal where the engine would run the workload if every candidate were a site with room; measured over all its
 *     users
 * @param conflicts what keeps it from having all it asks for; none when nothing does
 * @param gaps what is missing before the market can be served
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record MarketReport(
        Market market,
        List<Candidate> candidates,
        List<Reach> reach,
        Preview.Side proposal,
        double gramsCo2PerHour,
        List<Explanation.Conflict> conflicts,
        List<Gap> gaps) {

    /**
     * @param sites declared there already
     * @param rtt of the country's people
     * @param perHour list price of all replicas that are wanted
     * @param gramsCo2PerHour what they emit
     * @param priceBasis {@code list} for the provider's own price, {@code model} where it is reckoned
     */
    public record Candidate(
            String cloudRegion,
            String title,
            String country,
            int zones,
            List<String> sites,
            Explanation.Law law,
            Distribution rtt,
            Usd perHour,
            double gramsCo2PerHour,
            String priceBasis) {}

    /**
     * Round trips in ms over the country's cities, weighted by people.
     *
     * @param within share of the people that lie within the workload's objective, 0 to 1; null without one
     */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    public record Distribution(
            double p50,
            double p90,
            double p99,
            double worst,
            @Nullable Double within) {}

    /** @param cloudRegion the nearest candidate the law allows; null when there is none */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    public record Reach(
            String city,
            long people,
            @Nullable String cloudRegion,
            @Nullable Double rttMs) {}

    /** @param kind one word: region, site, law, latency, certification, cities, demand */
    public record Gap(String kind, String text) {}
}
