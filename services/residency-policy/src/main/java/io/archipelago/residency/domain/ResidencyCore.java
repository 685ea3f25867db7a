package io.archipelago.residency.domain;

import io.archipelago.events.catalogue.CatalogueSpec;
import io.archipelago.events.envelope.Labels;
import io.archipelago.events.erasure.Erasure;
import io.archipelago.events.erasure.ErasureAttested;
import io.archipelago.events.erasure.ErasureOrder;
import io.archipelago.events.inventory.DatasetSpec;
import io.archipelago.events.inventory.SiteSpec;
import io.archipelago.events.inventory.WorkloadSpec;
import io.archipelago.events.ledger.LedgerKey;
import io.archipelago.events.residency.CanarySighted;
import io.archipelago.events.residency.JurisdictionGroupSpec;
import io.archipelago.events.residency.ResidencyPolicySpec;
import io.archipelago.events.residency.Ruling;
import io.archipelago.events.residency.TransferReported;
import io.archipelago.events.resource.Declared;
import io.archipelago.events.resource.Kind;
import io.archipelago.kit.core.Change;
import io.archipelago.kit.core.Core;
import io.archipelago.kit.core.Emit;
import io.archipelago.kit.core.EventBody;
import io.archipelago.kit.core.Input;
import io.archipelago.kit.core.Outcome;
import io.archipelago.kit.core.Rejection;
import io.archipelago.kit.declaration.Declarations;
import io.archipelago.kit.declaration.OwnedKind;
import io.archipelago.kit.declaration.Region;
import io.archipelago.kit.declaration.Registry;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Keeps the law, rules on every workload and dataset by it, gives the gate its orders and keeps the gate's accounts. A
 * policy comes into force at the first input whose time says so; all that follows from it is decided there, at once.
 */
public class ResidencyCore implements Core {

    public static final String SERVICE = "residency-policy";

    private static final String INTAKE = "residency.declarations.v1";
    private static final String TRANSFERS = "residency.transfers.v1";
    private static final String LEDGER = "residency.ledger.v1";
    private static final String SITES = "inventory.sites.v1";

    private final Region region;
    private final Registry registry;
    private final State state;
    private final Revising revising;

    /**
     * @param countries of the peers, by name
     * @param key to sign the ledger with
     */
    public ResidencyCore(Region region, Map<String, String> countries, LedgerKey key) {
        this.region = region;
        this.registry = new Registry(
                region,
                SERVICE,
                INTAKE,
                List.of(
                        OwnedKind.of(Kind.RESIDENCY_POLICY, ResidencyPolicySpec.class, spec -> null, new PolicyRules()),
                        OwnedKind.of(
                                Kind.JURISDICTION_GROUP, JurisdictionGroupSpec.class, spec -> null, new GroupRules())));
        this.state = new State(
                registry, region, new Ledger(region.name(), key), new Erasures(region.name(), key), countries);
        this.revising = new Revising(state, region.jurisdiction());
    }

    public Registry registry() {
        return registry;
    }

    @Override
    public Outcome handle(Input input) {
        return registry.handle(input).orElseGet(() -> switch (input) {
            case Input.Event event -> learn(event);
            case Input.Command command -> obey(command);
            case Input.Tick tick -> {
                var outcome = Outcome.builder();
                revising.revise(tick.now(), outcome);
                yield outcome.build();
            }
        });
    }

    private Outcome learn(Input.Event event) {
        if (event.topic().equals(SITES)) return Outcome.nothing(); // where machines can be is known from catalogues
        if (event.body() instanceof Erasure erasure) return state.erasures.learn(erasure, event.peer());
        if (event.body() instanceof ErasureAttested attested)
            return state.erasures.learn(attested, event.peer(), internal());
        if (event.topic().startsWith("residency.")) return Outcome.nothing(); // one who is erased stays erased
        if (!(event.body() instanceof Declared<?> declared)) return forget(event.topic(), event.key());
        if (!event.key().equals(declared.name()))
            return Outcome.rejected(Rejection.malformed(
                    "the record's key is '" + event.key() + "' and its name '" + declared.name() + "'"));
        if (declared.removed()) return forget(event.topic(), event.key());
        return switch (declared.spec()) {
            case DatasetSpec spec -> keep(state.datasets.get(event.key()), Known.Dataset.of(as(declared, spec)), event);
            case WorkloadSpec spec ->
                keep(state.workloads.get(event.key()), Known.Workload.of(as(declared, spec)), event);
            case CatalogueSpec spec ->
                keep(state.catalogues.get(event.key()), Known.Catalogue.of(as(declared, spec)), event);
            case null, default ->
                Outcome.rejected(
                        Rejection.malformed(event.topic() + " carries " + declared.name() + " without a spec"));
        };
    }

    private static <S> Declared<S> as(Declared<?> declared, S spec) {
        return new Declared<>(
                declared.name(),
                declared.home(),
                declared.revision(),
                declared.removed(),
                declared.labels(),
                spec,
                declared.stamps(),
                declared.removedAt());
    }

    private static Outcome keep(@Nullable Known before, Known now, Input.Event event) {
        return now.equals(before)
                ? Outcome.nothing()
                : Outcome.builder()
                        .put(document(event.topic()), event.key(), now)
                        .build();
    }

    private Outcome forget(String topic, String name) {
        var known =
                switch (document(topic)) {
                    case Known.Dataset.DOCUMENT -> state.datasets.containsKey(name);
                    case Known.Workload.DOCUMENT -> state.workloads.containsKey(name);
                    default -> state.catalogues.containsKey(name);
                };
        return known ? Outcome.builder().remove(document(topic), name).build() : Outcome.nothing();
    }

    private static String document(String topic) {
        if (topic.equals(Kind.DATASET.topic())) return Known.Dataset.DOCUMENT;
        return topic.equals(Kind.WORKLOAD.topic()) ? Known.Workload.DOCUMENT : Known.Catalogue.DOCUMENT;
    }

    private Outcome obey(Input.Command command) {
        return switch (command.body()) {
            case GateOrders.Ask ask -> {
                var outcome = Outcome.builder();
                var law = revising.revise(command.now(), outcome);
                yield outcome.answer(orders(law)).build();
            }
            case ReportTransfers report -> report(report);
            case Alarms.Raise raise -> state.alarms.raise(raise, internal());
            case Erasures.Erase erase ->
                state.erasures.erase(erase, command.id(), command.now(), state.datasets, internal());
            case Erasures.Heard heard -> state.erasures.heard(heard, internal());
            case Erasures.Sweep sweep -> state.erasures.swept(sweep, command.now(), receivers(sweep.id()), internal());
            case Erasures.Attest attest -> state.erasures.attest(attest, command.now(), internal());
            case LedgerState.Ask ask -> Outcome.answer(state.ledger.state());
            default ->
                Outcome.rejected(Rejection.malformed("nobody here knows what to do with a "
                        + command.body().getClass().getSimpleName()));
        };
    }

    private Labels internal() {
        return Labels.internal(region.jurisdiction());
    }

    /** Regions that ever received something of an erasure's topic. */
    private Set<String> receivers(String erasure) {
        var topic = state.erasures.all().stream()
                .map(one -> one.erasure().order())
                .filter(order -> order.id().equals(erasure))
                .map(ErasureOrder::topic)
                .findFirst();
        return state.ledger.state().entered().values().stream()
                .filter(entered -> topic.isPresent() && entered.flow().equals(topic.get()) && entered.last() > 0)
                .map(LedgerState.Entered::to)
                .collect(Collectors.toSet());
    }

    private GateOrders orders(Law law) {
        var arriving = state.datasets.values().stream()
                .filter(dataset -> dataset.topic() != null && region.peers().contains(dataset.home()))
                .filter(dataset -> dataset.copies().contains(region.name()))
                .map(dataset -> dataset.home() + "." + dataset.topic())
                .distinct()
                .toList();
        return new GateOrders(
                law,
                laws(),
                state.leaving(state.datasets.values()),
                arriving,
                region.jurisdiction(),
                state.volumes(state.transfers.values()),
                state.erasures.persons(),
                state.erasures.toSweep());
    }

    private Map<String, Law> laws() {
        var laws = new HashMap<>(state.earlier());
        laws.put(state.law().code().version(), state.law());
        return Map.copyOf(laws);
    }

    private Outcome report(ReportTransfers report) {
        var outcome = Outcome.builder();
        var totals = new TreeMap<>(state.transfers);
        for (var line : report.lines()) {
            var key = TransferTotal.key(line.flow(), line.to());
            var before = state.transfers.get(key);
            if (before != null && !before.upTo().isBefore(report.windowEnd())) continue; // it is in already
            var total = TransferTotal.of(before, region.name(), line, report.windowEnd());
            totals.put(key, total);
            outcome.put(TransferTotal.DOCUMENT, key, total).emit(reported(report, line, total));
        }
        var bands = state.volumes(totals.values()).bands(state.law());
        if (!bands.equals(state.volumes(state.transfers.values()).bands(state.law())))
            outcome.put(Volumes.Reached.DOCUMENT, Volumes.Reached.NOW, new Volumes.Reached(bands));
        for (var entry : state.ledger.enter(report, laws(), outcome))
            outcome.emit(Emit.of(LEDGER, region.name(), entry, Labels.internal(region.jurisdiction())));
        return outcome.answer(report.windowEnd()).build();
    }

    private Emit reported(ReportTransfers report, ReportTransfers.Line line, TransferTotal total) {
        var body = new TransferReported(
                line.flow(),
                region.name(),
                line.to(),
                line.dataset(),
                line.owner(),
                line.dataClass(),
                report.windowStart(),
                report.windowEnd(),
                line.crossed(),
                line.crossedBytes(),
                line.keptHome(),
                total.crossed());
        var key = TransferTotal.key(line.flow(), line.to());
        return Emit.of(
                TRANSFERS, key, body, Labels.internal(region.jurisdiction()).ownedBy(line.owner()));
    }

    @Override
    public void apply(Change change) {
        state.apply(change);
    }

    @Override
    public boolean hasWork() {
        return state.stale.any();
    }

    @Override
    public Map<String, Class<?>> documents() {
        var documents = new HashMap<>(registry.documents());
        documents.putAll(State.DOCUMENTS);
        documents.put(Alarms.DOCUMENT, CanarySighted.class);
        return documents;
    }

    @Override
    public Map<String, EventBody> events() {
        var events = new HashMap<>(registry.events());
        events.put(Erasures.TOPIC, EventBody.of(Erasure.class));
        events.put(Erasures.ATTESTATIONS, EventBody.of(ErasureAttested.class));
        events.put(SITES, EventBody.declared(SiteSpec.class));
        events.put(Kind.WORKLOAD.topic(), EventBody.declared(WorkloadSpec.class));
        events.put(Kind.DATASET.topic(), EventBody.declared(DatasetSpec.class));
        events.put(Kind.CATALOGUE.topic(), EventBody.declared(CatalogueSpec.class));
        return events;
    }

    /** True when a change of such a document may change what the gate lets pass. */
    public static boolean concernsTheGate(Change change) {
        return change.kind().equals(State.CODE)
                || change.kind().equals(Known.Dataset.DOCUMENT)
                || change.kind().equals(Erasures.ORDERED)
                || change.kind().equals(Volumes.Reached.DOCUMENT);
    }

    public Law law() {
        return state.law();
    }

    /** Of all living workloads and datasets, by subject. */
    public List<Ruling> rulings() {
        return List.copyOf(state.rulings.values());
    }

    /** @param subject such as {@code workload/cart} */
    public Optional<Ruling> ruling(String subject) {
        return Optional.ofNullable(state.rulings.get(subject));
    }

    /** All that was ever reported, by flow and destination. */
    public List<TransferTotal> transfers() {
        return List.copyOf(state.transfers.values());
    }

    /** How far each sequence is entered in the ledger. */
    public LedgerState ledgerState() {
        return state.ledger.state();
    }

    /** The topics that carry what a workload uses; empty when there is no such workload. */
    public Optional<List<String>> topicsOf(String workload) {
        return Optional.ofNullable(state.workloads.get(workload)).map(known -> known.data().stream()
                .map(use -> state.datasets.get(use.dataset()))
                .filter(Objects::nonNull)
                .map(Known.Dataset::topic)
                .filter(Objects::nonNull)
                .toList());
    }

    /** What was seen here in the last day that must not be. */
    public List<CanarySighted> alarms(Instant now) {
        return state.alarms.loud(now);
    }

    /** By which datasets the persons of one are known, itself among them; empty when it is unknown or names none. */
    public List<SubjectColumn> persons(String dataset) {
        var known = state.datasets.get(dataset);
        return known == null ? List.of() : Erasures.persons(known, state.datasets.values());
    }

    /** Of datasets that are kept here: who is erased, and how far that is. */
    public Erasures erasures() {
        return state.erasures;
    }

    /** Where the ledger ends. */
    public Ledger.Head ledgerHead() {
        return state.ledger.head();
    }

    /** The part of the ledger that is not in the archive's pages yet. */
    public LedgerPage openPage() {
        return state.ledger.openPage();
    }

    /** The gate's orders as they are now. */
    public GateOrders orders() {
        return orders(state.law());
    }

    /**
     * The rulings and orders that drafts would lead to, on top of what stands. Mistakes are in the answer.
     *
     * @param at the time to rule for: policies that are in force then count; when absent, the first at which all drafts are
     */
    public Preview preview(List<Declarations.Document> drafts, @Nullable Instant at, Instant now) {
        return Previewing.of(state, region, drafts, at, now);
    }
}
