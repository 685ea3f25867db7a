package io.archipelago.residency.gate;

import io.archipelago.residency.keyring.Keyring;
import io.archipelago.residency.treatment.PseudonymKey;
import java.time.Duration;
import java.util.Map;
import java.util.SortedMap;

/**
 * Where the gate stands and how it paces itself.
 *
 * @param peers the jurisdiction of each other region, by name
 * @param kafka how to reach the region's brokers: {@code bootstrap.servers} and what security asks for
 * @param profile the size of the installation, as in the topology's plans
 * @param fetchMaxWait how long the broker may hold back an empty answer; records are answered at once
 * @param maxPollRecords records decided on at once, at most
 * @param commitEvery how long positions may wait to be written when nothing crosses
 * @param watchEvery time between two looks at whether the broker still answers and topics have grown
 * @param pseudonyms what the region's pseudonyms are made with
 * @param keyring what the columns of persons are encrypted with
 */
public record GateSettings(
        String region,
        SortedMap<String, String> peers,
        Map<String, Object> kafka,
        String profile,
        Duration fetchMaxWait,
        int maxPollRecords,
        Duration commitEvery,
        Duration watchEvery,
        PseudonymKey pseudonyms,
        Keyring keyring) {

    /** How long a transaction takes in what else waits. A commit costs the same for few and for many. */
    public static final Duration LONGEST = Duration.ofMillis(100);

    /** The consumer group that the gate's positions are kept under; no member ever joins it. */
    static final String GROUP = "residency-policy-gate";

    /** A mask has a bit for each destination. */
    private static final int MAX_PEERS = 62;

    public GateSettings {
        if (peers.size() > MAX_PEERS) throw new IllegalArgumentException(peers.size() + " peers are too many");
    }

    /** One gate per region: a second one with the same id fences the first off. */
    String transactionalId() {
        return GROUP + '-' + region;
    }
}
