package io.archipelago.placement.api;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import io.archipelago.events.EventJson;
import io.archipelago.events.catalogue.CatalogueSpec;
import io.archipelago.events.inventory.DemandSpec;
import io.archipelago.events.inventory.SiteSpec;
import io.archipelago.events.inventory.WorkloadSpec;
import io.archipelago.events.residency.Ruling;
import io.archipelago.events.resource.Declared;
import io.archipelago.events.resource.Kind;
import io.archipelago.events.resource.Resource;
import io.archipelago.kit.core.Rejection;
import io.archipelago.kit.declaration.DeclarationReader;
import io.archipelago.kit.runtime.Rejected;
import io.archipelago.placement.domain.Drafts;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Drafts to be thought through. Policies are not among them: the rulings they would lead to are, as
 * {@code POST /api/v1/rulings/preview} of residency-policy answers them.
 *
 * @param resources Site, Workload, Demand and Catalogue resources as they would be declared
 * @param rulings those that would hold
 */
public record PlanRequest(List<JsonNode> resources, List<Ruling> rulings) {
    private static final DeclarationReader READER =
            new DeclarationReader(Set.of(Kind.SITE, Kind.WORKLOAD, Kind.DEMAND, Kind.CATALOGUE), "placement");

    public PlanRequest(@Nullable List<JsonNode> resources, @Nullable List<Ruling> rulings) {
        this.resources = resources == null ? List.of() : resources;
        this.rulings = rulings == null ? List.of() : rulings;
    }

    /**
     * @param region where something new would be planned
     * @throws Rejected with the path of every field that is wrong
     */
    Drafts drafts(String region) {
        var text = resources.stream().map(JsonNode::toString).collect(Collectors.joining("\n---\n"));
        var declarations = READER.read(text);
        if (!resources.isEmpty() && !declarations.errors().isEmpty())
            throw new Rejected(Rejection.invalid(declarations.errors()));
        var drafts = new Drafts(
                new ArrayList<>(), new ArrayList<>(), new ArrayList<>(), new ArrayList<>(), List.copyOf(rulings));
        if (!resources.isEmpty())
            for (var document : declarations.documents()) add(document.resource(), region, drafts);
        return drafts;
    }

    private static void add(Resource resource, String region, Drafts drafts) {
        switch (Kind.titled(resource.kind()).orElseThrow()) {
            case SITE -> drafts.sites().add(declared(resource, region, SiteSpec.class));
            case WORKLOAD -> drafts.workloads().add(declared(resource, region, WorkloadSpec.class));
            case DEMAND -> drafts.demands().add(declared(resource, region, DemandSpec.class));
            case CATALOGUE -> drafts.catalogues().add(declared(resource, region, CatalogueSpec.class));
            default -> throw new IllegalStateException("the reader admits no " + resource.kind());
        }
    }

    private static <S> Declared<S> declared(Resource resource, String region, Class<S> spec) {
        var metadata = resource.metadata();
        try {
            return new Declared<>(
                    metadata.name(),
                    metadata.home() == null ? region : metadata.home(),
                    metadata.revision() == null ? 0 : metadata.revision(),
                    false,
                    metadata.labels(),
                    EventJson.MAPPER.treeToValue(resource.spec(), spec),
                    null,
                    null);
        } catch (JsonProcessingException e) {
            throw new Rejected(
                    Rejection.malformed(resource.kind() + " " + metadata.name() + ": " + e.getOriginalMessage()));
        }
    }
}
