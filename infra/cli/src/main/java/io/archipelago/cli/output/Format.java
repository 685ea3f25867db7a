package io.archipelago.cli.output;

/** How an answer is written. */
public enum Format {
    table,
    wide,
    yaml,
    json,
    name
}
