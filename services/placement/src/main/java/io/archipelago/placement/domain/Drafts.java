package io.archipelago.placement.domain;

import io.archipelago.events.catalogue.CatalogueSpec;
import io.archipelago.events.inventory.DemandSpec;
import io.archipelago.events.inventory.SiteSpec;
import io.archipelago.events.inventory.WorkloadSpec;
import io.archipelago.events.residency.Ruling;
import io.archipelago.events.resource.Declared;
import java.time.Instant;
import java.util.List;

/** What someone thinks of declaring. Laid over the present state, it shows what would follow. */
public record Drafts(
        List<Declared<SiteSpec>> sites,
        List<Declared<WorkloadSpec>> workloads,
        List<Declared<DemandSpec>> demands,
        List<Declared<CatalogueSpec>> catalogues,
        List<Ruling> rulings) {

    /** A draft keeps the home of what it changes; something new would be planned here. */
    RegionState over(RegionState present, Instant now) {
        var state = present.copy();
        for (var site : sites) put(state, Documents.SITE, site.name(), new Fact.SiteFact(site, now));
        for (var workload : workloads) {
            var known = present.workloads.get(workload.name());
            var draft = known == null
                    ? workload
                    : homedAt(workload, known.declared().home());
            put(state, Documents.WORKLOAD, workload.name(), new Fact.WorkloadFact(draft, now));
        }
        for (var demand : demands) put(state, Documents.DEMAND, demand.name(), new Fact.DemandFact(demand, now));
        for (var catalogue : catalogues)
            put(state, Documents.CATALOGUE, catalogue.name(), new Fact.CatalogueFact(catalogue, now));
        for (var ruling : rulings) put(state, Documents.RULING, ruling.subject(), new Fact.RulingFact(ruling, now));
        return state;
    }

    private static void put(RegionState state, String kind, String key, Fact fact) {
        state.apply(new io.archipelago.kit.core.Change.Put(kind, key, fact));
    }

    private static <S> Declared<S> homedAt(Declared<S> draft, String home) {
        return new Declared<>(
                draft.name(),
                home,
                draft.revision(),
                draft.removed(),
                draft.labels(),
                draft.spec(),
                draft.stamps(),
                draft.removedAt());
    }
}
