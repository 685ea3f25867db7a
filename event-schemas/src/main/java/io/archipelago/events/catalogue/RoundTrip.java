package io.archipelago.events.catalogue;

/**
 * A round trip that somebody measured: the shortest seen.
 *
 * @param from a site, or a cloud region such as {@code aws/eu-central-1}
 * @param to likewise
 */
public record RoundTrip(String from, String to, double ms) {}
