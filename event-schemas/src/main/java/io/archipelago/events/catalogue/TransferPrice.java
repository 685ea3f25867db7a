package io.archipelago.events.catalogue;

import io.archipelago.events.quantity.Usd;

/**
 * What it costs to send a GB (10^9 bytes) out of a region. The entry with the most specific {@code from} wins, and
 * among those the one with the most specific {@code to}, in the order below.
 *
 * @param from the name of a region of the catalogue's provider, {@code continent/EU}, or {@code *} for all of them
 * @param to the name of a region of the same provider; {@code continent/EU} for the provider's regions there;
 *     {@code provider} for its other regions; {@code internet/EU} for anybody else's regions on that continent;
 *     {@code internet} for anywhere else
 */
public record TransferPrice(String from, String to, Usd perGB) {}
