package io.archipelago.bench.timefold;

/** What a process can be given: the machine's number in the instance. */
public record Machine(int number) {}
