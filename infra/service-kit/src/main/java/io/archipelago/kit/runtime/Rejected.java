package io.archipelago.kit.runtime;

import io.archipelago.kit.core.Rejection;

/** A core, or the reading of its input, refused; becomes a problem+json answer. */
public final class Rejected extends RuntimeException {
    private static final long serialVersionUID = 1;
    private final transient Rejection rejection;

    public Rejected(Rejection rejection) {
        super(rejection.detail());
        this.rejection = rejection;
    }

    public Rejection rejection() {
        return rejection;
    }
}
