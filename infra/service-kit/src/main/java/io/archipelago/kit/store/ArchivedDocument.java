package io.archipelago.kit.store;

import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.IdClass;
import jakarta.persistence.Table;

/** A document that is not part of the state, as JSON text: written once, kept for those who ask. */
@Entity
@Table(name = "archive")
@IdClass(DocumentKey.class)
public class ArchivedDocument {

    @Id
    private String kind;

    @Id
    private String key;

    private String body;

    /** For Hibernate. */
    @SuppressWarnings("NullAway.Init")
    protected ArchivedDocument() {}

    public ArchivedDocument(DocumentKey key, String body) {
        this.kind = key.kind();
        this.key = key.key();
        this.body = body;
    }

    public String kind() {
        return kind;
    }

    public String key() {
        return key;
    }

    /** JSON. */
    public String body() {
        return body;
    }
}
