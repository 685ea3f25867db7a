package io.archipelago.bench.sale;

import static org.assertj.core.api.Assertions.assertThat;

import io.archipelago.bench.Catalogues;
import io.archipelago.bench.Result;
import io.archipelago.events.EventJson;
import io.archipelago.events.catalogue.CatalogueSpec;
import io.archipelago.events.placement.Placement;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.SortedMap;
import org.junit.jupiter.api.Test;

/** The stress suites, small: what they promise of placement. */
class StressTest {
    private static final Path PROJECT = Path.of("..", "..").toAbsolutePath().normalize();
    private static final SortedMap<String, CatalogueSpec> CATALOGUES = Catalogues.read(PROJECT);

    private static double metric(Result result, String name) throws IOException {
        var value = EventJson.MAPPER.readTree(result.line()).at("/metrics/" + name);
        assertThat(value.isNumber()).as(name).isTrue();
        return value.asDouble();
    }

    @Test
    void of_fifteen_applications_ten_go_next_door_and_five_further_without_one_refusal() {
        var drill = new Drill(CATALOGUES, List.of("eu-central"));
        drill.loseTheSite();
        assertThat(drill.runningAt("next-door")).isEqualTo(10);
        assertThat(drill.runningAt("far")).isEqualTo(5);
        assertThat(drill.cloud().refusals()).isZero();
        assertThat(drill.placements()).extracting(Placement::waiting).allMatch(List::isEmpty);
    }

    @Test
    void two_planners_that_do_not_hear_each_other_overfill_nothing_either() {
        var drill = new Drill(CATALOGUES, List.of("eu-central", "ap-southeast"));
        drill.loseTheSite();
        assertThat(drill.runningAt("next-door")).isEqualTo(10);
        assertThat(drill.runningAt("far")).isEqualTo(5);
        assertThat(drill.cloud().refusals()).isPositive();
        assertThat(drill.cloud().fullest()).isLessThanOrEqualTo(0.85);
    }

    @Test
    void a_lost_region_is_evacuated_below_the_fill_limit() throws IOException {
        var result = new Result("test");
        LossSuite.evacuate("", CATALOGUES, 40, LossStory.LOST, 7, result);
        assertThat(metric(result, "evacuated_workloads")).isEqualTo(40);
        assertThat(metric(result, "replicas_still_there")).isZero();
        assertThat(metric(result, "workloads_still_waiting")).isZero();
        assertThat(metric(result, "fullest_site_pct")).isLessThanOrEqualTo(85);
    }

    @Test
    void a_sale_costs_its_first_minute_and_nothing_is_illegal_too_dear_or_dropped() throws IOException {
        var result = new Result("test");
        SaleSuite.live(CATALOGUES, 595, 605, 1, result);
        assertThat(metric(result, "minutes_kept_pct")).isEqualTo(90);
        assertThat(metric(result, "illegal_placements")).isZero();
        assertThat(metric(result, "minutes_over_ceiling")).isZero();
        assertThat(metric(result, "replicas_dropped_silently")).isZero();
        assertThat(metric(result, "replicas_shed_at_most")).isPositive();
        assertThat(metric(result, "ways_to_sites_on_sale")).isGreaterThan(metric(result, "ways_to_sites_before"));
    }

    @Test
    void the_same_events_lead_to_the_same_words_whatever_the_number_of_processors() {
        assertThat(ReplaySuite.run(PROJECT, CATALOGUES, 3, new Result("test"))).hasSize(128);
    }
}
