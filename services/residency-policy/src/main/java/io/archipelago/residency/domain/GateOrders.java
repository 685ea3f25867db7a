package io.archipelago.residency.domain;

import java.util.List;
import java.util.Map;

/**
 * What the gate goes by. Immutable.
 *
 * @param law in force
 * @param earlier laws that were in force before, by the version of their code: what they kept home may cross now
 * @param leaving datasets that are kept here and carried by a topic
 * @param arriving topics of other regions' datasets that want a copy here, as this region names them
 */
public record GateOrders(Law law, Map<String, Law> earlier, List<Known.Dataset> leaving, List<String> arriving) {

    /**
     * Asks for the orders as they are durable: answered with {@link GateOrders}.
     *
     * @param by who asks
     */
    public record Ask(String by) {}
}
