package io.archipelago.kit.trust;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.ObjectReader;
import io.archipelago.events.EventJson;
import java.util.List;
import java.util.Map;

/**
 * Whose signatures a region takes.
 *
 * @param keys by CloudEvents source, such as {@code us-east/placement}: its public keys, 64 hexadecimal digits each.
 *     Several while one is replaced by the next, and for as long as what the old one signed is kept.
 */
public record TrustBundle(Map<String, List<String>> keys) {

    private static final TypeReference<Map<String, List<String>>> KEYS = new TypeReference<>() {};

    /** A name that is there twice would be whoever stands last. */
    private static final ObjectReader READER =
            EventJson.MAPPER.readerFor(KEYS).with(JsonParser.Feature.STRICT_DUPLICATE_DETECTION);

    /**
     * @param json an object with an array of keys for each source
     * @throws IllegalArgumentException when it is something else
     */
    public static TrustBundle parse(String json) {
        try {
            return new TrustBundle(READER.readValue(json));
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException("not a trust bundle: " + e.getOriginalMessage(), e);
        }
    }

    /** Empty for a source nobody vouches for. */
    public List<String> of(String source) {
        return keys.getOrDefault(source, List.of());
    }
}
