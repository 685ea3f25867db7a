package io.archipelago.residency.domain;

/**
 * How a dataset names the persons its records are about.
 *
 * @param jurisdiction whose key wraps the keys of these persons
 * @param name of the column
 */
public record SubjectColumn(String dataset, String jurisdiction, String name) {

    /** The name of a record's key that has no columns of its own. */
    public static final String KEY = "$key";
}
