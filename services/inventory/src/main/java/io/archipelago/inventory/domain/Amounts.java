package io.archipelago.inventory.domain;

import io.archipelago.events.quantity.Bytes;
import io.archipelago.events.quantity.Cpu;
import io.archipelago.events.quantity.Resources;
import io.archipelago.kit.declaration.Findings;

/** Checks of numbers and labels, with one wording for all kinds. */
final class Amounts {

    private static final int MAX_LABEL_CHARACTERS = 128;

    private Amounts() {}

    static void atLeast(long least, long value, String path, Findings findings) {
        if (value < least) findings.mistake(path, "is " + value + ", must be at least " + least);
    }

    static void between(long least, long most, long value, String path, Findings findings) {
        if (value < least || value > most)
            findings.mistake(path, "is " + value + ", must be from " + least + " to " + most);
    }

    static void notNegative(double value, String path, Findings findings) {
        if (value < 0) findings.mistake(path, "is " + value + ", must not be negative");
    }

    static void positive(double value, String path, Findings findings) {
        if (value <= 0) findings.mistake(path, "is " + value + ", must be more than 0");
    }

    /** A share is more than nothing and at most all. */
    static void share(double value, String path, Findings findings) {
        if (value <= 0 || value > 1) findings.mistake(path, "is " + value + ", a share is more than 0 and at most 1");
    }

    static void notNegative(Bytes value, String path, Findings findings) {
        if (value.compareTo(Bytes.NONE) < 0) findings.mistake(path, "is " + value + ", must not be negative");
    }

    /** Processor and memory are needed, storage may be none. */
    static void usable(Resources resources, String path, Findings findings) {
        if (resources.cpu().compareTo(Cpu.NONE) <= 0)
            findings.mistake(path + ".cpu", "is " + resources.cpu() + ", must be more than 0");
        if (resources.memory().compareTo(Bytes.NONE) <= 0)
            findings.mistake(path + ".memory", "is " + resources.memory() + ", must be more than 0");
        notNegative(resources.storage(), path + ".storage", findings);
    }

    /** A name from outside; an owner's also travels as a record header. */
    static void label(String text, String path, Findings findings) {
        if (text.isBlank()) findings.mistake(path, "is empty");
        if (text.length() > MAX_LABEL_CHARACTERS || text.chars().anyMatch(Character::isISOControl))
            findings.mistake(path, "has control characters, or more than " + MAX_LABEL_CHARACTERS + " characters");
    }
}
