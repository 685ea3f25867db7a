package io.archipelago.placement.domain;

import io.archipelago.events.inventory.WorkloadSpec;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Whether a workload may run at a site at all, whatever it costs. */
final class Eligibility {
    private final RegionState state;

    Eligibility(RegionState state) {
        this.state = state;
    }

    /**
     * Everything that keeps a workload from a site; the law first: it is the reason that no other change can lift.
     *
     * @param current its replicas there: a cordoned site keeps those
     */
    List<Exclusion> against(Model.Group group, Model.Site site, int current) {
        var place = site.place();
        if (place == null)
            return List.of(new Exclusion.NotInCatalogue(site.spec().cloudRegion()));
        var reasons = new ArrayList<Exclusion>();
        var law = law(group.name(), site, place.country());
        if (law != null) reasons.add(law);
        if (state.lost(site.spec().region()))
            reasons.add(new Exclusion.RegionLost(site.spec().region()));
        if (site.spec().closed() && current == 0) reasons.add(new Exclusion.Cordoned(site.name()));
        var allow = group.spec().allow();
        if (allow == null) return reasons;
        var cloudRegion = site.spec().cloudRegion();
        var provider = cloudRegion.substring(0, Math.max(0, cloudRegion.indexOf('/')));
        addUnlisted(WorkloadSpec.Allow::providers, "providers", provider, allow, reasons);
        addUnlisted(WorkloadSpec.Allow::countries, "countries", place.country(), allow, reasons);
        addUnlisted(WorkloadSpec.Allow::sites, "sites", site.name(), allow, reasons);
        if (allow.certifications() != null)
            allow.certifications().stream()
                    .filter(wanted -> !site.spec().certifications().contains(wanted))
                    .forEach(missing -> reasons.add(new Exclusion.NotCertified(site.name(), missing)));
        return reasons;
    }

    private @Nullable Exclusion law(String workload, Model.Site site, String country) {
        var places = state.places();
        var contradiction = places.contradiction(site.name(), site.spec());
        if (contradiction.isPresent()) return new Exclusion.Contradicted(site.name(), contradiction.get());
        var ruling = state.ruling(workload);
        if (ruling.isEmpty()) return new Exclusion.NoRuling();
        var verdict = ruling.get().verdicts().get(country);
        if (verdict == null) return new Exclusion.Sealed(country, List.of(), "no policy speaks of it", null);
        boolean allowed =
                verdict.allowed() || verdict.allowedWhereAttested() && places.isAttested(site.name(), site.spec());
        return allowed ? null : new Exclusion.Sealed(country, verdict.rules(), verdict.reason(), verdict.source());
    }

    private interface Listed {
        @Nullable
        List<String> in(WorkloadSpec.Allow allow);
    }

    private static void addUnlisted(
            Listed listed, String field, String name, WorkloadSpec.Allow allow, List<Exclusion> reasons) {
        var names = listed.in(allow);
        if (names != null && !names.isEmpty() && !names.contains(name))
            reasons.add(new Exclusion.NotAllowed(field, name));
    }
}
