package io.archipelago.events.quantity;

import org.jspecify.annotations.Nullable;

/** What a replica needs, or a site has: processor time, memory and storage. What is left out is none. */
public record Resources(Cpu cpu, Bytes memory, Bytes storage) {

    public static final Resources NONE = new Resources(Cpu.NONE, Bytes.NONE, Bytes.NONE);

    public Resources(@Nullable Cpu cpu, @Nullable Bytes memory, @Nullable Bytes storage) {
        this.cpu = cpu == null ? Cpu.NONE : cpu;
        this.memory = memory == null ? Bytes.NONE : memory;
        this.storage = storage == null ? Bytes.NONE : storage;
    }

    public Resources plus(Resources other) {
        return new Resources(cpu.plus(other.cpu), memory.plus(other.memory), storage.plus(other.storage));
    }

    public Resources times(long factor) {
        return new Resources(cpu.times(factor), memory.times(factor), storage.times(factor));
    }

    public Resources minus(Resources other) {
        return plus(other.times(-1));
    }

    /** True when {@code other} fits into this in every dimension. */
    public boolean covers(Resources other) {
        return cpu.compareTo(other.cpu) >= 0
                && memory.compareTo(other.memory) >= 0
                && storage.compareTo(other.storage) >= 0;
    }

    /** How many times {@code unit} fits into this; {@link Integer#MAX_VALUE} when the unit needs nothing. */
    public int fits(Resources unit) {
        return Math.min(
                Math.min(quotient(cpu.millis(), unit.cpu.millis()), quotient(memory.count(), unit.memory.count())),
                quotient(storage.count(), unit.storage.count()));
    }

    private static int quotient(long have, long need) {
        return need <= 0 ? Integer.MAX_VALUE : Math.clamp(have / need, 0, Integer.MAX_VALUE);
    }
}
