package io.archipelago.kit.runtime;

import com.fasterxml.jackson.core.JsonProcessingException;
import io.archipelago.events.EventJson;
import io.archipelago.kit.core.Archived;
import io.archipelago.kit.core.Change;
import io.archipelago.kit.core.Passing;
import io.archipelago.kit.store.Document;
import io.archipelago.kit.store.DocumentKey;
import io.archipelago.kit.store.InboxEntry;
import io.archipelago.kit.store.OutboxRow;
import io.archipelago.kit.store.Writes;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What a batch led to: collected input by input, stored at once, told to those who wait once it is durable. */
final class Decision {

    private final List<InboxEntry> inbox = new ArrayList<>();
    private final Map<DocumentKey, Optional<Object>> documents = new LinkedHashMap<>();
    private final Map<DocumentKey, Object> archive = new LinkedHashMap<>();
    private final List<OutboxRow> outbox = new ArrayList<>();
    private final List<Runnable> settlements = new ArrayList<>();
    private boolean leftWork;

    void handled(InboxEntry entry) {
        inbox.add(entry);
    }

    /** The last change of a document in a batch is the one that is stored; passing ones are not. */
    void changed(Change change) {
        if (change instanceof Change.Put put && put.body() instanceof Passing) return;
        var key = new DocumentKey(change.kind(), change.key());
        switch (change) {
            case Change.Put put when put.body() instanceof Archived -> archive.put(key, put.body());
            case Change.Put put -> documents.put(key, Optional.of(put.body()));
            case Change.Remove remove -> documents.put(key, Optional.empty());
        }
    }

    void publish(OutboxRow row) {
        outbox.add(row);
    }

    List<OutboxRow> published() {
        return outbox;
    }

    void onceDurable(Runnable settlement) {
        settlements.add(settlement);
    }

    /** The core may have something left to decide, and deciding it leads somewhere. */
    void leaveWork() {
        leftWork = true;
    }

    boolean leftWork() {
        return leftWork;
    }

    Writes writes() throws JsonProcessingException {
        var present = new ArrayList<Document>();
        var removed = new ArrayList<DocumentKey>();
        for (var entry : documents.entrySet()) {
            var body = entry.getValue();
            if (body.isEmpty()) removed.add(entry.getKey());
            else present.add(new Document(entry.getKey(), EventJson.MAPPER.writeValueAsString(body.get())));
        }
        var archived = new ArrayList<Document>();
        for (var entry : archive.entrySet())
            archived.add(new Document(entry.getKey(), EventJson.MAPPER.writeValueAsString(entry.getValue())));
        return new Writes(List.copyOf(inbox), present, removed, archived, List.copyOf(outbox));
    }

    void settle() {
        settlements.forEach(Runnable::run);
    }
}
