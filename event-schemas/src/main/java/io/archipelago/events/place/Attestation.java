package io.archipelago.events.place;

import java.util.Objects;

/**
 * Somebody's word, signed, that a site stands where it says: the field {@code place} of a site.
 *
 * @param country ISO 3166-1 alpha-2: whose law holds there
 * @param surveyor who gave the word, as a catalogue names it
 * @param signature Ed25519 over {@link #text}, 128 hexadecimal digits
 */
public record Attestation(String country, String surveyor, String signature) {

    public Attestation {
        Objects.requireNonNull(country, "country");
        Objects.requireNonNull(surveyor, "surveyor");
        Objects.requireNonNull(signature, "signature");
    }

    /** What is signed, in UTF-8 and without a line end: one line that says it for people too. */
    public static String text(String site, String region, String cloudRegion, String country) {
        return "site " + site + " of " + region + " stands in " + cloudRegion + " in " + country;
    }
}
