package io.archipelago.topology.plan;

import io.archipelago.topology.TopicSettings;
import org.jspecify.annotations.Nullable;

/** One change that brings a broker nearer to its description. Prints as people read it in a plan. */
public sealed interface Step {

    String topic();

    record Create(TopicSettings settings) implements Step {
        @Override
        public String topic() {
            return settings.name();
        }

        @Override
        public String toString() {
            return "+ " + settings.name() + "  partitions=" + settings.partitions() + " " + settings.configs();
        }
    }

    /** More partitions; keys spread anew, so the order of a key holds only from here on. */
    record Grow(String topic, int from, int to) implements Step {
        @Override
        public String toString() {
            return "~ " + topic + "  partitions " + from + " -> " + to;
        }
    }

    /**
     * @param from null when it was the broker's default
     * @param to null to go back to the broker's default
     */
    record Configure(
            String topic,
            String key,
            @Nullable String from,
            @Nullable String to) implements Step {
        @Override
        public String toString() {
            return "~ " + topic + "  " + key + " " + (from == null ? "(default)" : from) + " -> "
                    + (to == null ? "(default)" : to);
        }
    }

    /** No descriptor knows it any more. Its records would be gone for good. */
    record Delete(String topic) implements Step {
        @Override
        public String toString() {
            return "- " + topic;
        }
    }
}
