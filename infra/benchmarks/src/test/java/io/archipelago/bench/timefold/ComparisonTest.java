package io.archipelago.bench.timefold;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.archipelago.bench.Result;
import io.archipelago.bench.roadef.Checker;
import io.archipelago.bench.roadef.Generator;
import java.io.IOException;
import org.junit.jupiter.api.Test;

class ComparisonTest {
    private final Generator.Generated made = Generator.generate(new Generator.Shape(300, 20, 4, 1, 90, 6, 3, 60), 1);

    @Test
    void the_last_line_has_both_costs_the_bound_the_speeds_and_their_ratios() throws IOException {
        var result = new Result("placement-timefold");
        new Comparison(made.instance(), made.initial(), 0.3, 1).measure("", 2, result);
        var line = new ObjectMapper().readTree(result.line());
        assertThat(line.get("bench").asText()).isEqualTo("placement-timefold");
        long initial =
                Checker.check(made.instance(), made.initial(), made.initial()).cost();
        for (var cost : new String[] {"timefold_cost", "cost", "one_thread_cost"})
            assertThat(metric(line, cost)).isBetween(metric(line, "lower_bound"), (double) initial);
        for (var speed : new String[] {"timefold_moves_per_s", "moves_per_s", "one_thread_moves_per_s"})
            assertThat(metric(line, speed)).isNotNegative();
        double bound = metric(line, "lower_bound");
        assertThat(line.get("ratios").get("gap").asDouble())
                .isEqualTo(round((metric(line, "cost") - bound) / (metric(line, "timefold_cost") - bound)));
        assertThat(line.get("ratios").has("moves")).isTrue();
        assertThat(line.get("ratios").has("one_thread_gap")).isTrue();
    }

    private static double metric(JsonNode line, String name) {
        return line.get("metrics").get(name).asDouble();
    }

    private static double round(double value) {
        return Math.round(value * 1000) / 1000.0;
    }
}
