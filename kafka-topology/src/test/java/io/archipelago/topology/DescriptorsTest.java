package io.archipelago.topology;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.Objects;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Every slip in a descriptor is refused, with the file and the field. */
class DescriptorsTest {

    @ParameterizedTest(name = "{2} to {3} in {0}")
    @CsvSource(delimiter = ';', nullValues = "nothing", textBlock = """
            inventory.yaml;     inventory.yaml: spec: topics[0]: mirror: via nothing leaves but through the gate;   via: gate;              via: mirror
            inventory.yaml;     inventory.yaml: spec: topics[0]: mirror: to is not one of [NONE, ALL, AUDIENCE];    to: all;                to: everybody
            inventory.yaml;     inventory.yaml: spec: topics[0]: plan 'forever' is not one of;                      plan: state;            plan: forever
            inventory.yaml;     inventory.yaml: spec: topics[0]: producers[0] 'inventori' is not one of;            'producers: [inventory]';  'producers: [inventori]'
            inventory.yaml;     inventory.yaml: spec: topics[0]: miror is not one of;                               mirror:;                miror:
            inventory.yaml;     inventory.yaml: spec: topics[1]: name is described twice;                           inventory.workloads.v1; inventory.sites.v1
            inventory.yaml;     inventory.yaml: spec: deadLetters 'lost.v1' is not described below;                 'deadLetters: inventory.dead-letters.v1'; 'deadLetters: lost.v1'
            inventory.yaml;     inventory.yaml: kind is not TopicSet;                                               kind: TopicSet;         kind: Topics
            inventory.yaml;     inventory.yaml: spec: topics[0]: purpose is missing;                                'purpose: current facts of every site, one record per site'; 'purpose:'
            plans.yaml;         plans.yaml: spec: profiles: local: replicas is not a whole number above 0;          'replicas: 1}';         'replicas: none}'
            plans.yaml;         plans.yaml: spec: plans: state: partitions says partitions for [local];             'partitions: {local: 1, production: 12}'; 'partitions: {local: 1}'
            topology.yaml;      nobody.yaml is missing;                                                             'owners: [inventory,';  'owners: [nobody, inventory,'
            topology.yaml;      topology.yaml: spec: programs: shop is not a word and a dot;                            shop: shop.;            shop: shop
            topology.yaml;      topology.yaml: spec: programs: shop begins the names of another's topics;              shop: shop.;            shop: inventory.
            topology.yaml;      topology.yaml: spec: gate 'keeper' is not one of;                                   gate: residency-policy; gate: keeper
            """)
    void a_slip_is_refused_with_its_place(String file, String message, String right, String wrong) {
        assertThatThrownBy(
                        () -> new Descriptors(name -> name.equals(file) ? changed(file, right, wrong) : original(name))
                                .read())
                .isInstanceOf(InvalidDescriptor.class)
                .hasMessageStartingWith(message);
    }

    private static ByteArrayInputStream changed(String file, String right, String wrong) throws IOException {
        var text = new String(Objects.requireNonNull(original(file)).readAllBytes(), UTF_8);
        assertThat(text).contains(right);
        return new ByteArrayInputStream(
                text.replaceFirst(java.util.regex.Pattern.quote(right), wrong).getBytes(UTF_8));
    }

    private static java.io.InputStream original(String file) {
        return Topology.class.getResourceAsStream("/topology/" + file);
    }
}
