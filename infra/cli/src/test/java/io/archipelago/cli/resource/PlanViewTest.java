package io.archipelago.cli.resource;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import io.archipelago.cli.Archipelago;
import io.archipelago.cli.ExitCode;
import io.archipelago.cli.client.Client;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

/** What people read of a market and of wishes that cannot hold together. */
class PlanViewTest {

    private static String printed(Runnable view) {
        var out = new ByteArrayOutputStream();
        var before = System.out;
        try {
            System.setOut(new PrintStream(out, true, StandardCharsets.UTF_8));
            view.run();
        } finally {
            System.setOut(before);
        }
        return out.toString(StandardCharsets.UTF_8);
    }

    private static JsonNode json(String text) {
        try {
            return Client.JSON.readTree(text);
        } catch (JsonProcessingException e) {
            throw new AssertionError(e);
        }
    }

    @Test
    void a_market_is_a_table_of_cloud_regions_the_law_the_cities_a_proposal_and_gaps() {
        var text = printed(() -> MarketView.print(json("""
                {"market": {"country": "BR", "workload": "web-brazil", "certifications": []},
                 "candidates": [{"cloudRegion": "aws/sa-east-1", "title": "São Paulo", "country": "BR", "zones": 3,
                   "sites": [], "law": {"allowed": true, "rules": ["lgpd#within"], "reason": "stays", "source": "LGPD"},
                   "rtt": {"p50": 31.2, "p90": 52.0, "p99": 60.1, "worst": 64.0, "within": 0.81},
                   "perHour": 0.468, "gramsCo2PerHour": 1.5, "priceBasis": "model"}],
                 "reach": [{"city": "Sao Paulo", "people": 10021295, "cloudRegion": "aws/sa-east-1", "rttMs": 15.1}],
                 "proposal": {"wanted": 8, "sites": [{"site": "aws/sa-east-1", "replicas": 8}], "waiting": [],
                   "perHour": 0.47, "meanRttMs": 33.1, "withinObjective": 0.81},
                 "gramsCo2PerHour": 1.5,
                 "gaps": [{"kind": "site", "text": "no site is declared in BR"}]}""")));
        assertThat(text)
                .contains("aws/sa-east-1  BR  ok   31ms  52ms  60ms  64ms   81.0%   $0.4680  model  2         <none>")
                .contains("law in BR: lgpd#within stays (LGPD)")
                .contains("Sao Paulo  10021295  aws/sa-east-1  15ms")
                .contains(
                        "proposal: 8 at aws/sa-east-1 of 8 replicas; $0.4700/h, 33ms mean, 81.0% within the objective")
                .contains("gaps:\n  site: no site is declared in BR");
    }

    @Test
    void a_conflict_names_each_constraint_with_its_reason() {
        var text = printed(() -> ConflictView.print("web", json("""
                {"summary": "these cannot be kept together",
                 "constraints": [{"constraint": "the law", "reason": "gdpr#transfer keeps it out of SG"}]}""")));
        assertThat(text)
                .contains("web cannot have all it asks for")
                .contains("  the law: gdpr#transfer keeps it out of SG");
    }

    @Test
    void plan_takes_files_or_a_market_and_not_both() {
        assertThat(Archipelago.run("plan")).isEqualTo(ExitCode.USAGE);
        assertThat(Archipelago.run("plan", "-f", "x.yaml", "--enter-market", "y.yaml"))
                .isEqualTo(ExitCode.USAGE);
    }
}
