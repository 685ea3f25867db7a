package io.archipelago.topology.access;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class IdentityTest {

    @Test
    void it_is_a_spiffe_id_and_reads_back() {
        var placement = Identity.service("eu-central", "placement");
        assertThat(placement.uri()).isEqualTo("spiffe://eu-central.archipelago/service/placement");
        assertThat(Identity.of(placement.uri())).contains(placement);
        assertThat(Identity.of(Identity.mirror("us-east").uri())).contains(Identity.mirror("us-east"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "spiffe://eu-central.archipelago",
                "spiffe://eu-central.archipelago/",
                "spiffe://eu-central.archipelago/root",
                "spiffe://eu-central.archipelago/service/",
                "spiffe://eu-central.archipelago/service/placement/",
                "spiffe://eu-central.archipelago/service/../operator",
                "spiffe://eu-central.archipelago/operator?x",
                "spiffe://EU-central.archipelago/operator",
                "spiffe://eu.central.archipelago/operator",
                "spiffe://.archipelago/operator",
                "spiffe://eu-central.example/operator",
                "https://eu-central.archipelago/operator"
            })
    void anything_else_names_nobody(String uri) {
        assertThat(Identity.of(uri)).isEmpty();
    }

    @Test
    void a_name_that_could_be_mistaken_for_another_is_refused() {
        assertThatThrownBy(() -> Identity.service("eu-central", "placement/x"))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> Identity.mirror("eu-central.archipelago/x"))
                .isInstanceOf(IllegalArgumentException.class);
    }
}
