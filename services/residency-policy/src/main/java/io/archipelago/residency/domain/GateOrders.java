package io.archipelago.residency.domain;

import io.archipelago.events.erasure.ErasureOrder;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What the gate goes by. Immutable.
 *
 * @param law in force
 * @param earlier laws that were in force before, by the version of their code: what they kept home may cross now
 * @param leaving datasets that are kept here and carried by a topic
 * @param arriving topics of other regions' datasets that want a copy here, as this region names them
 * @param origin the country of this region
 * @param left how many records have left that country, as far as the law tells counts apart
 * @param erased persons whose records stay home, by dataset
 * @param toSweep erasures whose tombstones have not been sent
 */
public record GateOrders(
        Law law,
        Map<String, Law> earlier,
        List<Known.Dataset> leaving,
        List<String> arriving,
        String origin,
        Volumes left,
        Map<String, Set<String>> erased,
        List<ErasureOrder> toSweep) {

    /** Where nobody was erased. */
    public GateOrders(
            Law law,
            Map<String, Law> earlier,
            List<Known.Dataset> leaving,
            List<String> arriving,
            String origin,
            Volumes left) {
        this(law, earlier, leaving, arriving, origin, left, Map.of(), List.of());
    }

    /** What is known of all records of a dataset kept here. */
    public Circumstances circumstances(Known.Dataset dataset) {
        return Circumstances.of(
                origin,
                dataset.purposes(),
                dataset.safeguards(),
                law.band(left.count(dataset.owner(), dataset.dataClass())));
    }

    /** What is known of all records of a topic that is no dataset's. */
    public Circumstances circumstances(@Nullable String owner, String dataClass) {
        return Circumstances.of(origin, List.of(), List.of(), law.band(left.count(owner, dataClass)));
    }

    /**
     * Asks for the orders as they are durable: answered with {@link GateOrders}.
     *
     * @param by who asks
     */
    public record Ask(String by) {}
}
