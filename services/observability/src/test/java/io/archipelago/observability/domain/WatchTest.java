package io.archipelago.observability.domain;

import static org.assertj.core.api.Assertions.assertThat;

import io.archipelago.events.observability.LinkHealth;
import io.archipelago.events.observability.ProbeSent;
import io.archipelago.events.observability.RegionHealth;
import io.archipelago.observability.domain.Outlook.Patience;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class WatchTest {

    private final Cloud cloud = new Cloud();

    @Test
    void regions_that_hear_each_other_are_healthy() {
        cloud.run(10);
        for (var from : new String[] {"eu-central", "us-east", "ap-southeast"})
            for (var on : new String[] {"eu-central", "us-east", "ap-southeast"})
                if (!from.equals(on))
                    assertThat(cloud.node(from).verdictsOn(on))
                            .extracting(RegionHealth::verdict)
                            .containsExactly("healthy");
    }

    @Test
    void a_region_never_heard_is_unknown_not_lost() {
        cloud.kill("us-east");
        cloud.run(120);
        assertThat(cloud.node("eu-central").verdictsOn("us-east")).isEmpty();
        assertThat(cloud.node("eu-central").region("us-east").verdict()).isEqualTo("unknown");
    }

    @Test
    void a_killed_region_is_suspect_and_then_lost_within_the_stated_time() {
        cloud.run(30);
        cloud.kill("us-east");
        var killedAt = cloud.now();
        cloud.run(12);
        var verdicts = cloud.node("eu-central").verdictsOn("us-east");
        assertThat(verdicts).extracting(RegionHealth::verdict).containsExactly("healthy", "suspect", "lost");
        var lost = verdicts.getLast();
        assertThat(lost.detectionMs()).isBetween(8_000L, 11_000L);
        assertThat(Duration.between(killedAt, lost.since())).isBetween(Duration.ofSeconds(6), Duration.ofSeconds(11));
        assertThat(lost.reason()).contains("no other region hears it");
    }

    @Test
    void one_lost_probe_is_no_verdict() {
        for (int nth = 5; nth < 15; nth++) {
            var each = new Cloud();
            int lost = nth;
            each.drop((to, probe) -> probe.region().equals("us-east") && probe.sequence() == lost);
            each.run(60);
            assertThat(each.node("eu-central").verdictsOn("us-east")).hasSize(1);
            assertThat(each.node("eu-central").link("us-east", "eu-central").lost())
                    .isEqualTo(1);
        }
    }

    @Test
    void a_lost_region_is_healthy_again_only_after_three_probes_in_a_row() {
        cloud.run(30);
        cloud.kill("us-east");
        cloud.run(20);
        cloud.node("us-east").restart();
        var voiceAtRestart = cloud.now();
        cloud.run(3);
        assertThat(cloud.node("eu-central").lastVerdictOn("us-east").verdict()).isEqualTo("lost");
        cloud.run(7);
        var back = cloud.node("eu-central").lastVerdictOn("us-east");
        assertThat(back.verdict()).isEqualTo("healthy");
        assertThat(Duration.between(voiceAtRestart, back.since())).isGreaterThanOrEqualTo(Duration.ofSeconds(4));
    }

    @Test
    void a_region_that_speaks_only_now_and_then_stays_lost() {
        cloud.run(30);
        cloud.kill("us-east");
        cloud.run(20);
        cloud.node("us-east").restart();
        cloud.drop((to, probe) -> probe.region().equals("us-east") && probe.sequence() % 3 == 0);
        cloud.run(60);
        assertThat(cloud.node("eu-central").lastVerdictOn("us-east").verdict()).isEqualTo("lost");
    }

    @Test
    void a_link_cut_one_way_is_named_as_such_at_both_ends_and_its_region_is_not_lost() {
        cloud.run(30);
        cloud.cut("us-east", "eu-central");
        cloud.run(60);
        var deafEnd = cloud.node("eu-central").lastVerdictOn("us-east");
        assertThat(deafEnd.verdict()).isEqualTo("suspect");
        assertThat(deafEnd.reason())
                .contains("link us-east -> eu-central is cut")
                .contains("ap-southeast hears us-east");
        assertThat(cloud.node("eu-central").verdictsOn("us-east"))
                .extracting(RegionHealth::verdict)
                .doesNotContain("lost");
        var otherEnd = cloud.node("us-east").lastVerdictOn("eu-central");
        assertThat(otherEnd.verdict()).isEqualTo("healthy");
        assertThat(otherEnd.reason()).contains("link us-east -> eu-central is cut");
        assertThat(cloud.node("eu-central").link("us-east", "eu-central").state())
                .isEqualTo("silent");
        assertThat(cloud.node("us-east").link("us-east", "eu-central").state()).isEqualTo("silent");
        assertThat(cloud.node("ap-southeast").link("us-east", "eu-central").state())
                .isEqualTo("silent");
        assertThat(cloud.node("ap-southeast").link("eu-central", "us-east").state())
                .isEqualTo("up");
    }

    @Test
    void of_two_regions_the_one_that_hears_nothing_calls_the_other_lost_and_the_other_knows_why() {
        var two = new Cloud("eu-central", "us-east");
        two.run(30);
        two.cut("us-east", "eu-central");
        two.run(20);
        assertThat(two.node("eu-central").lastVerdictOn("us-east").verdict()).isEqualTo("lost");
        assertThat(two.node("us-east").lastVerdictOn("eu-central").reason())
                .contains("link us-east -> eu-central is cut");
    }

    @Test
    void a_healed_link_makes_its_region_healthy_again() {
        cloud.run(30);
        cloud.cut("us-east", "eu-central");
        cloud.run(30);
        cloud.heal();
        cloud.run(15);
        assertThat(cloud.node("eu-central").lastVerdictOn("us-east").verdict()).isEqualTo("healthy");
        assertThat(cloud.node("us-east").lastVerdictOn("eu-central").reason()).isEqualTo("probes arrive");
    }

    @Test
    void a_region_that_slept_judges_nobody_for_its_own_sleep() {
        cloud.run(30);
        var sleeper = cloud.node("eu-central");
        sleeper.running = false;
        cloud.run(120);
        sleeper.running = true;
        cloud.run(30);
        assertThat(sleeper.verdictsOn("us-east")).hasSize(1);
        assertThat(sleeper.verdictsOn("ap-southeast")).hasSize(1);
        assertThat(cloud.node("us-east").lastVerdictOn("eu-central").verdict()).isEqualTo("healthy");
    }

    @Test
    void a_region_whose_own_probes_do_not_come_back_judges_nobody() {
        cloud.run(30);
        for (var from : new String[] {"eu-central", "us-east", "ap-southeast"}) cloud.cut(from, "eu-central");
        cloud.run(120);
        assertThat(cloud.node("eu-central").verdictsOn("us-east")).hasSize(1);
        assertThat(cloud.node("eu-central").region("eu-central").verdict()).isEqualTo("suspect");
        cloud.heal();
        cloud.run(30);
        assertThat(cloud.node("eu-central").region("eu-central").verdict()).isEqualTo("healthy");
        assertThat(cloud.node("eu-central").verdictsOn("us-east")).hasSize(1);
    }

    @Test
    void a_region_that_dies_while_another_is_deaf_is_still_found_lost_later() {
        cloud.run(30);
        for (var from : new String[] {"eu-central", "us-east", "ap-southeast"}) cloud.cut(from, "eu-central");
        cloud.run(20);
        cloud.kill("us-east");
        cloud.heal();
        cloud.run(40);
        assertThat(cloud.node("eu-central").lastVerdictOn("us-east").verdict()).isEqualTo("lost");
        assertThat(cloud.node("eu-central").lastVerdictOn("ap-southeast").verdict())
                .isEqualTo("healthy");
    }

    @Test
    void silent_services_over_a_living_backbone_are_told_from_a_lost_region() {
        cloud.run(30);
        cloud.kill("us-east");
        for (int second = 0; second < 30; second++) {
            cloud.heartbeat("us-east", "eu-central");
            cloud.run(1);
        }
        var verdict = cloud.node("eu-central").lastVerdictOn("us-east");
        assertThat(verdict.verdict()).isEqualTo("suspect");
        assertThat(verdict.reason()).contains("services of the region are silent, its backbone is alive");
        cloud.run(12);
        assertThat(cloud.node("eu-central").lastVerdictOn("us-east").verdict()).isEqualTo("lost");
    }

    @Test
    void a_process_that_starts_again_keeps_its_verdicts_and_its_count() {
        cloud.run(30);
        cloud.kill("us-east");
        cloud.run(20);
        var eu = cloud.node("eu-central");
        eu.restart();
        cloud.run(60);
        assertThat(eu.region("us-east").verdict()).isEqualTo("lost");
        assertThat(eu.verdictsOn("ap-southeast")).hasSize(1);
        assertThat(cloud.node("ap-southeast").link("eu-central", "ap-southeast").lost())
                .isZero();
    }

    @Test
    void probes_count_up_by_one_and_keep_their_beat() {
        cloud.run(60);
        var probes = cloud.node("eu-central").said.stream()
                .filter(said -> said.emit().topic().equals(Watch.PROBES))
                .map(said -> (ProbeSent) said.emit().body())
                .toList();
        assertThat(probes).hasSize(30);
        for (int i = 1; i < probes.size(); i++) {
            assertThat(probes.get(i).sequence()).isEqualTo(probes.get(i - 1).sequence() + 1);
            assertThat(Duration.between(
                            probes.get(i - 1).sentAt(), probes.get(i).sentAt()))
                    .hasSeconds(2);
        }
    }

    @Test
    void the_figures_of_a_link_are_published_every_ten_seconds_and_its_state_at_once() {
        cloud.run(60);
        var links = cloud.node("eu-central").said.stream()
                .filter(said -> said.emit().key().equals("us-east->eu-central"))
                .map(said -> (LinkHealth) said.emit().body())
                .toList();
        assertThat(links).hasSizeBetween(5, 7);
        assertThat(links.getLast().lagMsP50()).isEqualTo(40);
        assertThat(links.getLast().received()).isGreaterThan(20);
        cloud.cut("us-east", "eu-central");
        cloud.run(8);
        assertThat(cloud.node("eu-central").said.getLast().emit().key()).isNotNull();
        assertThat(cloud.node("eu-central").said.stream()
                        .filter(said -> said.emit().key().equals("us-east->eu-central"))
                        .map(said -> ((LinkHealth) said.emit().body()).state())
                        .toList())
                .last()
                .isEqualTo("silent");
    }

    @Test
    void nothing_is_written_between_two_probes() {
        cloud.run(30);
        var eu = cloud.node("eu-central");
        int before = eu.said.size();
        var at = cloud.now();
        cloud.run(20);
        assertThat(eu.said.size() - before)
                .as("ten probes, and two figures of each link")
                .isBetween(10, 15);
        assertThat(at).isBefore(cloud.now());
    }

    @Test
    void a_road_that_grew_uneven_is_given_time_before_it_is_called_silence() {
        cloud.delay(probe -> !probe.region().equals("us-east") ? 0 : probe.sequence() % 4 * 2_000);
        cloud.run(30);
        cloud.drop((to, probe) -> probe.region().equals("us-east") && probe.sequence() % 4 != 3);
        cloud.run(60); // a word every 8 s
        assertThat(cloud.node("eu-central").verdictsOn("us-east"))
                .extracting(RegionHealth::verdict)
                .containsOnly("healthy");
        cloud.kill("us-east");
        cloud.run(20);
        assertThat(cloud.node("eu-central").lastVerdictOn("us-east").verdict()).isEqualTo("lost");
    }

    @Test
    void clocks_that_disagree_by_minutes_cost_no_patience() {
        cloud.run(10);
        for (int i = 100; i < 130; i++) {
            cloud.event(
                    "eu-central",
                    "us-east",
                    Watch.PROBES,
                    new ProbeSent("us-east", i, cloud.now().minusSeconds(300), null));
            cloud.run(2);
            if (i == 110) cloud.kill("us-east");
        }
        cloud.run(11);
        assertThat(cloud.node("eu-central").lastVerdictOn("us-east").verdict()).isEqualTo("lost");
    }

    @Test
    void patience_that_would_judge_a_single_lost_probe_is_refused() {
        var d = Patience.DEFAULT;
        org.assertj.core.api.Assertions.assertThatIllegalArgumentException()
                .isThrownBy(() -> new Patience(
                        Duration.ofSeconds(3), d.suspectAfter(), d.lostAfter(), d.wakeGrace(), 1, 3, d.linkEvery()))
                .withMessageContaining("more than two probes");
    }
}
