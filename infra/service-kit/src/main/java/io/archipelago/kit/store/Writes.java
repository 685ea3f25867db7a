package io.archipelago.kit.store;

import java.util.List;

/**
 * Everything one batch leaves behind, written in one transaction.
 *
 * @param inbox the inputs, in the order in which they were handled
 * @param documents that are now so; each key once
 * @param removed documents that are gone; none of them among {@code documents}
 * @param archive documents to be kept and not to be part of the state; each key once and for all
 * @param outbox in the order in which they are to be published
 */
public record Writes(
        List<InboxEntry> inbox,
        List<Document> documents,
        List<DocumentKey> removed,
        List<Document> archive,
        List<OutboxRow> outbox) {

    public boolean isEmpty() {
        return inbox.isEmpty() && documents.isEmpty() && removed.isEmpty() && archive.isEmpty() && outbox.isEmpty();
    }
}
