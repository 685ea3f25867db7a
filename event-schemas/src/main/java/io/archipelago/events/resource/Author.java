package io.archipelago.events.resource;

import com.fasterxml.jackson.annotation.JsonInclude;
import org.jspecify.annotations.Nullable;

/**
 * Who made a change.
 *
 * @param id within the issuer: by default the subject of the token, which need not tell a stranger who it is
 * @param issuer whose token it was; absent when nobody vouched for the author, and {@code id} is what a record said of
 *     itself
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record Author(String id, @Nullable String issuer) {

    private static final int LONGEST_CLAIM = 200;

    /** Of a record that came by Kafka: the broker knows who wrote it, and tells nobody. */
    public static Author claimed(String source) {
        return new Author(source.length() > LONGEST_CLAIM ? source.substring(0, LONGEST_CLAIM) : source, null);
    }

    @Override
    public String toString() {
        return issuer == null ? id + " (claimed)" : id;
    }
}
