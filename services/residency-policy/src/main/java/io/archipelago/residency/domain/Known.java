package io.archipelago.residency.domain;

import io.archipelago.events.catalogue.CatalogueSpec;
import io.archipelago.events.catalogue.CloudRegion;
import io.archipelago.events.inventory.DatasetSpec;
import io.archipelago.events.inventory.WorkloadSpec;
import io.archipelago.events.inventory.WorkloadSpec.DataUse;
import io.archipelago.events.resource.Declared;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** What this service remembers of other services' facts: no more than rulings and the gate need. */
public sealed interface Known {

    /**
     * @param home the region that keeps it
     * @param topic the Kafka topic of the home region that carries it; null when none does
     * @param copies the regions that want a copy
     * @param purposes what it is used for; empty when nobody has said
     * @param safeguards what is in place for its copies
     * @param columns the data class of columns that need care
     * @param subjectColumn the column that names the person a record is about
     * @param encrypt columns that are encrypted in every copy
     */
    record Dataset(
            String name,
            String home,
            String owner,
            String dataClass,
            String jurisdiction,
            @Nullable String topic,
            List<String> copies,
            List<String> purposes,
            List<String> safeguards,
            Map<String, String> columns,
            @Nullable String subjectColumn,
            List<String> encrypt)
            implements Known {

        /** Stored before these were known of: what was left out is empty. */
        public Dataset(
                String name,
                String home,
                String owner,
                String dataClass,
                String jurisdiction,
                @Nullable String topic,
                List<String> copies,
                @Nullable List<String> purposes,
                @Nullable List<String> safeguards,
                @Nullable Map<String, String> columns,
                @Nullable String subjectColumn,
                @Nullable List<String> encrypt) {
            this.name = name;
            this.home = home;
            this.owner = owner;
            this.dataClass = dataClass;
            this.jurisdiction = jurisdiction;
            this.topic = topic;
            this.copies = copies;
            this.purposes = Law.listed(purposes);
            this.safeguards = Law.listed(safeguards);
            this.columns = columns == null ? Map.of() : columns;
            this.subjectColumn = subjectColumn;
            this.encrypt = Law.listed(encrypt);
        }

        /** How its persons are named; null when nobody has said. */
        public @Nullable SubjectColumn subject() {
            return subjectColumn == null ? null : new SubjectColumn(name, jurisdiction, subjectColumn);
        }

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
                    List.copyOf(spec.copies()),
                    spec.purposes(),
                    spec.safeguards(),
                    spec.columns(),
                    spec.subjectColumn(),
                    spec.encrypt());
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
