package io.archipelago.observability.domain;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.archipelago.events.actuation.ReplicasObserved;
import io.archipelago.events.placement.Placement;
import io.archipelago.events.quantity.Resources;
import io.archipelago.events.quantity.Usd;
import io.archipelago.events.residency.CanarySighted;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What one region knows of the cloud, in sections; a section that was not asked for is null. See docs/console-api.md. */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record Picture(
        String viewingFrom,
        Instant asOf,
        @Nullable List<RegionRow> regions,
        @Nullable List<LinkRow> links,
        @Nullable List<SiteRow> sites,
        @Nullable List<WorkloadRow> workloads,
        @Nullable List<WeightRow> weights,
        @Nullable List<DataRow> data,
        @Nullable List<Flow> flows,
        @Nullable Money money,
        @Nullable List<CanarySighted> alarms) {

    /** Where something is drawn on the map. */
    public record Point(double latitude, double longitude) {}

    @JsonInclude(JsonInclude.Include.NON_NULL)
    public record RegionRow(
            String region,
            boolean self,
            String jurisdiction,
            String location,
            @Nullable String title,
            @Nullable Double latitude,
            @Nullable Double longitude,
            String verdict,
            Instant since,
            @Nullable Instant lastWordAt,
            @Nullable Long detectionMs,
            String reason) {}

    /** @param reportedBy the end that judged it */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    public record LinkRow(
            String from,
            String to,
            String state,
            @Nullable Instant since,
            @Nullable Instant lastWordAt,
            @Nullable Double lagMsP50,
            @Nullable Double lagMsP99,
            @Nullable Long received,
            @Nullable Long lost,
            String reportedBy,
            @Nullable Usd perGB,
            long bytes,
            long records,
            Map<String, Long> keptHome) {}

    /**
     * @param fill the fullest dimension of promised to promisable, 0 to 1
     * @param place attested, claimed or contradicted
     * @param placeReason by whom, or what speaks against it
     */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    public record SiteRow(
            String site,
            String region,
            String cloudRegion,
            String provider,
            @Nullable String title,
            @Nullable String country,
            @Nullable Double latitude,
            @Nullable Double longitude,
            Resources capacity,
            Resources promisable,
            Resources promised,
            double fill,
            int replicas,
            boolean cordoned,
            String place,
            String placeReason) {}

    /** @param plannedBy the region whose plan is in force: another than the home after a takeover */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    public record WorkloadRow(
            String workload,
            String owner,
            String home,
            @Nullable String plannedBy,
            int wanted,
            int placed,
            List<Placement.Waiting> waiting,
            Usd perHour,
            @Nullable Usd budgetPerHour,
            @Nullable String cause,
            @Nullable Instant decidedAt,
            @Nullable Long epoch,
            @Nullable Long plan,
            @Nullable Double latencyMs,
            @Nullable Double share,
            @Nullable Double withinObjective,
            List<String> data,
            List<SiteShareRow> sites) {}

    /**
     * A site where a workload is placed, or still runs.
     *
     * @param replicas decided by the plan
     * @param admitted granted by the region that owns the site
     * @param ready really running and ready to serve; null where no actuator tells
     * @param run the actuator's word for it
     * @param gap why what runs is not what is decided; null when it is, or when nobody tells
     */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    public record SiteShareRow(
            String site,
            String region,
            int replicas,
            double requestsPerSecond,
            Usd perHour,
            int admitted,
            @Nullable Integer ready,
            ReplicasObserved.@Nullable State run,
            @Nullable String gap) {}

    @JsonInclude(JsonInclude.Include.NON_NULL)
    public record WeightRow(
            String workload,
            String area,
            String country,
            @Nullable String city,
            @Nullable Double latitude,
            @Nullable Double longitude,
            double requestsPerSecond,
            double withinObjective,
            double meanRttMs,
            List<SiteWeightRow> sites) {}

    public record SiteWeightRow(String site, String region, int permille) {}

    @JsonInclude(JsonInclude.Include.NON_NULL)
    public record DataRow(
            String subject,
            @Nullable String owner,
            @Nullable String dataClass,
            @Nullable String jurisdiction,
            List<String> copies,
            List<String> allowed,
            List<Denial> denied) {}

    @JsonInclude(JsonInclude.Include.NON_NULL)
    public record Denial(
            String jurisdiction,
            List<String> rules,
            String reason,
            @Nullable String source) {}

    /** @param billed of the last 24 hours, of all regions */
    public record Money(Usd perHour, Usd billed, List<MoneyRow> byOwner, List<MoneyRow> byLink) {}

    public record MoneyRow(String name, Usd perHour, Usd billed) {}

    static Picture of(Set<Section> wanted, Outlook outlook, Watch watch, Facts facts, Traffic traffic, Instant now) {
        return new Picture(
                outlook.home().region(),
                now,
                wanted.contains(Section.REGIONS) ? RegionRows.regions(outlook, watch, facts.world(), now) : null,
                wanted.contains(Section.LINKS) ? RegionRows.links(outlook, watch, facts, now) : null,
                wanted.contains(Section.SITES) ? SiteRows.of(facts) : null,
                wanted.contains(Section.WORKLOADS) ? WorkloadRows.of(facts) : null,
                wanted.contains(Section.WEIGHTS) ? WeightRows.of(facts) : null,
                wanted.contains(Section.DATA) ? DataRows.of(facts) : null,
                wanted.contains(Section.FLOWS) ? traffic.flows() : null,
                wanted.contains(Section.MONEY) ? MoneyRows.of(facts, now) : null,
                wanted.contains(Section.ALARMS) ? List.copyOf(facts.alarms.values()) : null);
    }

    /** True when no section is in it. */
    public boolean blank() {
        return regions == null
                && links == null
                && sites == null
                && workloads == null
                && weights == null
                && data == null
                && flows == null
                && money == null
                && alarms == null;
    }
}
