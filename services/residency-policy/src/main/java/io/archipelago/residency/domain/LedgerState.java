package io.archipelago.residency.domain;

import java.util.Map;
import java.util.SortedMap;

/**
 * How far the ledger is, as it is durable.
 *
 * @param entered by {@link io.archipelago.events.ledger.Crossing#sequence}
 */
public record LedgerState(Map<String, Entered> entered) {

    /** Asks for it: answered when everything told before is entered. */
    public record Ask(String by) {}

    /**
     * How far one sequence is entered.
     *
     * @param last number of the last record
     * @param decidedTo as the last crossing says
     * @param exportEnds the last offset that is entered in each partition of the export topic
     */
    public record Entered(
            String flow, int partition, String to, long last, long decidedTo, SortedMap<Integer, Long> exportEnds) {}
}
