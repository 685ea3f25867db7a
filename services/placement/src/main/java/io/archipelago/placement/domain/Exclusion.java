package io.archipelago.placement.domain;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** Why a workload must not run at a site, whatever it costs. */
public sealed interface Exclusion {

    /** One word: law, lost, closed, allow or catalogue. */
    String rule();

    /** One sentence for a person. */
    String reason();

    /** What would have to be given up for it no longer to hold: all reasons of one constraint fall together. */
    default String constraint() {
        return switch (this) {
            case Sealed sealed -> "the law";
            case Contradicted place -> "the law";
            case NoRuling none -> "the law";
            case RegionLost lost -> "lost region " + lost.region();
            case Cordoned cordoned -> "cordoned sites";
            case NotAllowed allow -> "spec.allow." + allow.field();
            case NotCertified lacking -> "spec.allow.certifications";
            case NotInCatalogue unknown -> "sites no catalogue knows";
        };
    }

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

    /** It cannot be where it claims, so nobody knows whose law holds there. */
    record Contradicted(String site, String why) implements Exclusion {
        @Override
        public String rule() {
            return "law";
        }

        @Override
        public String reason() {
            return "nobody knows whose law holds at " + site + ": " + why;
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

    record Cordoned(String site) implements Exclusion {
        @Override
        public String rule() {
            return "closed";
        }

        @Override
        public String reason() {
            return site + " is cordoned and admits nothing new";
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

    record NotCertified(String site, String certification) implements Exclusion {
        @Override
        public String rule() {
            return "allow";
        }

        @Override
        public String reason() {
            return site + " is not certified for " + certification + ", which spec.allow.certifications asks for";
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
