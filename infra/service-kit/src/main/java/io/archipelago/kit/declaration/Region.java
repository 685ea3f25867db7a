package io.archipelago.kit.declaration;

import java.util.Set;
import java.util.TreeSet;

/**
 * Where a core stands.
 *
 * @param jurisdiction ISO 3166 code of the country whose law binds it
 * @param peers the names of the other regions
 */
public record Region(String name, String jurisdiction, Set<String> peers) {

    /** This region and its peers. */
    public Set<String> all() {
        var all = new TreeSet<>(peers);
        all.add(name);
        return all;
    }
}
