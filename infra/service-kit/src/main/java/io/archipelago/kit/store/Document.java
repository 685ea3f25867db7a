package io.archipelago.kit.store;

import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.IdClass;
import jakarta.persistence.Table;

/**
 * One piece of a core's state, as JSON text. The rows of this table are the state; memory is a copy of them. What was
 * archived has the same shape and lies in a table of its own.
 */
@Entity
@Table(name = "documents")
@IdClass(DocumentKey.class)
public class Document {

    @Id
    private String kind;

    @Id
    private String key;

    private String body;

    /** For Hibernate. */
    @SuppressWarnings("NullAway.Init")
    protected Document() {}

    public Document(DocumentKey key, String body) {
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
