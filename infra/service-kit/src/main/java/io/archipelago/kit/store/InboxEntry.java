package io.archipelago.kit.store;

import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * One input that was handled, written in the transaction of what followed from it: a repeat is recognised by its id.
 * Read in the order of {@code position}, which the database counts, the entries are the log from which the decisions
 * can be made again: an event's body lies in Kafka under its topic, partition and offset; commands and ticks carry
 * theirs here.
 */
@Entity
@Table(name = "inbox")
public class InboxEntry {

    /** Where an event came from. */
    public record Source(String topic, int partition, long offset) {}

    @Id
    private String id;

    @Column(name = "handled_at")
    private Instant handledAt;

    private @Nullable String topic;

    private @Nullable Integer partition;

    @Column(name = "record_offset")
    private @Nullable Long offset;

    @Column(name = "body_type")
    private @Nullable String bodyType;

    private @Nullable String body;

    @Column(name = "dead_letter")
    private boolean deadLetter;

    /** For Hibernate. */
    @SuppressWarnings("NullAway.Init")
    protected InboxEntry() {}

    private InboxEntry(
            String id,
            Instant handledAt,
            @Nullable Source source,
            @Nullable String bodyType,
            @Nullable String body,
            boolean deadLetter) {
        this.id = id;
        this.handledAt = handledAt;
        this.topic = source == null ? null : source.topic();
        this.partition = source == null ? null : source.partition();
        this.offset = source == null ? null : source.offset();
        this.bodyType = bodyType;
        this.body = body;
        this.deadLetter = deadLetter;
    }

    /** @param deadLetter true when it was put aside instead of being handled */
    public static InboxEntry event(String id, Instant handledAt, Source source, boolean deadLetter) {
        return new InboxEntry(id, handledAt, source, null, null, deadLetter);
    }

    /** @param body the command as JSON, an instance of the class named {@code bodyType} */
    public static InboxEntry command(String id, Instant handledAt, String bodyType, String body) {
        return new InboxEntry(id, handledAt, null, bodyType, body, false);
    }

    public static InboxEntry tick(String id, Instant handledAt) {
        return new InboxEntry(id, handledAt, null, null, null, false);
    }

    public String id() {
        return id;
    }

    public Instant handledAt() {
        return handledAt;
    }

    /** Null for commands and ticks. */
    public @Nullable Source source() {
        return topic == null || partition == null || offset == null ? null : new Source(topic, partition, offset);
    }

    /** Null for events and ticks. */
    public @Nullable String bodyType() {
        return bodyType;
    }

    /** JSON; null for events and ticks. */
    public @Nullable String body() {
        return body;
    }

    public boolean deadLetter() {
        return deadLetter;
    }
}
