package io.archipelago.topology;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A topic as described: what it means and who may touch it, in every region alike.
 *
 * @param name as named in the region that writes it; copies carry a prefix, see {@link TopicNames}
 * @param owner the service whose descriptor it stands in
 * @param key what the record key names: records of one key keep their order
 * @param schema the JSON Schema of the value among {@code event-schemas}; null for raw bytes
 * @param plan the name of its {@link Plan}
 * @param classification the CloudEvents data classification of its records; {@code inherited} where each record has its
 *     own
 * @param producers services and roles that have something to say on it
 * @param localReaders services and roles that read it in the region that writes it
 * @param mirroredReaders services that read the copies from other regions
 */
public record Topic(
        String name,
        String owner,
        String purpose,
        String key,
        @Nullable String schema,
        String plan,
        String classification,
        List<String> producers,
        Through through,
        List<String> localReaders,
        List<String> mirroredReaders,
        Mirror mirror) {

    /** How a producer's records come to the topic. */
    public enum Through {
        /** Written to the outbox table in the transaction of the state; Debezium carries it. */
        OUTBOX,
        /** Sent by a Kafka client. */
        CLIENT
    }

    /** Which other regions the gate may copy it to. */
    public enum Mirror {
        /** Never leaves its region. */
        NONE,
        /** To every region the policies in force allow. */
        ALL,
        /** To the one region a record names as its audience, if the policies in force allow. */
        AUDIENCE
    }

    /** True when the gate reads it. */
    public boolean mirrored() {
        return mirror != Mirror.NONE;
    }

    /** True when each of its records has a class of its own. */
    public boolean isOfMixedClasses() {
        return classification.equals("inherited");
    }
}
