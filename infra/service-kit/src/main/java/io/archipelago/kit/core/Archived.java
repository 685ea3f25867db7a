package io.archipelago.kit.core;

/**
 * Marks the body of a {@link Change.Put} that is stored once and never read back into the core: history that grows
 * without end, such as the entries of a ledger. A key is written once.
 */
public interface Archived {}
