package io.archipelago.actuator.domain;

/** What is to be done about one slot. */
public sealed interface Step {

    Slot slot();

    /** What runs is what was admitted. */
    record Keep(Slot slot) implements Step {}

    /** @param why in words, for people */
    record Apply(Slot slot, Assignment assignment, String why) implements Step {}

    /** Nothing is admitted any more. */
    record Remove(Slot slot) implements Step {}

    /** @param reason why nothing is done, though something should be */
    record Hold(Slot slot, String reason) implements Step {}
}
