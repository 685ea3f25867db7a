package io.archipelago.residency.domain;

import io.archipelago.events.EventJson;
import io.archipelago.events.inventory.DatasetSpec;
import io.archipelago.events.inventory.WorkloadSpec;
import io.archipelago.events.residency.JurisdictionGroupSpec;
import io.archipelago.events.residency.ResidencyPolicySpec;
import io.archipelago.events.residency.Ruling;
import io.archipelago.events.resource.Declared;
import io.archipelago.events.resource.Kind;
import io.archipelago.events.resource.Resource;
import io.archipelago.kit.core.Rejection;
import io.archipelago.kit.declaration.Declarations;
import io.archipelago.kit.declaration.Draft;
import io.archipelago.kit.declaration.Findings;
import io.archipelago.kit.declaration.OwnedKind;
import io.archipelago.kit.declaration.Region;
import io.archipelago.kit.declaration.View;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Lays drafts over what stands, and rules. Nothing is changed. */
final class Previewing implements View {

    private final Region region;
    private final NavigableMap<String, Declared<ResidencyPolicySpec>> policies = new TreeMap<>();
    private final NavigableMap<String, Declared<JurisdictionGroupSpec>> groups = new TreeMap<>();
    private final NavigableMap<String, Known.Dataset> datasets;
    private final NavigableMap<String, Known.Workload> workloads;

    private Previewing(State state, Region region) {
        this.region = region;
        state.policies().forEach(policy -> policies.put(policy.name(), policy));
        state.groups().forEach(group -> groups.put(group.name(), group));
        this.datasets = new TreeMap<>(state.datasets);
        this.workloads = new TreeMap<>(state.workloads);
    }

    /** @param at the time to rule for; null for the first at which all the drafts are in force */
    static Preview of(
            State state, Region region, List<Declarations.Document> drafts, @Nullable Instant at, Instant now) {
        var preview = new Previewing(state, region);
        drafts.forEach(draft -> preview.lay(draft.resource()));
        var rejection = preview.check(drafts);
        if (rejection != null) return Preview.rejected(rejection);
        var deadlines = preview.deadlines(drafts);
        return preview.of(state, drafts, at == null ? last(deadlines, now) : at, deadlines);
    }

    private static Instant last(List<Preview.Deadline> deadlines, Instant now) {
        return deadlines.stream()
                .map(Preview.Deadline::from)
                .filter(from -> from != null && from.isAfter(now))
                .max(Instant::compareTo)
                .orElse(now);
    }

    private List<Preview.Deadline> deadlines(List<Declarations.Document> drafts) {
        var deadlines = new ArrayList<Preview.Deadline>();
        for (var draft : drafts) {
            if (Kind.titled(draft.resource().kind()).orElseThrow() != Kind.RESIDENCY_POLICY) continue;
            var policy = policies.get(draft.resource().metadata().name());
            if (policy != null)
                deadlines.add(new Preview.Deadline(
                        policy.name(),
                        policy.spec().effectiveFrom(),
                        policy.spec().effectiveUntil()));
        }
        return List.copyOf(deadlines);
    }

    private Preview of(State state, List<Declarations.Document> drafts, Instant at, List<Preview.Deadline> deadlines) {
        var law = Law.of(Code.inForce(enacted(drafts), groups.values(), at));
        var reasoning = state.reasoning(law, datasets);
        var rulings = Stream.concat(
                        datasets.values().stream().map(reasoning::on),
                        workloads.values().stream().map(reasoning::on))
                .toList();
        var changed = new ArrayList<Preview.Difference>();
        for (var ruling : rulings) difference(state.rulings.get(ruling.subject()), ruling, changed);
        var orders = new GateOrders(
                law,
                Map.of(),
                state.leaving(datasets.values()),
                List.of(),
                region.jurisdiction(),
                state.volumes(state.transfers.values()));
        return new Preview(rulings, List.copyOf(changed), at, deadlines, orders, null);
    }

    private void lay(Resource draft) {
        var name = draft.metadata().name();
        var home = Optional.ofNullable(draft.metadata().home()).orElse(region.name());
        switch (Kind.titled(draft.kind()).orElseThrow()) {
            case RESIDENCY_POLICY ->
                policies.put(name, declared(draft, home, ResidencyPolicySpec.class, policies.get(name)));
            case JURISDICTION_GROUP ->
                groups.put(name, declared(draft, home, JurisdictionGroupSpec.class, groups.get(name)));
            case DATASET -> datasets.put(name, Known.Dataset.of(declared(draft, home, DatasetSpec.class, null)));
            case WORKLOAD -> workloads.put(name, Known.Workload.of(declared(draft, home, WorkloadSpec.class, null)));
            default -> {} // the law asks for nothing else
        }
    }

    /** The policies as if those that are previewed were no drafts. */
    private List<Declared<ResidencyPolicySpec>> enacted(List<Declarations.Document> drafts) {
        var previewed =
                drafts.stream().map(draft -> draft.resource().metadata().name()).collect(Collectors.toSet());
        return policies.values().stream()
                .map(policy -> previewed.contains(policy.name()) ? Code.enacted(policy) : policy)
                .toList();
    }

    private static <S> Declared<S> declared(
            Resource draft, String home, Class<S> spec, @Nullable Declared<S> standing) {
        long revision = standing == null ? 1 : standing.revision() + 1;
        return new Declared<>(
                draft.metadata().name(),
                home,
                revision,
                false,
                draft.metadata().labels(),
                EventJson.MAPPER.convertValue(draft.spec(), spec),
                null,
                null);
    }

    private @Nullable Rejection check(List<Declarations.Document> drafts) {
        var mistakes = new ArrayList<Rejection.FieldError>();
        for (var draft : drafts) {
            var findings = new Findings(draft.position());
            var name = draft.resource().metadata().name();
            switch (Kind.titled(draft.resource().kind()).orElseThrow()) {
                case RESIDENCY_POLICY -> check(new PolicyRules(), policies.get(name), findings);
                case JURISDICTION_GROUP -> check(new GroupRules(), groups.get(name), findings);
                default -> {} // its owner checks it
            }
            mistakes.addAll(findings.mistakes());
        }
        return mistakes.isEmpty() ? null : Rejection.invalid(mistakes);
    }

    private <S> void check(OwnedKind.Rules<S> rules, @Nullable Declared<S> draft, Findings findings) {
        if (draft != null)
            rules.check(new Draft<>(draft.name(), draft.home(), draft.labels(), draft.spec()), this, findings);
    }

    private static void difference(@Nullable Ruling now, Ruling then, List<Preview.Difference> changed) {
        var gained = then.verdicts().keySet().stream()
                .filter(place -> then.allows(place) && (now == null || !now.allows(place)))
                .toList();
        var lost = now == null
                ? List.<String>of()
                : now.verdicts().keySet().stream()
                        .filter(place -> now.allows(place) && !then.allows(place))
                        .toList();
        if (!gained.isEmpty() || !lost.isEmpty()) changed.add(new Preview.Difference(then.subject(), gained, lost));
    }

    @Override
    @SuppressWarnings("unchecked") // the spec's class tells which map it is
    public <S> Optional<Declared<S>> find(Kind kind, Class<S> spec, String name) {
        return Optional.ofNullable((Declared<S>) map(kind).get(name));
    }

    @Override
    @SuppressWarnings("unchecked") // the spec's class tells which map it is
    public <S> Collection<Declared<S>> all(Kind kind, Class<S> spec) {
        return (Collection<Declared<S>>) (Collection<?>) map(kind).values();
    }

    private NavigableMap<String, ? extends Declared<?>> map(Kind kind) {
        return switch (kind) {
            case RESIDENCY_POLICY -> policies;
            case JURISDICTION_GROUP -> groups;
            default -> throw new IllegalArgumentException(kind.title() + " is not kept here");
        };
    }
}
