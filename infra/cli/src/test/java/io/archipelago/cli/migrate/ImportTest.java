package io.archipelago.cli.migrate;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.sun.net.httpserver.HttpServer;
import io.archipelago.cli.Archipelago;
import io.archipelago.cli.ExitCode;
import io.archipelago.events.quantity.Bytes;
import io.archipelago.events.quantity.Resources;
import io.archipelago.events.resource.Author;
import io.archipelago.inventory.domain.InventoryCore;
import io.archipelago.kit.core.Input;
import io.archipelago.kit.declaration.Apply;
import io.archipelago.kit.declaration.Region;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.atomic.AtomicInteger;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.AlphaChars;
import net.jqwik.api.constraints.StringLength;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ImportTest {
    private static final String FILES = "src/test/resources/io/archipelago/cli/migrate/";
    private static final String KARMADA = FILES + "karmada/shop.yaml";
    private static final String HCL = FILES + "nomad/shop.nomad.hcl";
    private static final String JSON = FILES + "nomad/everywhere.json";

    private record Run(int code, String out, String err) {}

    private static Run run(String... args) {
        var out = new ByteArrayOutputStream();
        var err = new ByteArrayOutputStream();
        var before = System.out;
        var beforeErr = System.err;
        try {
            System.setOut(new PrintStream(out, true, StandardCharsets.UTF_8));
            System.setErr(new PrintStream(err, true, StandardCharsets.UTF_8));
            int code = Archipelago.run(args);
            return new Run(code, out.toString(StandardCharsets.UTF_8), err.toString(StandardCharsets.UTF_8));
        } finally {
            System.setOut(before);
            System.setErr(beforeErr);
        }
    }

    /** What inventory makes of it, by the name of each workload; fails on what {@code apply --dry-run} would refuse. */
    private static Map<String, JsonNode> accepted(Run run) {
        assertThat(run.code()).as(run.err()).isZero();
        var inventory = new InventoryCore(new Region("eu-central", "DE", Set.of("us-east")));
        var declarations = inventory.registry().reader().read(run.out());
        assertThat(declarations.errors()).as(run.out()).isEmpty();
        var wish = new Apply(declarations.documents(), true, new Author("test", null));
        var outcome = inventory.handle(new Input.Command("1", Instant.EPOCH, wish));
        assertThat(outcome.rejection()).as(run.out()).isNull();
        var specs = new HashMap<String, JsonNode>();
        declarations
                .documents()
                .forEach(d ->
                        specs.put(d.resource().metadata().name(), d.resource().spec()));
        return specs;
    }

    @Test
    void karmada_replicas_resources_and_weights_become_a_workload() {
        var web = accepted(run("import", "karmada", KARMADA, "--site", "paris=paris-1", "--site", "tokyo=tokyo"))
                .get("web");
        assertThat(web.path("owner").asText()).isEqualTo("shop");
        assertThat(web.path("image").asText()).isEqualTo("registry.example.com/shop/web:4.2");
        assertThat(web.path("replicas").toString()).isEqualTo("{\"min\":4,\"max\":12}");
        // 250m and 0.1; 256Mi and the proxy's limit, as Kubernetes has it
        assertThat(web.path("resources").path("cpu").asText()).isEqualTo("350m");
        assertThat(Bytes.of(web.path("resources").path("memory").asText()))
                .isEqualTo(new Bytes((256L << 20) + 128_974_848));
        assertThat(Bytes.of(web.path("resources").path("storage").asText())).isEqualTo(new Bytes(2_000_000_000));
        assertThat(web.path("spread").toString()).isEqualTo("{\"minSites\":2,\"maxShare\":0.75}");
        assertThat(web.path("allow").toString())
                .isEqualTo("{\"providers\":[\"huawei\",\"aws\"],\"sites\":[\"paris-1\",\"tokyo\"]}");
    }

    @Test
    void karmada_duplicates_to_every_cluster_and_the_rest_is_a_decision() {
        var run = run("import", "karmada", KARMADA);
        var search = accepted(run).get("search");
        assertThat(search.path("replicas").toString()).isEqualTo("{\"min\":6,\"max\":6}");
        assertThat(search.path("spread").toString()).isEqualTo("{\"minSites\":3,\"minRegions\":2,\"maxShare\":0.34}");
        assertThat(run.out())
                .contains(
                        "# decide: it ran in clusters paris, tokyo, oslo:",
                        "# decide: it ran in clusters with disk=fast:",
                        "# decide: the source asks for no cpu and no memory; this is a guess",
                        "# decide: it was called Jobs_Runner in batch",
                        "# decide: no policy among the files placed it");
    }

    @Test
    void what_karmada_has_and_archipelago_has_not_is_told_with_its_path() {
        assertThat(run("import", "karmada", KARMADA).err())
                .contains(
                        "Deployment/web spec.template.spec.containers[0].{name, ports}: ",
                        "Deployment/web spec.template.spec.tolerations: ",
                        "Deployment/web spec.template.spec.containers[1].image: a workload names one image",
                        "Service/web: is not placed by Archipelago",
                        "FederatedHPA/web spec.metrics: ",
                        "PropagationPolicy/web spec.placement.clusterTolerations: ",
                        "PropagationPolicy/web spec.placement.replicaScheduling.weightPreference.staticWeightList: ",
                        "PropagationPolicy/web spec.failover: ",
                        "ClusterPropagationPolicy/indexes spec.placement.spreadConstraints[0].maxGroups: ",
                        "PropagationPolicy/lost: places none of the workloads among the files",
                        "OverridePolicy/web spec.overrideRules[0]: ");
    }

    @Test
    void nomad_groups_become_workloads() {
        var run = run(
                "import", "nomad", HCL, "--var", "version=4.2", "--site", "paris=paris-1", "--mhz-per-core", "2000");
        var specs = accepted(run);
        assertThat(specs).containsOnlyKeys("shop-api", "shop-stock");
        var api = specs.get("shop-api");
        assertThat(api.path("owner").asText()).isEqualTo("retail");
        assertThat(api.path("priority").asInt()).isEqualTo(160);
        assertThat(api.path("image").asText()).isEqualTo("registry.example.com/shop/api:4.2");
        assertThat(api.path("replicas").toString()).isEqualTo("{\"min\":4,\"max\":4}");
        // 1000 MHz and the 100 that Nomad gives a task that asks for nothing; 512 and 300 MiB; 500 MiB of disk
        assertThat(api.path("resources").toString())
                .isEqualTo("{\"cpu\":\"550m\",\"memory\":\"812Mi\",\"storage\":\"500Mi\"}");
        assertThat(api.path("spread").toString()).isEqualTo("{\"minSites\":2,\"maxShare\":0.75}");
        assertThat(api.path("allow").path("sites").toString()).isEqualTo("[\"paris-1\"]");
        var stock = specs.get("shop-stock");
        assertThat(stock.path("replicas").toString()).isEqualTo("{\"min\":2,\"max\":6}");
        assertThat(stock.path("resources").path("cpu").asText()).isEqualTo("2");
        assertThat(run.out())
                .contains(
                        "# decide: it ran in datacenters tokyo: ",
                        "# decide: it ran only where attribute attr.kernel.name, value linux: ",
                        "# decide: it ran only where distinct_hosts true: ",
                        "# decide: it calls Stock_DB: affinity: [{workload: stock-db,",
                        "# decide: 1100 MHz of cores that had 2000 MHz");
    }

    @Test
    void what_nomad_has_and_archipelago_has_not_is_told_with_its_path() {
        assertThat(run("import", "nomad", HCL, "--var", "version=4.2").err())
                .contains(
                        "job/shop update: ",
                        "job/shop group.api.spread.target: ",
                        "job/shop group.api.task.api.template.data: cannot be evaluated here",
                        "job/shop group.api.task.api.config.args: ",
                        "job/shop group.api.task.log.config.image: a workload names one image",
                        "job/shop group.stock.affinity: ",
                        "job/report: is of type batch");
    }

    @Test
    void a_job_of_several_regions_is_counted_over_all_of_them() {
        var run = run("import", "nomad", JSON);
        var cache = accepted(run).get("everywhere");
        assertThat(cache.path("replicas").toString()).isEqualTo("{\"min\":3,\"max\":3}");
        assertThat(cache.path("spread").toString()).isEqualTo("{\"minSites\":3,\"minRegions\":2,\"maxShare\":0.34}");
        assertThat(cache.path("resources").toString()).isEqualTo("{\"cpu\":\"200m\",\"memory\":\"256Mi\"}");
        assertThat(run.out()).contains("regions west, east", "datacenters west-1, east-1, east-2");
        assertThat(run.err())
                .contains("Multiregion.Strategy: ", "Multiregion.Regions[1].NodePool: ", "Resources.MemoryMaxMB: ")
                .doesNotContain("AllAtOnce", "Leader", "Affinities");
    }

    @Test
    void a_variable_without_a_value_is_asked_for_and_does_not_become_an_empty_name() {
        var run = run("import", "nomad", HCL);
        assertThat(run.code()).isEqualTo(ExitCode.ERROR);
        assertThat(run.err()).contains("needs values: --var version=…");
    }

    @Test
    void a_file_reads_nothing_from_the_network(@TempDir Path folder) throws IOException {
        var asked = new AtomicInteger();
        var server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", exchange -> {
            asked.incrementAndGet();
            exchange.sendResponseHeaders(204, -1);
            exchange.close();
        });
        server.start();
        try {
            var job = Files.writeString(
                    folder.resolve("x.hcl"), """
                    data "http" "secret" {
                      url = "http://127.0.0.1:%d/"
                    }
                    job "x" {
                      group "x" {
                        task "x" {
                          driver = data.http.secret.body
                        }
                      }
                    }
                    """.formatted(server.getAddress().getPort()));
            accepted(run("import", "nomad", job.toString()));
        } finally {
            server.stop(0);
        }
        assertThat(asked).hasValue(0);
    }

    @Test
    void the_output_goes_to_a_file_when_asked(@TempDir Path folder) throws IOException {
        var out = folder.resolve("workloads.yaml");
        var run = run("import", "nomad", JSON, "--out", out.toString());
        assertThat(run.out()).isEmpty();
        assertThat(Files.readString(out)).contains("kind: Workload");
    }

    /** A warning that nobody can find again would be as good as none: what is used and what is told is the whole. */
    @Test
    void every_part_is_used_or_told() {
        var tree = JsonNodeFactory.instance.objectNode();
        tree.putObject("a").put("used", 1).put("left", 2).putNull("nothing");
        tree.putArray("b").addObject().put("left", 3);
        tree.putObject("c").putObject("d").put("left", 4);
        var part = Part.of(tree);
        assertThat(part.at("a", "used").number(0)).isEqualTo(1);
        assertThat(part.unused()).extracting(Part::path).containsExactly("a.left", "b", "c");
    }

    @Test
    void providers_are_called_as_the_catalogue_calls_them() throws IOException {
        var known = new TreeSet<String>();
        try (var files = Files.list(Path.of("../catalogue/data"))) {
            files.forEach(file -> known.add(file.getFileName().toString().replace(".json", "")));
        }
        assertThat(known).containsAll(Providers.NAMES.values());
    }

    /** Whatever things were called elsewhere, what is written is what inventory reads. */
    @Property(tries = 200)
    void any_text_survives_being_written(
            @ForAll @StringLength(max = 40) String image, @ForAll @AlphaChars @StringLength(min = 1) String name) {
        var draft = new Draft(image, name);
        draft.owner(name);
        draft.image(image);
        draft.decide(image);
        draft.resources(Resources.NONE);
        var reader = new InventoryCore(new Region("eu-central", "DE", Set.of()))
                .registry()
                .reader();
        var read = reader.read(draft.yaml());
        if (read.errors().isEmpty())
            assertThat(read.documents()
                            .getFirst()
                            .resource()
                            .spec()
                            .path("image")
                            .asText())
                    .isEqualTo(image);
        else assertThat(read.errors()).allSatisfy(e -> assertThat(e.detail()).contains("character"));
    }

    @Test
    void amounts_are_read_as_kubernetes_writes_them() {
        assertThat(List.of("100m", "0.1", "1e-1", "100000u").stream()
                        .map(Amounts::cpu)
                        .distinct())
                .hasSize(1);
        assertThat(List.of("1Gi", "1024Mi", "1073741824", "1073741824e0").stream()
                        .map(Amounts::bytes)
                        .distinct())
                .hasSize(1);
        assertThat(Amounts.cpu("1n").millis()).isEqualTo(1); // never less than asked for
    }
}
