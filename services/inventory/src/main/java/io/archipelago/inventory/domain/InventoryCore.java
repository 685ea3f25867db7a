package io.archipelago.inventory.domain;

import io.archipelago.events.catalogue.CatalogueSpec;
import io.archipelago.events.inventory.DatasetSpec;
import io.archipelago.events.inventory.DemandSpec;
import io.archipelago.events.inventory.SiteSpec;
import io.archipelago.events.inventory.WorkloadSpec;
import io.archipelago.events.resource.Kind;
import io.archipelago.kit.core.Change;
import io.archipelago.kit.core.Core;
import io.archipelago.kit.core.EventBody;
import io.archipelago.kit.core.Input;
import io.archipelago.kit.core.Outcome;
import io.archipelago.kit.declaration.OwnedKind;
import io.archipelago.kit.declaration.Region;
import io.archipelago.kit.declaration.Registry;
import java.util.List;
import java.util.Map;

/**
 * Keeps what is declared in this region and what its peers declare. All it decides is whether a declaration is sound and
 * how copies join; both are the registry's business, under the rules of this package.
 */
public final class InventoryCore implements Core {

    public static final String SERVICE = "inventory";
    private static final String INTAKE = "inventory.declarations.v1";

    private final Registry registry;

    public InventoryCore(Region region) {
        var places = new Places();
        registry = new Registry(
                region,
                SERVICE,
                INTAKE,
                List.of(
                        OwnedKind.of(Kind.SITE, SiteSpec.class, spec -> null, new SiteRules(places))
                                .writtenOnlyBy("spec.region", SiteSpec::region),
                        OwnedKind.of(Kind.WORKLOAD, WorkloadSpec.class, WorkloadSpec::owner, new WorkloadRules(places)),
                        OwnedKind.of(
                                Kind.DATASET, DatasetSpec.class, DatasetSpec::owner, new DatasetRules(region, places)),
                        OwnedKind.of(Kind.CATALOGUE, CatalogueSpec.class, spec -> null, new CatalogueRules()),
                        OwnedKind.of(Kind.DEMAND, DemandSpec.class, spec -> null, new DemandRules(places))));
    }

    public Registry registry() {
        return registry;
    }

    @Override
    public Outcome handle(Input input) {
        return registry.handle(input).orElseGet(Outcome::nothing);
    }

    @Override
    public void apply(Change change) {
        registry.apply(change);
    }

    @Override
    public Map<String, Class<?>> documents() {
        return registry.documents();
    }

    @Override
    public Map<String, EventBody> events() {
        return registry.events();
    }
}
