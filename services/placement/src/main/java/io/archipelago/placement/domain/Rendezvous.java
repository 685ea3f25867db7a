package io.archipelago.placement.domain;

import java.nio.charset.StandardCharsets;
import java.util.Collection;
import java.util.Comparator;
import java.util.Optional;

/**
 * Highest-random-weight hashing (Thaler and Ravishankar, 1998): every region reckons the same order of survivors for a
 * workload without asking anyone, and losing one region moves only the workloads that stood first there.
 */
final class Rendezvous {
    private Rendezvous() {}

    /** Who takes a workload over: the survivor of greatest weight. */
    static Optional<String> first(String workload, Collection<String> survivors) {
        return survivors.stream()
                .max(Comparator.<String>comparingLong(region -> weight(workload, region))
                        .thenComparing(Comparator.naturalOrder()));
    }

    /** FNV-1a over both names, then the finisher of MurmurHash3: near names must not give near weights. */
    private static long weight(String workload, String region) {
        long hash = 0xcbf29ce484222325L;
        for (byte b : (workload + '\n' + region).getBytes(StandardCharsets.UTF_8))
            hash = (hash ^ (b & 0xff)) * 0x100000001b3L;
        hash = (hash ^ (hash >>> 33)) * 0xff51afd7ed558ccdL;
        hash = (hash ^ (hash >>> 33)) * 0xc4ceb9fe1a85ec53L;
        return hash ^ (hash >>> 33);
    }
}
