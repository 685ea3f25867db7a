package io.archipelago.observability.domain;

import io.archipelago.events.actuation.ReplicasObserved;
import io.archipelago.events.catalogue.CatalogueSpec;
import io.archipelago.events.inventory.DatasetSpec;
import io.archipelago.events.inventory.DemandSpec;
import io.archipelago.events.inventory.SiteSpec;
import io.archipelago.events.inventory.WorkloadSpec;
import io.archipelago.events.observability.LinkHealth;
import io.archipelago.events.observability.RegionHealth;
import io.archipelago.events.placement.Placement;
import io.archipelago.events.placement.ReplicasDecided;
import io.archipelago.events.placement.TrafficWeights;
import io.archipelago.events.quantity.Usd;
import io.archipelago.events.residency.CanarySighted;
import io.archipelago.events.residency.JurisdictionGroupSpec;
import io.archipelago.events.residency.ResidencyPolicySpec;
import io.archipelago.events.residency.Ruling;
import io.archipelago.events.residency.TransferReported;
import io.archipelago.events.resource.Declared;
import io.archipelago.kit.core.Input;
import java.math.RoundingMode;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Says in one line what an event means to a person. */
final class Summary {

    private Summary() {}

    /** Null for what comes all the time and is shown in figures instead: probes, spans, charges, crossings. */
    static @Nullable String of(Input.Event event) {
        return switch (event.body()) {
            case Declared<?> declared -> declared(declared);
            case Placement placement -> placement(placement);
            case TrafficWeights weights -> weights(weights);
            case ReplicasDecided decided -> decided(decided);
            case ReplicasObserved run -> run(run);
            case Ruling ruling -> ruling(ruling);
            case TransferReported report -> keptHome(report);
            case CanarySighted alarm -> alarm(alarm);
            case RegionHealth health -> health.region() + " is " + health.verdict() + ": " + health.reason();
            case LinkHealth link -> null; // every ten seconds; what it means for a region is said there
            default -> null;
        };
    }

    private static String run(ReplicasObserved run) {
        var reason = run.reason() == null ? "" : " (" + run.reason() + ")";
        return "%s at %s: %d of %d run%s".formatted(run.workload(), run.site(), run.ready(), run.admitted(), reason);
    }

    private static String declared(Declared<?> declared) {
        var what =
                switch (declared.spec()) {
                    case SiteSpec site -> "site " + declared.name() + " (" + site.cloudRegion() + ")";
                    case WorkloadSpec workload -> "workload " + declared.name();
                    case DatasetSpec dataset ->
                        "dataset " + declared.name() + " (" + dataset.dataClass() + ", " + dataset.jurisdiction() + ")";
                    case CatalogueSpec catalogue -> "catalogue " + declared.name();
                    case DemandSpec demand ->
                        "demand of " + demand.workload() + ", "
                                + Math.round(demand.areas().stream()
                                        .mapToDouble(WorkloadSpec.AreaDemand::requestsPerSecond)
                                        .sum())
                                + " requests/s";
                    case ResidencyPolicySpec policy -> "policy " + declared.name();
                    case JurisdictionGroupSpec group ->
                        "group " + declared.name() + ", " + group.members().size() + " jurisdictions";
                    default -> declared.name();
                };
        var author = declared.changedBy();
        return what
                + (declared.removed() ? " removed" : declared.revision() <= 1 ? " declared" : " changed")
                + (author == null ? "" : " by " + author);
    }

    private static String placement(Placement placement) {
        if (placement.removed()) return placement.workload() + ": no longer planned here";
        var waiting = placement.waiting().isEmpty()
                ? ""
                : "; "
                        + placement.waiting().stream()
                                .map(w -> w.replicas() + " wait for " + w.rule())
                                .collect(Collectors.joining(", "));
        return placement.workload() + ": " + placement.placed() + " of " + placement.wanted() + " placed at "
                + placement.sites().size() + (placement.sites().size() == 1 ? " site, " : " sites, ")
                + perHour(placement.perHour()) + waiting + " (" + placement.cause() + ")";
    }

    private static String perHour(Usd price) {
        return "$" + price.dollars().setScale(3, RoundingMode.HALF_UP).toPlainString() + "/h";
    }

    private static String weights(TrafficWeights weights) {
        if (weights.removed()) return weights.workload() + ": users are no longer sent from here";
        var byRegion = new TreeMap<String, Double>();
        double all = 0;
        for (var area : weights.areas())
            for (var site : area.sites()) {
                double share = area.requestsPerSecond() * site.permille();
                byRegion.merge(site.region(), share, Double::sum);
                all += share;
            }
        double total = all;
        return weights.workload() + ": users go to "
                + (total == 0
                        ? "nobody"
                        : byRegion.entrySet().stream()
                                .map(e -> e.getKey() + " " + Math.round(100 * e.getValue() / total) + " %")
                                .collect(Collectors.joining(", ")));
    }

    private static String decided(ReplicasDecided decided) {
        if (decided.requested() == 0) return decided.site() + " gave back all replicas of " + decided.workload();
        return decided.site() + " holds " + decided.granted() + " of " + decided.requested() + " replicas of "
                + decided.workload() + (decided.reason() == null ? "" : ": " + decided.reason());
    }

    private static String alarm(CanarySighted alarm) {
        var why =
                switch (alarm.reason()) {
                    case FORBIDDEN -> "no law lets them be there";
                    case UNGATED -> "no gate let them cross";
                    case MISPLACED -> "they do not belong there";
                    case FORGED -> "their region has not signed them";
                };
        return "alarm: canaries of " + alarm.source() + " seen in " + alarm.region() + ", " + alarm.topic() + ": "
                + why;
    }

    private static String ruling(Ruling ruling) {
        if (ruling.removed()) return ruling.subject() + ": no ruling any more";
        long allowed = ruling.verdicts().values().stream()
                .filter(Ruling.Verdict::allowed)
                .count();
        return ruling.subject() + " is allowed in " + allowed + " of "
                + ruling.verdicts().size() + " jurisdictions";
    }

    /** Of users' data only; what the platform's own flows kept home is shown with the links. */
    private static @Nullable String keptHome(TransferReported report) {
        if (report.dataset() == null) return null;
        long kept =
                report.keptHome().values().stream().mapToLong(Long::longValue).sum();
        return kept == 0
                ? null
                : kept + " records of " + report.flow() + " were kept from " + report.to() + ": "
                        + String.join(", ", new TreeMap<>(report.keptHome()).keySet());
    }
}
