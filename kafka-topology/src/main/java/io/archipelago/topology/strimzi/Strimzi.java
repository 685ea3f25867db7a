package io.archipelago.topology.strimzi;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.dataformat.yaml.YAMLGenerator;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import io.archipelago.topology.Topology;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/** Compiles what a region's Kafka is told into files of custom resources, for Strimzi 1.x. */
public final class Strimzi {

    /** The first line of every file. */
    public static final String WRITTEN =
            "# Written from kafka-topology by ./archipelago topology render; do not edit.\n";

    private static final YAMLMapper YAML = YAMLMapper.builder()
            .enable(SerializationFeature.ORDER_MAP_ENTRIES_BY_KEYS)
            .enable(YAMLGenerator.Feature.MINIMIZE_QUOTES)
            .enable(YAMLGenerator.Feature.ALWAYS_QUOTE_NUMBERS_AS_STRINGS)
            .enable(YAMLGenerator.Feature.INDENT_ARRAYS_WITH_INDICATOR)
            .disable(YAMLGenerator.Feature.SPLIT_LINES)
            .build();

    private Strimzi() {}

    /**
     * @return text by file name: {@code topics.yaml}, {@code users.yaml}, {@code connect.yaml} and, when there are peers,
     *     {@code mirrormaker2.yaml}
     * @throws IllegalArgumentException when there is no such profile, or a name cannot be a region's
     */
    public static SortedMap<String, String> render(Topology topology, Place place) {
        var workers = new Workers(topology, place);
        var files = new TreeMap<String, String>();
        files.put("topics.yaml", text(Topics.of(topology, place)));
        files.put("users.yaml", text(Users.of(topology, place)));
        files.put("connect.yaml", text(workers.connect()));
        var mirrors = workers.mirrors();
        if (!mirrors.isEmpty()) files.put("mirrormaker2.yaml", text(mirrors));
        return files;
    }

    private static String text(List<Map<String, Object>> resources) {
        var text = new StringBuilder(WRITTEN);
        try {
            for (var resource : resources) text.append(YAML.writeValueAsString(resource));
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("maps of text are always written", e);
        }
        return text.toString();
    }
}
