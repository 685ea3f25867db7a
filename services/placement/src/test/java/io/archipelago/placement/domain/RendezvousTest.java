package io.archipelago.placement.domain;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class RendezvousTest {
    private static final List<String> REGIONS = List.of("eu-central", "us-east", "ap-southeast", "sa-east");

    @Test
    void every_region_names_the_same_taker_whatever_order_it_knows_the_others_in() {
        for (int i = 0; i < 200; i++) {
            var shuffled = new ArrayList<>(REGIONS);
            Collections.shuffle(shuffled, new java.util.Random(i));
            assertThat(Rendezvous.first("w" + i, shuffled)).isEqualTo(Rendezvous.first("w" + i, REGIONS));
        }
    }

    @Test
    void losing_a_region_moves_only_what_stood_first_there() {
        for (int i = 0; i < 500; i++) {
            var first = Rendezvous.first("w" + i, REGIONS).orElseThrow();
            for (var lost : REGIONS) {
                var rest =
                        REGIONS.stream().filter(region -> !region.equals(lost)).toList();
                if (!first.equals(lost))
                    assertThat(Rendezvous.first("w" + i, rest)).contains(first);
            }
        }
    }

    @Test
    void workloads_spread_over_the_survivors() {
        Map<String, Integer> load = new HashMap<>();
        for (int i = 0; i < 4000; i++)
            load.merge(Rendezvous.first("shop-" + i, REGIONS).orElseThrow(), 1, Integer::sum);
        assertThat(load).hasSize(4).allSatisfy((region, n) -> assertThat(n).isBetween(800, 1200));
    }

    @Test
    void nobody_is_named_when_nobody_is_left() {
        assertThat(Rendezvous.first("web", List.of())).isEmpty();
    }
}
