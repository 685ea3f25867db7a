package io.archipelago.residency.domain;

import io.archipelago.events.residency.JurisdictionGroupSpec;
import io.archipelago.events.residency.ResidencyPolicySpec;
import io.archipelago.events.residency.Ruling;
import io.archipelago.events.resource.Declared;
import io.archipelago.events.resource.Kind;
import io.archipelago.kit.core.Change;
import io.archipelago.kit.declaration.Region;
import io.archipelago.kit.declaration.Registry;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;

/** Everything the core knows, and the only place where that changes. */
final class State {

    static final String CODE = "code";
    static final String CODE_NOW = "now";
    static final String EARLIER_CODE = "earlier-code";
    static final String RULING = "ruling";

    static final Map<String, Class<?>> DOCUMENTS = Map.ofEntries(
            Map.entry(CODE, Code.class),
            Map.entry(EARLIER_CODE, Code.class),
            Map.entry(RULING, Ruling.class),
            Map.entry(TransferTotal.DOCUMENT, TransferTotal.class),
            Map.entry(Volumes.Reached.DOCUMENT, Volumes.Reached.class),
            Map.entry(Ledger.HEAD, Ledger.Head.class),
            Map.entry(Ledger.ENTERED, LedgerState.Entered.class),
            Map.entry(LedgerPage.DOCUMENT, LedgerPage.class),
            Map.entry(Erasures.ORDERED, Erasures.Ordered.class),
            Map.entry(Erasures.ABROAD, Erasures.Abroad.class),
            Map.entry(Known.Dataset.DOCUMENT, Known.Dataset.class),
            Map.entry(Known.Workload.DOCUMENT, Known.Workload.class),
            Map.entry(Known.Catalogue.DOCUMENT, Known.Catalogue.class));

    final Registry registry;
    final Region region;
    final Ledger ledger;
    final Erasures erasures;
    final SortedMap<String, String> countries;
    final NavigableMap<String, Known.Dataset> datasets = new TreeMap<>();
    final NavigableMap<String, Known.Workload> workloads = new TreeMap<>();
    final NavigableMap<String, Known.Catalogue> catalogues = new TreeMap<>();
    final NavigableMap<String, Ruling> rulings = new TreeMap<>();
    final NavigableMap<String, TransferTotal> transfers = new TreeMap<>();
    final Alarms alarms = new Alarms();
    final Stale stale = new Stale();
    private final Map<String, Law> earlier = new HashMap<>();
    private Law law = Law.of(Code.EMPTY);

    /** @param countries of the peers, by name */
    State(Registry registry, Region region, Ledger ledger, Erasures erasures, Map<String, String> countries) {
        this.registry = registry;
        this.region = region;
        this.ledger = ledger;
        this.erasures = erasures;
        this.countries = new TreeMap<>(countries);
        this.countries.put(region.name(), region.jurisdiction());
        earlier.put(Code.EMPTY.version(), law);
    }

    void apply(Change change) {
        if (registry.apply(change)) {
            stale.law();
            return;
        }
        if (ledger.apply(change) || alarms.apply(change) || erasures.apply(change)) return;
        switch (change) {
            case Change.Put(var kind, var key, var body) -> put(kind, key, body);
            case Change.Remove(var kind, var key) -> remove(kind, key);
        }
    }

    private void put(String kind, String key, Object body) {
        switch (body) {
            case Known.Dataset dataset -> {
                datasets.put(key, dataset);
                stale.dataset(key, workloads.values());
            }
            case Known.Workload workload -> {
                workloads.put(key, workload);
                stale.subject(Reasoning.subject(workload));
            }
            case Known.Catalogue catalogue -> {
                var before = catalogues.put(key, catalogue);
                if (!catalogue.equals(before)) stale.rulings();
            }
            case Code code when kind.equals(EARLIER_CODE) -> earlier.put(code.version(), Law.of(code));
            case Code code -> {
                law = Law.of(code);
                stale.rulings();
            }
            case Ruling ruling -> rulings.put(key, ruling);
            case TransferTotal total -> transfers.put(key, total);
            case Volumes.Reached reached -> stale.rulings();
            default -> throw new IllegalArgumentException("no document of kind " + kind + " is a " + body.getClass());
        }
    }

    private void remove(String kind, String key) {
        switch (kind) {
            case Known.Dataset.DOCUMENT -> {
                datasets.remove(key);
                stale.dataset(key, workloads.values());
            }
            case Known.Workload.DOCUMENT -> {
                var gone = workloads.remove(key);
                if (gone != null) stale.subject(Reasoning.subject(gone));
            }
            case Known.Catalogue.DOCUMENT -> {
                catalogues.remove(key);
                stale.rulings();
            }
            case EARLIER_CODE -> earlier.remove(key);
            case RULING -> rulings.remove(key);
            default -> throw new IllegalArgumentException("documents of kind " + kind + " are never removed");
        }
    }

    Law law() {
        return law;
    }

    /** By version; the law of a region that has been told nothing is always among them. */
    Map<String, Law> earlier() {
        return Map.copyOf(earlier);
    }

    /** Versions of earlier codes, the oldest first. */
    List<String> earlierVersions() {
        return earlier.values().stream()
                .map(Law::code)
                .filter(code -> !code.version().equals(Code.EMPTY.version()))
                .sorted(Comparator.comparing(Code::since))
                .map(Code::version)
                .toList();
    }

    Collection<Declared<ResidencyPolicySpec>> policies() {
        return registry.all(Kind.RESIDENCY_POLICY, ResidencyPolicySpec.class);
    }

    Collection<Declared<JurisdictionGroupSpec>> groups() {
        return registry.all(Kind.JURISDICTION_GROUP, JurisdictionGroupSpec.class);
    }

    /** Countries that have a region or, by a catalogue in sight, machines to rent. */
    SortedSet<String> places() {
        var places = new TreeSet<>(countries.values());
        catalogues.values().forEach(catalogue -> places.addAll(catalogue.countries()));
        return places;
    }

    /** Datasets that are kept here and carried by a topic. */
    List<Known.Dataset> leaving(Collection<Known.Dataset> known) {
        return known.stream()
                .filter(dataset -> dataset.topic() != null && dataset.home().equals(region.name()))
                .toList();
    }

    /** What has left this region's country, by the totals. */
    Volumes volumes(Collection<TransferTotal> totals) {
        return Volumes.of(region.jurisdiction(), countries, totals);
    }

    /** What is known of the data of a dataset; what left another region's country is counted there. */
    Circumstances circumstances(Known.Dataset dataset, Law law, Volumes volumes) {
        return Circumstances.of(
                countries.get(dataset.home()),
                dataset.purposes(),
                dataset.safeguards(),
                dataset.home().equals(region.name())
                        ? (Long) law.band(volumes.count(dataset.owner(), dataset.dataClass()))
                        : null);
    }

    /** What follows for datasets and workloads from a law. */
    Reasoning reasoning(Law law, Map<String, Known.Dataset> datasets) {
        var volumes = volumes(transfers.values());
        return new Reasoning(law, places(), datasets, dataset -> circumstances(dataset, law, volumes));
    }
}
