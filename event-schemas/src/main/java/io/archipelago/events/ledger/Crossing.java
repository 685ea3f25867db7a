package io.archipelago.events.ledger;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.util.List;
import java.util.Objects;
import java.util.SortedMap;
import org.jspecify.annotations.Nullable;

/**
 * What crossed of one partition of a flow to one destination in one window.
 *
 * @param flow the local topic
 * @param partition of the local topic
 * @param dataset that the topic carries, if it is users' data
 * @param owner of that dataset
 * @param decidedFrom the first offset of the local topic that was decided on since the last crossing of this flow; larger
 *     than its {@code decidedTo} when records were gone before they could be read, smaller when the topic was made anew
 * @param decidedTo the offset after the last one decided on
 * @param first sequence number of the first record that crossed; they count up by one for each flow, partition and
 *     destination
 * @param last sequence number of the last one
 * @param count records that crossed: {@code last - first + 1}, unless some were lost before they could be entered
 * @param bytes key, value and headers, as they were written
 * @param bytesByClass the same, by the data class on the record
 * @param rulings that let them cross, as {@code policy#rule}
 * @param laws the versions of the code in force; none when nobody knows any more
 * @param root of the Merkle tree over the records, in hexadecimal
 * @param inputs of the decision on them, besides their own labels; null when nobody knows any more, and in entries made
 *     before they were kept
 * @param labels the records by their labels; null in entries made before these were kept
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record Crossing(
        String flow,
        int partition,
        String to,
        @Nullable String dataset,
        @Nullable String owner,
        long decidedFrom,
        long decidedTo,
        long first,
        long last,
        long count,
        long bytes,
        SortedMap<String, Long> bytesByClass,
        List<String> rulings,
        List<String> laws,
        String root,
        @Nullable Inputs inputs,
        @Nullable List<Labelled> labels) {

    /**
     * Records with the same labels.
     *
     * @param jurisdiction whose data it is: a country code or a group
     */
    public record Labelled(String dataClass, String jurisdiction, long count, long bytes) {}

    public Crossing {
        Objects.requireNonNull(flow, "flow");
        Objects.requireNonNull(to, "to");
        Objects.requireNonNull(root, "root");
        labels = labels == null ? null : List.copyOf(labels);
        rulings = List.copyOf(rulings);
        laws = List.copyOf(laws);
    }

    /**
     * What the law was asked with, for every record of the crossing alike: with a record's class and jurisdiction, all
     * that its decision followed from.
     *
     * @param law version of the code
     * @param floors {@code class:jurisdiction} that must be allowed too, whatever a record says
     * @param place country of the destination
     * @param origin country where the data is kept first; null when nobody knew
     * @param purposes empty when nobody had said
     * @param safeguards that were in place
     * @param volume records that had left the country, as far as the law tells counts apart; null when nobody counted
     */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    public record Inputs(
            String law,
            List<String> floors,
            String place,
            @Nullable String origin,
            List<String> purposes,
            List<String> safeguards,
            @Nullable Long volume) {

        public Inputs {
            Objects.requireNonNull(law, "law");
            Objects.requireNonNull(place, "place");
            floors = List.copyOf(floors);
            purposes = List.copyOf(purposes);
            safeguards = List.copyOf(safeguards);
        }
    }

    /** Names the sequence this is a part of. */
    public String sequence() {
        return sequence(flow, partition, to);
    }

    public static String sequence(String flow, int partition, String to) {
        return flow + '|' + partition + '|' + to;
    }
}
