package io.archipelago.events.catalogue;

/**
 * Where people are.
 *
 * @param country ISO 3166-1 alpha-2
 */
public record City(String name, String country, double latitude, double longitude, long population) {}
