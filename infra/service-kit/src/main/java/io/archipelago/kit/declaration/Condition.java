package io.archipelago.kit.declaration;

/**
 * One thing that is to be known of a declared entity, in the manner of Kubernetes.
 *
 * @param type what it is about, such as {@code ReferencesKnown}
 * @param status {@code True} or {@code False}
 * @param reason one word a program may compare
 * @param message what a person reads: what it means and what to do
 */
public record Condition(String type, String status, String reason, String message) {

    /** Something that should hold and does not. */
    public static Condition unmet(String type, String reason, String message) {
        return new Condition(type, "False", reason, message);
    }
}
