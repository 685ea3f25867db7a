package io.archipelago.actuator.gitops;

import io.fabric8.kubernetes.client.utils.Serialization;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** Documents as text. */
final class Yaml {

    private static final String WHENCE =
            "# Written by 'archipelago actuate render' from what sites have admitted; the next run overwrites it.\n";

    private Yaml() {}

    static SortedMap<String, String> texts(SortedMap<String, List<Object>> files) {
        var texts = new TreeMap<String, String>();
        files.forEach((path, documents) -> texts.put(
                path, WHENCE + documents.stream().map(Serialization::asYaml).collect(Collectors.joining())));
        return texts;
    }
}
