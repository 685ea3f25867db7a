package io.archipelago.kit.runtime;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.core.JsonProcessingException;
import io.archipelago.events.EventJson;
import io.archipelago.events.envelope.Envelope;
import io.archipelago.events.envelope.EnvelopeCodec;
import io.archipelago.events.envelope.EventText;
import io.archipelago.events.envelope.Labels;
import io.archipelago.kit.core.Emit;
import io.archipelago.kit.core.Input;
import io.archipelago.kit.intake.Received;
import io.archipelago.kit.store.OutboxRow;
import io.archipelago.kit.trust.Signer;
import io.archipelago.topology.Topic;
import io.archipelago.topology.Topology;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Turns what a core emits, and what it could not handle, into rows of the outbox. */
final class Outgoing {

    private static final String JSON = "application/json";
    /** Of a reason: some quote what a stranger wrote. */
    private static final int MOST_CHARACTERS = 1_000;

    private static final String BYTES = "application/octet-stream";

    private final String source;
    private final Map<String, Topic> topics;
    private final Signer signer;
    private final String deadLetters;

    Outgoing(Topology topology, String region, String service, Signer signer) {
        this.source = region + '/' + service;
        this.topics = topology.topics().stream()
                .filter(topic -> topic.producers().contains(service) && topic.through() == Topic.Through.OUTBOX)
                .collect(Collectors.toMap(Topic::name, topic -> topic));
        this.signer = signer;
        this.deadLetters = topology.deadLettersOf(service);
    }

    /**
     * @param index of the event among those of its input
     * @throws IllegalArgumentException when the service may not write the topic, by the topology
     */
    OutboxRow event(Input input, int index, Emit emit, @Nullable String traceparent) throws JsonProcessingException {
        var topic = topics.get(emit.topic());
        if (topic == null)
            throw new IllegalArgumentException("the topology does not let " + source + " write " + emit.topic());
        var id = derived(input.id(), Integer.toString(index));
        var envelope = new Envelope(
                id.toString(),
                Envelope.typeOf(emit.topic()),
                source,
                emit.key(),
                input.now(),
                emit.labels(),
                emit.hlc(),
                traceparent);
        var payload = payload(emit.body());
        var signed = topic.mirrored() ? EventText.of(envelope, emit.key(), payload) : null;
        return new OutboxRow(id, emit.topic(), envelope, payload, JSON, signed, null);
    }

    /** Those that may leave the region, all with one signature: it costs as much for one as for all. */
    void sign(List<OutboxRow> rows) {
        var leaving = rows.stream().filter(row -> row.signedText() != null).toList();
        var signatures = signer.sign(leaving.stream()
                .map(row -> Objects.requireNonNull(row.signedText()))
                .toList());
        for (int i = 0; i < signatures.size(); i++) leaving.get(i).sign(signatures.get(i));
    }

    private static byte @Nullable [] payload(@Nullable Object body) throws JsonProcessingException {
        return switch (body) {
            case null -> null;
            case byte[] bytes -> bytes;
            default -> EventJson.MAPPER.writeValueAsBytes(body);
        };
    }

    /** The record as it came, with the reason why it could not be handled. */
    OutboxRow deadLetter(Received received, String reason, Instant now, @Nullable String traceparent) {
        var id = derived(received.id(), "dead letter");
        var labels = received.reading() instanceof EnvelopeCodec.Decoded(var read) ? read.labels() : Labels.UNLABELLED;
        var envelope = new Envelope(
                id.toString(), Envelope.typeOf(deadLetters), source, received.key(), now, labels, null, traceparent);
        var told = reason.length() <= MOST_CHARACTERS ? reason : reason.substring(0, MOST_CHARACTERS) + "…";
        var dead = new OutboxRow.DeadLetter(told.replace('\0', '\uFFFD'), received.source());
        return new OutboxRow(id, deadLetters, envelope, received.value(), BYTES, null, dead);
    }

    /** The same input leads to the same ids, so that a reader recognises what a replay or a repeat publishes again. */
    private UUID derived(String inputId, String what) {
        return UUID.nameUUIDFromBytes((inputId + '|' + source + '|' + what).getBytes(UTF_8));
    }
}
