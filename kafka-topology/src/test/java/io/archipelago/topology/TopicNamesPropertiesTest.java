package io.archipelago.topology;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

class TopicNamesPropertiesTest {

    private static final List<String> PEERS = List.of("us-east", "ap-southeast");

    @Provide
    Arbitrary<String> peers() {
        return Arbitraries.of(PEERS);
    }

    @Provide
    Arbitrary<String> topics() {
        return Arbitraries.of(Topology.load().topics().stream().map(Topic::name).toList());
    }

    @Property
    void all_three_names_lead_back_to_the_topic(@ForAll("peers") String peer, @ForAll("topics") String topic) {
        assertThat(TopicNames.local(topic, PEERS)).isEqualTo(topic);
        assertThat(TopicNames.local(TopicNames.export(peer, topic), PEERS)).isEqualTo(topic);
        assertThat(TopicNames.local(TopicNames.mirrored(peer, topic), PEERS)).isEqualTo(topic);
    }

    @Property
    void only_a_copy_has_a_source(@ForAll("peers") String peer, @ForAll("topics") String topic) {
        assertThat(TopicNames.source(TopicNames.mirrored(peer, topic), PEERS)).contains(peer);
        assertThat(TopicNames.source(TopicNames.export(peer, topic), PEERS)).isEmpty();
        assertThat(TopicNames.source(topic, PEERS)).isEmpty();
    }
}
