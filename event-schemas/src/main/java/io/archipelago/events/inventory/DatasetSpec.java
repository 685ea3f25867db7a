package io.archipelago.events.inventory;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.archipelago.events.quantity.Bytes;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Users' own data: where it comes from, whose law binds it, where copies are wanted.
 *
 * @param owner who answers for it and pays
 * @param dataClass public, internal, personal, sensitive, …
 * @param jurisdiction of the data's subjects: an ISO 3166 code or a named group such as EU-EEA
 * @param source the Kafka topic in the home region that carries it
 * @param copies the regions that want a copy; the gate decides, record by record
 * @param size about how much there is
 * @param purposes what it is used for, all of it; nobody has said when absent
 * @param safeguards what is in place for its copies abroad, such as contracts, in the words of the policies
 * @param columns the data class of columns that need care when a copy crosses, by column
 * @param subjectColumn the column that names the person a record is about; {@code $key} for a key that has no columns
 * @param encrypt columns that are encrypted with a key of that person in every copy, whatever the law asks
 */
@JsonInclude(JsonInclude.Include.NON_EMPTY)
public record DatasetSpec(
        String owner,
        String dataClass,
        String jurisdiction,
        @Nullable Source source,
        List<String> copies,
        @Nullable Bytes size,
        @Nullable List<String> purposes,
        @Nullable List<String> safeguards,
        @Nullable Map<String, String> columns,
        @Nullable String subjectColumn,
        @Nullable List<String> encrypt) {

    public DatasetSpec(
            String owner,
            String dataClass,
            String jurisdiction,
            @Nullable Source source,
            @Nullable List<String> copies,
            @Nullable Bytes size,
            @Nullable List<String> purposes,
            @Nullable List<String> safeguards,
            @Nullable Map<String, String> columns,
            @Nullable String subjectColumn,
            @Nullable List<String> encrypt) {
        this.owner = owner;
        this.dataClass = dataClass;
        this.jurisdiction = jurisdiction;
        this.source = source;
        this.copies = copies == null ? List.of() : copies;
        this.size = size;
        this.purposes = purposes;
        this.safeguards = safeguards;
        this.columns = columns;
        this.subjectColumn = subjectColumn;
        this.encrypt = encrypt;
    }

    /** A dataset that names no persons. */
    public DatasetSpec(
            String owner,
            String dataClass,
            String jurisdiction,
            @Nullable Source source,
            @Nullable List<String> copies,
            @Nullable Bytes size,
            @Nullable List<String> purposes,
            @Nullable List<String> safeguards,
            @Nullable Map<String, String> columns) {
        this(owner, dataClass, jurisdiction, source, copies, size, purposes, safeguards, columns, null, null);
    }

    /** A dataset of which no more is said. */
    public DatasetSpec(
            String owner,
            String dataClass,
            String jurisdiction,
            @Nullable Source source,
            @Nullable List<String> copies,
            @Nullable Bytes size) {
        this(owner, dataClass, jurisdiction, source, copies, size, null, null, null);
    }

    /** @param topic a Kafka topic of the home region, created when it is not there */
    public record Source(String topic) {}
}
