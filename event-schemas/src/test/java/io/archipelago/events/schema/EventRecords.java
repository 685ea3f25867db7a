package io.archipelago.events.schema;

import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.JavaType;
import io.archipelago.events.EventJson;
import io.archipelago.events.actuation.ReplicasObserved;
import io.archipelago.events.catalogue.CatalogueSpec;
import io.archipelago.events.cost.Charge;
import io.archipelago.events.erasure.Erasure;
import io.archipelago.events.erasure.ErasureAttested;
import io.archipelago.events.inventory.DatasetSpec;
import io.archipelago.events.inventory.DemandSpec;
import io.archipelago.events.inventory.SiteSpec;
import io.archipelago.events.inventory.WorkloadSpec;
import io.archipelago.events.ledger.LedgerEntry;
import io.archipelago.events.observability.LinkHealth;
import io.archipelago.events.observability.ProbeSent;
import io.archipelago.events.observability.RegionHealth;
import io.archipelago.events.placement.DecisionExplained;
import io.archipelago.events.placement.Placement;
import io.archipelago.events.placement.ReplicasDecided;
import io.archipelago.events.placement.ReplicasRequested;
import io.archipelago.events.placement.TrafficWeights;
import io.archipelago.events.residency.CanaryPlanted;
import io.archipelago.events.residency.CanarySighted;
import io.archipelago.events.residency.JurisdictionGroupSpec;
import io.archipelago.events.residency.ResidencyPolicySpec;
import io.archipelago.events.residency.Ruling;
import io.archipelago.events.residency.TransferReported;
import io.archipelago.events.resource.Declared;
import io.archipelago.events.telemetry.Span;
import io.archipelago.events.trust.RegionBundle;
import java.util.Map;
import java.util.TreeMap;

/** Which Java record is the body of which topic's events. */
final class EventRecords {

    static final Map<String, TypeReference<?>> BY_TOPIC = new TreeMap<>(Map.ofEntries(
            Map.entry("inventory.sites.v1", new TypeReference<Declared<SiteSpec>>() {}),
            Map.entry("inventory.workloads.v1", new TypeReference<Declared<WorkloadSpec>>() {}),
            Map.entry("inventory.datasets.v1", new TypeReference<Declared<DatasetSpec>>() {}),
            Map.entry("inventory.catalogues.v1", new TypeReference<Declared<CatalogueSpec>>() {}),
            Map.entry("inventory.demands.v1", new TypeReference<Declared<DemandSpec>>() {}),
            Map.entry("residency.policies.v1", new TypeReference<Declared<ResidencyPolicySpec>>() {}),
            Map.entry("residency.groups.v1", new TypeReference<Declared<JurisdictionGroupSpec>>() {}),
            Map.entry("residency.rulings.v1", new TypeReference<Ruling>() {}),
            Map.entry("residency.ledger.v1", new TypeReference<LedgerEntry>() {}),
            Map.entry("residency.canaries.v1", new TypeReference<CanaryPlanted>() {}),
            Map.entry("residency.alarms.v1", new TypeReference<CanarySighted>() {}),
            Map.entry("residency.erasures.v1", new TypeReference<Erasure>() {}),
            Map.entry("residency.attestations.v1", new TypeReference<ErasureAttested>() {}),
            Map.entry("residency.transfers.v1", new TypeReference<TransferReported>() {}),
            Map.entry("placement.requests.v1", new TypeReference<ReplicasRequested>() {}),
            Map.entry("placement.reservations.v1", new TypeReference<ReplicasDecided>() {}),
            Map.entry("placement.placements.v1", new TypeReference<Placement>() {}),
            Map.entry("placement.decisions.v1", new TypeReference<DecisionExplained>() {}),
            Map.entry("placement.weights.v1", new TypeReference<TrafficWeights>() {}),
            Map.entry("actuation.runs.v1", new TypeReference<ReplicasObserved>() {}),
            Map.entry("cost.charges.v1", new TypeReference<Charge>() {}),
            Map.entry("observability.probes.v1", new TypeReference<ProbeSent>() {}),
            Map.entry("observability.regions.v1", new TypeReference<RegionHealth>() {}),
            Map.entry("observability.links.v1", new TypeReference<LinkHealth>() {}),
            Map.entry("trust.bundles.v1", new TypeReference<RegionBundle>() {}),
            Map.entry("telemetry.spans.v1", new TypeReference<Span>() {})));

    private EventRecords() {}

    static JavaType type(String topic) {
        var reference = BY_TOPIC.get(topic);
        if (reference == null) throw new IllegalArgumentException("no record for " + topic);
        return EventJson.MAPPER.constructType(reference);
    }
}
