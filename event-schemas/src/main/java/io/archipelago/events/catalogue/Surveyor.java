package io.archipelago.events.catalogue;

/**
 * One whose word for the place of a site is trusted.
 *
 * @param key public, Ed25519, 64 hexadecimal digits
 */
public record Surveyor(String name, String key) {}
