package io.archipelago.kit.laws.pure.domain;

import io.archipelago.kit.core.Input;
import java.time.Instant;
import java.util.List;

/** Breaks none. */
public record Pure(List<int[]> numbers) {
    public Instant at(Input input) {
        return input.now();
    }
}
