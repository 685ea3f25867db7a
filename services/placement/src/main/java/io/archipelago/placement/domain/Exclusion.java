package io.archipelago.placement.domain;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** Why a workload must not run at a site, whatever it costs. */
public sealed interface Exclusion {

    /** One word: law, lost, closed, allow or catalogue. */
    String rule();

    /** One sentence for a person. */
    String reason();

    /** The law keeps it out of the site's country. */
    record Sealed(
            String country,
            List<String> rules,
            String why,
            @Nullable String source) implements Exclusion {
        @Override
        public String rule() {
            return "law";
        }

        @Override
        public String reason() {
            return rules.isEmpty()
                    ? "no rule allows it in " + country + ": " + why
                    : String.join(", ", rules) + " keeps it out of " + country + ": " + why;
        }
    }

    record NoRuling() implements Exclusion {
        @Override
        public String rule() {
            return "law";
        }

        @Override
        public String reason() {
            return "no ruling says yet where it may run";
        }
    }

    record RegionLost(String region) implements Exclusion {
        @Override
        public String rule() {
            return "lost";
        }

        @Override
        public String reason() {
            return "region " + region + " is lost";
        }
    }

    record Cordoned() implements Exclusion {
        @Override
        public String rule() {
            return "closed";
        }

        @Override
        public String reason() {
            return "the site is cordoned and admits nothing new";
        }
    }

    record NotAllowed(String field, String what) implements Exclusion {
        @Override
        public String rule() {
            return "allow";
        }

        @Override
        public String reason() {
            return "spec.allow." + field + " does not list " + what;
        }
    }

    record NotInCatalogue(String cloudRegion) implements Exclusion {
        @Override
        public String rule() {
            return "catalogue";
        }

        @Override
        public String reason() {
            return "no catalogue knows " + cloudRegion + ", so neither its country nor its prices";
        }
    }
}
