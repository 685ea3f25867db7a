package io.archipelago.events.catalogue;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectReader;
import io.archipelago.events.EventJson;
import io.archipelago.events.quantity.Usd;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** Reads the catalogue that ships with the project. */
class WorldTest {
    private static final List<CatalogueSpec> SHIPPED = shipped();
    private static final World WORLD = World.of(SHIPPED);

    private static List<CatalogueSpec> shipped() {
        ObjectReader strict =
                EventJson.MAPPER.readerFor(CatalogueSpec.class).with(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES);
        try (var files = Files.list(Path.of("../infra/catalogue/data"))) {
            return files.sorted()
                    .map(file -> {
                        try {
                            return strict.<CatalogueSpec>readValue(
                                    EventJson.MAPPER.readTree(file.toFile()).get("spec"));
                        } catch (IOException e) {
                            throw new UncheckedIOException(file.toString(), e);
                        }
                    })
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Test
    void the_shipped_world_has_300_regions_of_6_providers_and_says_where_each_figure_is_from() {
        assertThat(WORLD.regionIds()).hasSizeGreaterThanOrEqualTo(300);
        Map<String, Long> perProvider = WORLD.regionIds().stream()
                .collect(Collectors.groupingBy(id -> id.substring(0, id.indexOf('/')), Collectors.counting()));
        assertThat(perProvider).hasSizeGreaterThanOrEqualTo(6).containsKeys("aws", "azure", "gcp");
        assertThat(SHIPPED).allSatisfy(c -> assertThat(c.sources()).isNotEmpty().allSatisfy(s -> assertThat(s.date())
                .matches("20\\d\\d(-\\d\\d){0,2}")));
        assertThat(WORLD.regionIds()).allSatisfy(id -> {
            var region = WORLD.region(id).orElseThrow();
            assertThat(region.country()).matches("[A-Z]{2}");
            assertThat(region.cpuHour()).isGreaterThan(Usd.ZERO);
            assertThat(region.carbonGramsPerKwh()).isPositive();
            assertThat(region.priceBasis()).isIn("list", "model");
        });
    }

    @Test
    void measured_round_trips_beat_the_model_and_a_region_is_near_itself() {
        assertThat(WORLD.rttMs("azure/westeurope", "azure/eastus")).isBetween(70.0, 100.0);
        assertThat(WORLD.rttMs("aws/eu-central-1", "aws/eu-central-1")).isEqualTo(1);
        assertThat(WORLD.rttMs("aws/eu-central-1", "aws/us-east-1")).isBetween(80.0, 150.0);
    }

    @Test
    void nothing_answers_faster_than_light_in_fibre() {
        for (var a : WORLD.regionIds())
            for (var b : List.of("aws/us-east-1", "gcp/asia-southeast1", "hetzner/fsn1")) {
                var from = WORLD.region(a).orElseThrow();
                var to = WORLD.region(b).orElseThrow();
                double km = World.distanceKm(from.latitude(), from.longitude(), to.latitude(), to.longitude());
                assertThat(WORLD.rttMs(a, b)).isGreaterThanOrEqualTo(0.01 * km);
            }
    }

    @Test
    void transfers_are_priced_by_direction() {
        assertThat(WORLD.transferPerGB("aws/us-east-1", "aws/ap-southeast-1")).isEqualTo(Usd.of("0.02"));
        assertThat(WORLD.transferPerGB("aws/ap-southeast-1", "aws/us-east-1")).isEqualTo(Usd.of("0.09"));
        assertThat(WORLD.transferPerGB("aws/us-east-1", "aws/us-east-2")).isEqualTo(Usd.of("0.01"));
        assertThat(WORLD.transferPerGB("aws/us-east-1", "aws/us-east-1")).isEqualTo(Usd.ZERO);
        assertThat(WORLD.transferPerGB("azure/westeurope", "azure/northeurope")).isEqualTo(Usd.of("0.02"));
        assertThat(WORLD.transferPerGB("azure/westeurope", "aws/eu-central-1")).isEqualTo(Usd.of("0.0875"));
        for (var a : WORLD.regionIds())
            assertThat(WORLD.transferPerGB(a, "scaleway/pl-waw")).isNotNull();
        assertThat(WORLD.regionIds().stream()
                        .filter(a -> !a.equals("scaleway/pl-waw"))
                        .map(a -> WORLD.transferPerGB(a, "scaleway/pl-waw")))
                .doesNotContain(Usd.ZERO);
    }

    @Test
    void areas_are_countries_or_single_cities() {
        assertThat(WORLD.cities("US").getFirst().name()).isEqualTo("New York City");
        assertThat(WORLD.cities("US/Chicago")).singleElement().satisfies(c -> assertThat(c.population())
                .isGreaterThan(2_000_000));
        assertThat(WORLD.cities("Atlantis")).isEmpty();
        assertThat(WORLD.rttMs(WORLD.cities("DE/Berlin").getFirst(), "aws/eu-central-1"))
                .isBetween(10.0, 60.0);
    }

    @Test
    void distance_follows_the_great_circle() {
        // Frankfurt - New York is about 6,200 km.
        assertThat(World.distanceKm(50.11, 8.68, 40.71, -74.01)).isCloseTo(6200, within(30.0));
    }

    @Test
    void an_unknown_region_is_named() {
        assertThatThrownBy(() -> WORLD.rttMs("aws/eu-central-1", "aws/nowhere-1"))
                .hasMessageContaining("aws/nowhere-1");
    }
}
