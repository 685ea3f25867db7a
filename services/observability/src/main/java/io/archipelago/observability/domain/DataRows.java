package io.archipelago.observability.domain;

import io.archipelago.events.residency.Ruling;
import io.archipelago.observability.domain.Picture.DataRow;
import io.archipelago.observability.domain.Picture.Denial;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;

/** What the law says of each dataset and workload. */
final class DataRows {

    private DataRows() {}

    static List<DataRow> of(Facts facts) {
        return facts.rulings.values().stream().map(ruling -> row(facts, ruling)).toList();
    }

    private static DataRow row(Facts facts, Ruling ruling) {
        var name = ruling.subject().substring(ruling.subject().indexOf('/') + 1);
        var dataset = ruling.subject().startsWith("dataset/") ? facts.datasets.get(name) : null;
        var workload = ruling.subject().startsWith("workload/") ? facts.workloads.get(name) : null;
        var allowed = new ArrayList<String>();
        var denied = new ArrayList<Denial>();
        new TreeMap<>(ruling.verdicts()).forEach((jurisdiction, verdict) -> {
            if (verdict.allowed()) allowed.add(jurisdiction);
            else denied.add(new Denial(jurisdiction, verdict.rules(), verdict.reason(), verdict.source()));
        });
        return new DataRow(
                ruling.subject(),
                dataset != null
                        ? dataset.spec().owner()
                        : workload != null ? workload.spec().owner() : null,
                dataset == null ? null : dataset.spec().dataClass(),
                dataset == null ? null : dataset.spec().jurisdiction(),
                dataset == null ? List.of() : dataset.spec().copies(),
                allowed,
                denied);
    }
}
