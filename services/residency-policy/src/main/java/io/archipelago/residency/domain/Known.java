package io.archipelago.residency.domain;

import io.archipelago.events.catalogue.CatalogueSpec;
import io.archipelago.events.catalogue.CloudRegion;
import io.archipelago.events.inventory.DatasetSpec;
import io.archipelago.events.inventory.WorkloadSpec;
import io.archipelago.events.inventory.WorkloadSpec.DataUse;
import io.archipelago.events.resource.Declared;
import java.util.List;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** What this service remembers of other services' facts: no more than rulings and the gate need. */
public sealed interface Known {

    /**
     * @param home the region that keeps it
     * @param topic the Kafka topic of the home region that carries it; null when none does
     * @param copies the regions that want a copy
     */
    record Dataset(
            String name,
            String home,
            String owner,
            String dataClass,
            String jurisdiction,
            @Nullable String topic,
            List<String> copies)
            implements Known {

        static final String DOCUMENT = "dataset";

        static Dataset of(Declared<DatasetSpec> declared) {
            var spec = declared.spec();
            return new Dataset(
                    declared.name(),
                    declared.home(),
                    spec.owner(),
                    spec.dataClass(),
                    spec.jurisdiction(),
                    spec.source() == null ? null : spec.source().topic(),
                    List.copyOf(spec.copies()));
        }
    }

    record Workload(String name, String owner, List<DataUse> data) implements Known {

        static final String DOCUMENT = "workload";

        static Workload of(Declared<WorkloadSpec> declared) {
            return new Workload(
                    declared.name(),
                    declared.spec().owner(),
                    List.copyOf(declared.spec().data()));
        }
    }

    /** The countries a catalogue has cloud regions in. */
    record Catalogue(String name, List<String> countries) implements Known {

        static final String DOCUMENT = "catalogue";

        static Catalogue of(Declared<CatalogueSpec> declared) {
            var countries = new TreeSet<String>();
            declared.spec().regions().stream().map(CloudRegion::country).forEach(countries::add);
            return new Catalogue(declared.name(), List.copyOf(countries));
        }
    }
}
