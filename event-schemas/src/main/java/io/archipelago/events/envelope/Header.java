package io.archipelago.events.envelope;

/** The names of the record headers that carry an {@link Envelope}. */
public final class Header {
    public static final String ID = "ce_id";
    public static final String SPEC_VERSION = "ce_specversion";
    public static final String TYPE = "ce_type";
    public static final String SOURCE = "ce_source";
    public static final String SUBJECT = "ce_subject";
    public static final String TIME = "ce_time";
    public static final String DATA_CLASS = "ce_dataclassification";
    public static final String JURISDICTION = "ce_jurisdiction";
    public static final String OWNER = "ce_owner";
    public static final String AUDIENCE = "ce_audience";
    public static final String ORIGIN = "ce_origin";
    public static final String HLC = "ce_hlc";

    /** By the service that wrote the event: an {@link EventSignature}. */
    public static final String SIGNATURE = "ce_signature";

    public static final String CONTENT_TYPE = "content-type";
    public static final String TRACEPARENT = "traceparent";

    /** Of a dead letter: why it could not be handled, in one sentence. */
    public static final String DLQ_REASON = "dlq_reason";

    /** Of a dead letter: the topic, partition and offset it was read from. */
    public static final String DLQ_TOPIC = "dlq_topic";

    public static final String DLQ_PARTITION = "dlq_partition";
    public static final String DLQ_OFFSET = "dlq_offset";

    private Header() {}
}
