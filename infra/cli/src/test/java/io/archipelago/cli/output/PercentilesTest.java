package io.archipelago.cli.output;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class PercentilesTest {

    @Test
    void are_exact_samples_by_nearest_rank() {
        var samples = new double[100];
        for (int i = 0; i < 100; i++) samples[i] = 100 - i;
        var percentiles = Percentiles.of(samples);
        assertThat(percentiles.at(0.5)).isEqualTo(50);
        assertThat(percentiles.at(0.99)).isEqualTo(99);
        assertThat(percentiles.at(1)).isEqualTo(100);
        assertThat(Percentiles.of(new double[] {7}).at(0.5)).isEqualTo(7);
    }
}
