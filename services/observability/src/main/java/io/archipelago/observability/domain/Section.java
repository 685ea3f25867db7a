package io.archipelago.observability.domain;

import java.util.EnumSet;
import java.util.Set;

/** The parts of the picture, each sent whole when it changed. */
public enum Section {
    REGIONS,
    LINKS,
    SITES,
    WORKLOADS,
    WEIGHTS,
    DATA,
    FLOWS,
    MONEY,
    ALARMS;

    /** Those that show something of this kind of document or note. */
    static Set<Section> showing(String kind) {
        return switch (kind) {
            case Watch.WORD, Watch.VERDICT, Watch.LINK -> EnumSet.of(REGIONS, LINKS);
            case Facts.SITE -> EnumSet.of(SITES);
            case Facts.WORKLOAD -> EnumSet.of(WORKLOADS, SITES, DATA);
            case Facts.DATASET, Facts.RULING -> EnumSet.of(DATA);
            case Facts.PLACEMENT -> EnumSet.of(WORKLOADS, SITES);
            case Facts.WEIGHTS -> EnumSet.of(WEIGHTS, WORKLOADS);
            case Facts.RESERVATION -> EnumSet.of(SITES, WORKLOADS);
            case Facts.RUN -> EnumSet.of(WORKLOADS);
            case Facts.TRANSFER -> EnumSet.of(LINKS);
            case Facts.CHARGE -> EnumSet.of(MONEY);
            case Facts.ALARM -> EnumSet.of(ALARMS);
            case Facts.CATALOGUE -> EnumSet.of(REGIONS, LINKS, SITES, WEIGHTS);
            case ObservabilityCore.ARRIVAL -> EnumSet.of(FLOWS);
            default -> EnumSet.noneOf(Section.class);
        };
    }
}
