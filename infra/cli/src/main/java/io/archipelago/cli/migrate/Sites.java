package io.archipelago.cli.migrate;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;

/**
 * Which site stands for a cluster or a datacenter of the other scheduler.
 *
 * @param named those that the caller told, by the name they had
 */
record Sites(Map<String, String> named) {

    /** Narrows the draft to the sites of these places, and leaves to a person what is not told. */
    void allow(Draft draft, Collection<String> places, String of) {
        var open = new ArrayList<String>();
        for (var place : places) {
            var site = named.get(place);
            if (site == null) open.add(place);
            else draft.allowSite(site);
        }
        if (!open.isEmpty())
            draft.decide("it ran in " + of + " " + String.join(", ", List.copyOf(open))
                    + ": law, latency and price choose now; to keep it there, name the sites in allow.sites (--site "
                    + open.getFirst() + "=SITE)");
    }
}
