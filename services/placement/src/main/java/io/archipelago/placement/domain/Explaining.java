package io.archipelago.placement.domain;

import io.archipelago.events.place.SitePlace;
import io.archipelago.events.placement.DecisionExplained;
import io.archipelago.events.quantity.Bytes;
import io.archipelago.events.quantity.Cpu;
import io.archipelago.events.quantity.Resources;
import io.archipelago.events.quantity.Usd;
import io.archipelago.events.residency.Ruling;
import io.archipelago.placement.engine.Alternatives;
import io.archipelago.placement.engine.Alternatives.Alternative;
import io.archipelago.placement.engine.Alternatives.Blocker;
import io.archipelago.placement.engine.Alternatives.Flip;
import io.archipelago.placement.engine.Cost;
import io.archipelago.placement.engine.Plan;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** Puts the engine's alternatives into words. */
final class Explaining {
    /** Each costs some dozens of planning runs. */
    private static final int SITES_TRIED = 5;

    private final RegionState state;
    private final Planner planner;
    private final Model model;
    private final Plan plan;
    private final int group;
    private final Alternatives alternatives;

    /** Explains one group of a decision. */
    Explaining(RegionState state, Planner planner, Planner.Decision decision, Alternatives alternatives) {
        this.state = state;
        this.planner = planner;
        this.alternatives = alternatives;
        group = alternatives.group();
        model = decision.model();
        plan = decision.plan();
    }

    /** Explains what stands. */
    static Explaining standing(RegionState state, Planner planner, String workload) {
        var considered = new TreeSet<>(Planner.plannable(state));
        considered.add(workload);
        var standing = planner.standing(state, considered);
        int group = standing.model().groupNamed(workload);
        return new Explaining(
                state, planner, standing, planner.explainer(standing).explain(group));
    }

    /**
     * @param site the only one whose turning points are wanted; null for those that come closest
     * @param asOf the present
     */
    Explanation explain(@Nullable String site, Instant asOf) {
        var turning = new TurningPoints(state, planner, model, group);
        var workload = model.groups().get(group).name();
        var placement = state.placements.get(workload);
        var claim =
                state.ownClaim(workload).or(() -> state.claim(workload)).orElseGet(() -> Claim.first(home(workload)));
        return new Explanation(
                workload,
                claim.home(),
                state.region(),
                placement == null ? null : placement.cause(),
                placement == null ? null : placement.decidedAt(),
                claim.epoch(),
                placement == null ? 0 : placement.plan(),
                model.problem().neededReplicas(group),
                placement == null ? 0 : placement.placed(),
                placement == null ? new Shortage(model).of(plan, group) : placement.waiting(),
                perHour(plan.costs()[group]),
                options(),
                alternatives.runnerUp().map(this::runnerUp).orElse(null),
                site == null ? turning.binding() : List.of(),
                new Contradiction(state, model, plan).of(group),
                candidates(site).stream()
                        .flatMap(s -> turning.flips(s.site(), new Usd(s.deltaMicroUsd())).stream())
                        .toList(),
                inputs(workload, asOf));
    }

    /** Of those that run no replica: the one asked for, or the cheapest. */
    private List<Alternative> candidates(@Nullable String site) {
        return alternatives.bySite().stream()
                .filter(option -> option.replicas() == 0)
                .filter(option -> site == null || siteName(option.site()).equals(site))
                .sorted(Comparator.comparingLong(Alternative::deltaMicroUsd))
                .limit(SITES_TRIED)
                .toList();
    }

    /** The chosen ones, then open ones by price, then the excluded. */
    List<Explanation.SiteOption> options() {
        return alternatives.bySite().stream()
                .map(this::option)
                .sorted(Comparator.comparing((Explanation.SiteOption option) -> !option.chosen())
                        .thenComparing(option -> !option.open())
                        .thenComparing(Explanation.SiteOption::delta)
                        .thenComparing(Explanation.SiteOption::site))
                .toList();
    }

    /** By the price of a single move, as far as that tells; {@link TurningPoints} plans anew. */
    List<DecisionExplained.Flip> flips() {
        return alternatives.flips().stream()
                .filter(this::suffices)
                .map(this::flip)
                .toList();
    }

    /** The engine knows one reason per site; where a second one stands, lifting the first brings nothing. */
    private boolean suffices(Flip flip) {
        if (!(flip instanceof Flip.ExclusionLifted)) return true;
        var its = model.groups().get(group);
        int s = flip.site();
        var reasons = new Eligibility(state).against(its, model.sites().get(s), its.current()[s]);
        return reasons.size() == 1;
    }

    private String home(String workload) {
        var fact = state.workloads.get(workload);
        return fact == null ? state.region() : fact.declared().home();
    }

    static Explanation.PerHour perHour(Cost cost) {
        return new Explanation.PerHour(
                new Usd(cost.compute()),
                new Usd(cost.transfer()),
                new Usd(cost.latency()),
                new Usd(cost.carbon()),
                new Usd(cost.compute() + cost.transfer() + cost.latency() + cost.carbon()));
    }

    private Explanation.SiteOption option(Alternative alternative) {
        int s = alternative.site();
        var site = model.sites().get(s);
        var place = site.place();
        var unit = model.groups().get(group).spec().resources();
        return new Explanation.SiteOption(
                site.name(),
                site.spec().region(),
                site.spec().corridor(),
                site.spec().cloudRegion(),
                place == null ? null : place.country(),
                alternative.replicas(),
                law(site),
                room(s, unit),
                meanRttMs(s),
                place == null ? null : planner.prices.compute(place, unit),
                place == null ? null : planner.prices.carbon(place, unit),
                new Usd(alternative.deltaMicroUsd()),
                verdict(alternative),
                rule(alternative),
                reason(alternative));
    }

    private Explanation.Law law(Model.Site site) {
        var place = site.place();
        if (place == null) return new Explanation.Law(false, List.of(), "its country is not known", null);
        var standing = state.places().of(site.name(), site.spec());
        if (standing.kind() == SitePlace.Kind.CONTRADICTED)
            return new Explanation.Law(false, List.of(), standing.reason(), null);
        var ruling = state.ruling(model.groups().get(group).name());
        var law = law(ruling, place.country());
        var verdict = ruling.map(known -> known.verdicts().get(place.country())).orElse(null);
        if (law.allowed() || verdict == null || !verdict.allowedWhereAttested()) return law;
        return new Explanation.Law(
                standing.kind() == SitePlace.Kind.ATTESTED,
                law.rules(),
                law.reason() + "; its place is " + standing.reason(),
                law.source());
    }

    static Explanation.Law law(Optional<Ruling> ruling, String country) {
        if (ruling.isEmpty()) return new Explanation.Law(false, List.of(), new Exclusion.NoRuling().reason(), null);
        var verdict = ruling.get().verdicts().get(country);
        if (verdict == null) return new Explanation.Law(false, List.of(), "no policy speaks of " + country, null);
        return new Explanation.Law(verdict.allowed(), verdict.rules(), verdict.reason(), verdict.source());
    }

    private Explanation.Room room(int s, Resources unit) {
        var site = model.sites().get(s);
        var planned = Resources.NONE;
        for (int g = 0; g < model.groups().size(); g++)
            planned = planned.plus(model.groups().get(g).spec().resources().times(plan.counts()[g][s]));
        var free = site.room().minus(site.taken()).minus(planned);
        return new Explanation.Room(site.spec().promisable(), free, Math.max(0, free.fits(unit)));
    }

    private @Nullable Double meanRttMs(int site) {
        double sum = 0;
        double requests = 0;
        for (var area : model.groups().get(group).areas())
            for (var part : area.parts()) {
                sum += (double) part.milliRps() * model.rttMs()[part.spot()][site];
                requests += part.milliRps();
            }
        return requests == 0 ? null : Traffic.rounded(sum / requests, 10);
    }

    private static String verdict(Alternative alternative) {
        if (alternative.replicas() > 0) return Explanation.CHOSEN;
        return alternative.blocker() instanceof Blocker.Open ? Explanation.OPEN : Explanation.EXCLUDED;
    }

    private @Nullable String rule(Alternative alternative) {
        if (alternative.replicas() > 0) return null;
        return switch (alternative.blocker()) {
            case Blocker.Excluded excluded -> exclusion(excluded.reason()).rule();
            case Blocker.Capacity full -> "room";
            case Blocker.PerSiteLimit limit -> "spread";
            case Blocker.SpreadKept kept -> "spread";
            case Blocker.BudgetCeiling ceiling -> "budget";
            case Blocker.Open open -> null;
        };
    }

    private Exclusion exclusion(int id) {
        return model.exclusions().get(id - 1);
    }

    private String reason(Alternative alternative) {
        var delta = new Usd(alternative.deltaMicroUsd());
        if (alternative.replicas() > 0)
            return "chosen for " + alternative.replicas() + (alternative.replicas() == 1 ? " replica" : " replicas");
        return switch (alternative.blocker()) {
            case Blocker.Excluded excluded -> exclusion(excluded.reason()).reason();
            case Blocker.Capacity full -> "no room: " + amount(full.resource(), full.shortBy()) + " short";
            case Blocker.PerSiteLimit limit ->
                "at most " + limit.limit() + " replicas may share a site, and they do already";
            case Blocker.SpreadKept kept ->
                "a move here would leave fewer " + SpreadField.of(kept.scope()).noun() + " than "
                        + SpreadField.of(kept.scope()).path() + " asks for";
            case Blocker.BudgetCeiling ceiling ->
                "above the budget of " + model.problem().groupName(ceiling.payer()) + " by " + new Usd(ceiling.overBy())
                        + " USD per hour";
            case Blocker.Open open ->
                delta.micros() > 0
                        ? "not chosen: one replica here would make the whole dearer by " + delta + " USD per hour"
                        : "as good as what was chosen; a move must pay for itself";
        };
    }

    static String amount(int resource, long lacking) {
        return switch (resource) {
            case 0 -> new Cpu(lacking) + " CPU";
            case 1 -> new Bytes(lacking) + " of memory";
            default -> new Bytes(lacking) + " of storage";
        };
    }

    private String runnerUp(Alternative alternative) {
        return "%s instead of %s, dearer by %s USD per hour"
                .formatted(
                        siteName(alternative.site()),
                        siteName(alternative.from()),
                        new Usd(alternative.deltaMicroUsd()));
    }

    private String siteName(int site) {
        return model.sites().get(site).name();
    }

    private DecisionExplained.Flip flip(Flip flip) {
        var then = flip.from() < 0
                ? "a waiting replica would run here"
                : "a replica would move here from " + siteName(flip.from());
        var change =
                switch (flip) {
                    case Flip.Price price ->
                        "price down by %.1f %%, from %s to %s USD per replica and hour"
                                .formatted(
                                        100.0 * (price.price() - price.below()) / price.price(),
                                        new Usd(price.price()),
                                        new Usd(price.below()));
                    case Flip.MoreCapacity more -> amount(more.resource(), more.amount()) + " more room";
                    case Flip.ExclusionLifted lifted ->
                        "this no longer held: " + exclusion(lifted.reason()).reason();
                    case Flip.HigherBudget higher ->
                        "the budget of " + model.problem().groupName(higher.payer()) + " higher by "
                                + new Usd(higher.by()) + " USD per hour";
                };
        return new DecisionExplained.Flip(
                siteName(flip.site()),
                change + ": then " + then,
                new Usd(alternatives.bySite().get(flip.site()).deltaMicroUsd()));
    }

    private List<Explanation.Known> inputs(String workload, Instant asOf) {
        var known = new ArrayList<Explanation.Known>();
        var fact = state.workloads.get(workload);
        if (fact != null) known.add(known("Workload", workload, fact.declared().revision(), fact, asOf));
        for (var demand : state.demands.values())
            if (demand.declared().spec().workload().equals(workload))
                known.add(known(
                        "Demand", demand.declared().name(), demand.declared().revision(), demand, asOf));
        var ruling = state.rulings.get("workload/" + workload);
        if (ruling != null) known.add(known("Ruling", ruling.ruling().subject(), null, ruling, asOf));
        for (var site : state.sites.values())
            if (!site.declared().removed())
                known.add(known("Site", site.declared().name(), site.declared().revision(), site, asOf));
        for (var region : state.regions.values())
            known.add(known(
                    "Region", region.health().region() + " " + region.health().verdict(), null, region, asOf));
        for (var catalogue : state.catalogues.values())
            known.add(known(
                    "Catalogue",
                    catalogue.declared().name(),
                    catalogue.declared().revision(),
                    catalogue,
                    asOf));
        return List.copyOf(known);
    }

    private static Explanation.Known known(String kind, String name, @Nullable Long revision, Fact fact, Instant asOf) {
        return new Explanation.Known(
                kind,
                name,
                revision,
                fact.writtenAt(),
                Math.max(0, Duration.between(fact.writtenAt(), asOf).toSeconds()));
    }
}
