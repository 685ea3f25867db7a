package io.archipelago.connect;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Test;

class ExportTopicFilterTest {
    @Test
    void what_was_exported_for_this_region_crosses() {
        var filter = filter(Map.of("target.cluster.alias", "us-east"));
        assertThat(filter.shouldReplicateTopic("export.us-east.inventory.sites.v1"))
                .isTrue();
        assertThat(filter.shouldReplicateTopic("export.us-east.heartbeats")).isTrue();
    }

    @Test
    void local_topics_and_those_of_other_destinations_stay_home() {
        var filter = filter(Map.of("target.cluster.alias", "us-east"));
        assertThat(filter.shouldReplicateTopic("inventory.sites.v1")).isFalse();
        assertThat(filter.shouldReplicateTopic("export.ap-southeast.inventory.sites.v1"))
                .isFalse();
        assertThat(filter.shouldReplicateTopic("export.us-east-2.inventory.sites.v1"))
                .isFalse();
        assertThat(filter.shouldReplicateTopic("export.us-east.")).isFalse();
        assertThat(filter.shouldReplicateTopic("export.us-east")).isFalse();
        assertThat(filter.shouldReplicateTopic("exportXus-east.inventory.sites.v1"))
                .isFalse();
        assertThat(filter.shouldReplicateTopic("__consumer_offsets")).isFalse();
    }

    @Test
    void a_filter_that_was_not_told_its_region_lets_nothing_through() {
        assertThat(new ExportTopicFilter().shouldReplicateTopic("export.us-east.inventory.sites.v1"))
                .isFalse();
    }

    @Property
    void no_setting_widens_what_crosses(@ForAll("topics") String topic, @ForAll("settings") String setting) {
        var filter = filter(Map.of("target.cluster.alias", "us-east", setting, ".*", "topics.exclude", ""));
        assertThat(filter.shouldReplicateTopic(topic))
                .isEqualTo(topic.startsWith("export.us-east.") && topic.length() > "export.us-east.".length());
    }

    @Provide
    Arbitrary<String> topics() {
        var tail = Arbitraries.strings().withChars("abv1.-").ofMaxLength(12);
        return Arbitraries.of("export.us-east.", "export.us-east", "export.", "us-east.", "inventory.", "")
                .flatMap(head -> tail.map(t -> head + t));
    }

    @Provide
    Arbitrary<String> settings() {
        return Arbitraries.of("topics", "topics.include", "topics.whitelist", "archipelago.regions");
    }

    private static ExportTopicFilter filter(Map<String, String> config) {
        var filter = new ExportTopicFilter();
        filter.configure(config);
        return filter;
    }
}
