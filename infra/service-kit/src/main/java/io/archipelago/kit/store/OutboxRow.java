package io.archipelago.kit.store;

import io.archipelago.events.envelope.Envelope;
import io.archipelago.events.envelope.Labels;
import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import jakarta.persistence.Transient;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * An event on its way out. Inserted and deleted in one transaction: Debezium reads it in the write-ahead log, the table
 * stays empty. Each column becomes the record header of its CloudEvents name.
 */
@Entity
@Table(name = "outbox")
@SuppressWarnings("UnusedVariable") // Hibernate reads the fields
public class OutboxRow {

    /** Why a record became a dead letter, and where it was read. */
    public record DeadLetter(String reason, InboxEntry.Source source) {}

    @Id
    private UUID id;

    private String topic;
    private String key;
    private byte @Nullable [] payload;
    private String type;
    private String source;
    private String subject;
    private String time;

    @Column(name = "dataclass")
    private @Nullable String dataClass;

    private @Nullable String jurisdiction;
    private @Nullable String owner;
    private @Nullable String audience;
    private @Nullable String origin;
    private @Nullable String hlc;
    private @Nullable String traceparent;
    private @Nullable String signature;

    @Transient
    private @Nullable String signedText;

    @Column(name = "content_type")
    private String contentType;

    @Column(name = "dl_reason")
    private @Nullable String deadReason;

    @Column(name = "dl_topic")
    private @Nullable String deadTopic;

    @Column(name = "dl_partition")
    private @Nullable String deadPartition;

    @Column(name = "dl_offset")
    private @Nullable String deadOffset;

    /** For Hibernate. */
    @SuppressWarnings("NullAway.Init")
    protected OutboxRow() {}

    /**
     * @param id becomes the event's id; {@code envelope.id} is not looked at
     * @param payload the record's value; null writes a tombstone
     * @param signedText what the service has to sign; null for what stays in the region
     * @param dead null for an event of the service's own
     */
    public OutboxRow(
            UUID id,
            String topic,
            Envelope envelope,
            byte @Nullable [] payload,
            String contentType,
            @Nullable String signedText,
            @Nullable DeadLetter dead) {
        this.id = id;
        this.topic = topic;
        this.key = envelope.subject();
        this.payload = payload;
        this.type = envelope.type();
        this.source = envelope.source();
        this.subject = envelope.subject();
        this.time = envelope.time().toString();
        this.contentType = contentType;
        this.signedText = signedText;
        this.hlc = envelope.hlc() == null ? null : envelope.hlc().toString();
        this.traceparent = envelope.traceparent();
        label(envelope.labels());
        if (dead != null) {
            this.deadReason = dead.reason();
            this.deadTopic = dead.source().topic();
            this.deadPartition = Integer.toString(dead.source().partition());
            this.deadOffset = Long.toString(dead.source().offset());
        }
    }

    private void label(Labels labels) {
        dataClass = labels.dataClass().equals(Labels.UNLABELLED.dataClass()) ? null : labels.dataClass();
        jurisdiction = labels.jurisdiction().equals(Labels.UNLABELLED.jurisdiction()) ? null : labels.jurisdiction();
        owner = labels.owner();
        audience = labels.audience();
        origin = labels.origin();
    }

    public @Nullable String signedText() {
        return signedText;
    }

    public void sign(String signature) {
        this.signature = signature;
    }

    public UUID id() {
        return id;
    }

    public String topic() {
        return topic;
    }

    public String key() {
        return key;
    }

    public byte @Nullable [] payload() {
        return payload;
    }

    public @Nullable String traceparent() {
        return traceparent;
    }

    public @Nullable String deadReason() {
        return deadReason;
    }
}
