package io.archipelago.events.envelope;

import org.jspecify.annotations.Nullable;

/**
 * What the residency gate must know of a record before it may leave its region.
 *
 * @param dataClass CloudEvents {@code dataclassification}: public, internal, personal, sensitive, …
 * @param jurisdiction whose law binds the subjects of the data: an ISO 3166 code or a named group such as EU-EEA
 * @param owner who pays and answers for it
 * @param audience the one region it is meant for; null for all
 * @param origin the region that wrote the fact first, where a record only repeats it; null when this region did
 */
public record Labels(
        String dataClass,
        String jurisdiction,
        @Nullable String owner,
        @Nullable String audience,
        @Nullable String origin) {

    /** Of a record without labels: no policy can name them, so it stays in its region. */
    public static final Labels UNLABELLED = new Labels("unlabelled", "unlabelled", null, null, null);

    /** False when the gate cannot know what it is: then it stays home. */
    public boolean complete() {
        return !dataClass.equals(UNLABELLED.dataClass) && !jurisdiction.equals(UNLABELLED.jurisdiction);
    }

    /** Operational facts of Archipelago itself. */
    public static Labels internal(String jurisdiction) {
        return new Labels("internal", jurisdiction, null, null, null);
    }

    public Labels ownedBy(@Nullable String owner) {
        return new Labels(dataClass, jurisdiction, owner, audience, origin);
    }

    public Labels onlyFor(@Nullable String audience) {
        return new Labels(dataClass, jurisdiction, owner, audience, origin);
    }

    public Labels from(@Nullable String origin) {
        return new Labels(dataClass, jurisdiction, owner, audience, origin);
    }
}
