package io.archipelago.residency;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;

/** How the gate paces itself. Environment: {@code ARCHIPELAGO_GATE_REPORT_EVERY}, … */
@ConfigMapping(prefix = "archipelago.gate")
public interface GateConfig {

    /** Which size of the topology's plans topics of users' datasets are made by. */
    @WithDefault("local")
    String profile();

    /** Time between two reports of what crossed of users' data and what stayed; nothing is reported when nothing happened. */
    @WithDefault("PT5S")
    Duration reportEvery();

    /** The same for Archipelago's own facts: their reports cross as well, and make charges that cross, too. */
    @WithDefault("PT1M")
    Duration ownReportEvery();

    /** How long the broker may hold back an empty answer. Records are answered at once, whatever this says. */
    @WithDefault("PT0.5S")
    Duration fetchMaxWait();

    /** Records decided on at once, at most; one transaction takes in several such handfuls while more waits. */
    @WithDefault("1000")
    int maxPollRecords();

    /** How long positions may wait to be written when nothing crosses. */
    @WithDefault("PT1S")
    Duration commitEvery();

    /** Time between two confirmations that the law the gate goes by is still the law. */
    @WithDefault("PT10S")
    Duration confirmEvery();

    /** Without a confirmed law, or with crossings that the ledger does not take, the gate goes on for this long. */
    @WithDefault("PT30S")
    Duration lease();

    /** Where the region's key lies that signs the ledger; made when it is not there, readable to its owner only. */
    @WithDefault("ledger.key")
    Path ledgerKey();

    /** Where the region's key lies that makes pseudonyms of columns: {@code pseudonym.key} beside {@link #ledgerKey}. */
    Optional<Path> pseudonymKey();

    /** Time between two looks at whether the broker still answers and whether topics have grown. */
    @WithDefault("PT5S")
    Duration watchEvery();
}
