package io.archipelago.cli.demo;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.archipelago.cli.Failure;
import io.archipelago.cli.client.CloudFile;
import io.archipelago.cli.ledger.Dossier;
import io.archipelago.cli.output.Percentiles;
import io.archipelago.cli.resource.Declaring;
import io.archipelago.cli.resource.PolicyPreview;
import io.archipelago.events.ledger.LedgerFile;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * The story: a shop under three laws, a peak, the loss of a region, its return, a stricter law, the bill, the proof. Every act is
 * something a person could do with the same commands, and is checked against what the regions then say.
 */
final class Story {
    private static final String HOME = "eu-central";
    private static final String LOST = "us-east";
    private static final String FAR = "ap-southeast";
    private static final String STRICTER = "examples/law/later/gdpr-strict.yaml";
    private static final long SOON_MS = 60_000;
    private static final long LATER_MS = 180_000;

    private final Stage stage;
    private final RegionControl control;
    private final Path project;
    private final CloudFile cloud;
    private final View home;
    private final List<View> views;
    private final int applies;

    /** @param applies workloads to measure decisions with */
    Story(Stage stage, CloudFile cloud, RegionControl control, Path project, int applies) {
        this.stage = stage;
        this.control = control;
        this.project = project;
        this.cloud = cloud;
        this.applies = applies;
        home = new View(cloud, HOME);
        views = cloud.regions().stream().map(r -> new View(cloud, r.name())).toList();
    }

    void play() {
        stage.act(
                "world", "The real world is loaded: cloud regions, prices, round trips, carbon, cities.", this::world);
        stage.act("law", "The law is declared, and twelve sites in three regions.", this::lawAndSites);
        stage.act("shop", "A shop is deployed from the EU: four workloads, two datasets.", this::shop);
        stage.act(
                "applies",
                applies + " small workloads, one after the other, to see how fast a decision is.",
                this::applies);
        stage.act("data", "The shop's own data begins to flow; the gate decides record by record.", this::data);
        stage.act("peak", "Demand in one area rises to four times what it was.", this::peak);
        stage.act("loss", "A region dies: kill -9 of everything in " + LOST + ".", this::loss);
        stage.act("return", LOST + " comes back from its disks.", this::comeback);
        stage.act("new law", "A stricter privacy law is previewed, then comes into force.", this::stricterLaw);
        stage.act("bill", "Who pays for it.", this::bill);
        stage.act("proof", "What crossed is proven: taken away, and checked without any region.", this::proof);
    }

    private int apply(String... sources) {
        var paths = java.util.Arrays.stream(sources)
                .map(s -> project.resolve(s).toString())
                .toList();
        stage.command(
                "apply " + java.util.Arrays.stream(sources).map(s -> "-f " + s).collect(Collectors.joining(" ")));
        return new Declaring(home.client()).apply(paths, false).size();
    }

    private void world() {
        long regions = catalogued(home);
        if (regions == 0) apply("infra/catalogue/data");
        stage.await(
                "the catalogue in every region", LATER_MS, () -> views.stream().allMatch(v -> catalogued(v) >= 300));
        stage.check(
                "every region knows the world",
                true,
                catalogued(home) + " cloud regions of "
                        + home.get("inventory", "/catalogues").path("items").size() + " catalogues in " + views.size()
                        + " regions");
    }

    private static long catalogued(View view) {
        long count = 0;
        for (var c : view.get("inventory", "/catalogues").path("items"))
            count += c.at("/spec/regions").size();
        return count;
    }

    private void lawAndSites() {
        apply("examples/law", "examples/cloud");
        stage.await("law and sites in every region", SOON_MS, () -> views.stream()
                .allMatch(v -> v.get("inventory", "/sites").path("items").size() == 12
                        && !v.get("residency-policy", "/residencypolicies/gdpr").isMissingNode()));
        stage.check(
                "law and sites are known everywhere",
                true,
                "12 sites, "
                        + home.get("residency-policy", "/residencypolicies")
                                .path("items")
                                .size() + " policies");
    }

    private void shop() {
        long start = System.nanoTime();
        apply("examples/shop");
        var names = workloadNames();
        stage.await(
                "every replica of the shop placed",
                SOON_MS,
                () -> names.stream().allMatch(n -> View.complete(home.placement(n))),
                () -> summary(home));
        double placedMs = (System.nanoTime() - start) / 1e6;
        stage.metric("shop_apply_to_placed_ms", placedMs);
        say(home);
        legal("only legal sites");
        long seenMs = stage.await("the placement seen in the other regions", SOON_MS, () -> views.stream()
                .allMatch(v -> v.placements().keySet().containsAll(names)));
        stage.check(
                "the other regions show it",
                true,
                names.size() + " placements in " + views.size() + " regions, " + seenMs + " ms later");
    }

    private List<String> workloadNames() {
        var names = new ArrayList<String>();
        home.get("inventory", "/workloads")
                .path("items")
                .forEach(w -> names.add(w.at("/metadata/name").asText()));
        return names;
    }

    private static String summary(View view) {
        return view.placements().values().stream()
                .map(p -> p.path("workload").asText() + " " + View.placed(p) + "/"
                        + p.path("wanted").asInt())
                .collect(Collectors.joining(", "));
    }

    private void say(View view) {
        view.placements().forEach((name, p) -> {
            var sites = new ArrayList<String>();
            p.path("sites")
                    .forEach(s -> sites.add(
                            s.path("site").asText() + " " + s.path("replicas").asInt()));
            stage.say(String.format(
                    Locale.ROOT,
                    "%-12s %2d replicas  $%.2f/h  %s",
                    name,
                    View.placed(p),
                    p.path("perHour").asDouble(),
                    String.join(" · ", sites)));
        });
    }

    /** No replica stands where the ruling of its workload does not allow it. */
    private void legal(String what) {
        var broken = new ArrayList<String>();
        home.placements().forEach((name, p) -> {
            var allowed = home.allowed(name);
            for (var country : View.countries(p)) if (!allowed.contains(country)) broken.add(name + " in " + country);
        });
        stage.check(
                what, broken.isEmpty(), broken.isEmpty() ? "no replica outside its ruling" : String.join(", ", broken));
    }

    private void applies() {
        var abroad = new View(cloud, LOST);
        var placed = new double[applies];
        var visible = new double[applies];
        var names = new ArrayList<String>();
        for (int i = 0; i < applies; i++) {
            var name = "probe-" + i;
            names.add(name);
            var body = """
                    apiVersion: archipelago.io/v1
                    kind: Workload
                    metadata: {name: %s}
                    spec:
                      owner: demo
                      replicas: {min: 1, max: 1}
                      resources: {cpu: 50m, memory: 64Mi}
                    """.formatted(name);
            long start = System.nanoTime();
            home.client()
                    .send(
                            "POST",
                            home.region(),
                            "inventory",
                            "/declarations",
                            "application/yaml",
                            body.getBytes(StandardCharsets.UTF_8));
            long committed = System.nanoTime();
            long[] at = new long[2];
            stage.await(name + " placed and seen abroad", SOON_MS, () -> {
                if (at[0] == 0 && View.complete(home.placement(name))) at[0] = System.nanoTime();
                if (at[1] == 0 && !abroad.get("inventory", "/workloads/" + name).isMissingNode())
                    at[1] = System.nanoTime();
                return at[0] != 0 && at[1] != 0;
            });
            placed[i] = (at[0] - start) / 1e6;
            visible[i] = Math.max(0, at[1] - committed) / 1e6;
        }
        for (var name : names)
            home.client().send("DELETE", home.region(), "inventory", "/workloads/" + name, null, new byte[0]);
        stage.await("the small workloads gone", SOON_MS, () -> home.placements().keySet().stream()
                .noneMatch(n -> n.startsWith("probe-")));
        var p = Percentiles.of(placed);
        var v = Percentiles.of(visible);
        stage.metric("apply_to_placed_p50_ms", p.at(0.5));
        stage.metric("apply_to_placed_p99_ms", p.at(0.99));
        stage.metric("commit_to_visible_abroad_p50_ms", v.at(0.5));
        stage.metric("commit_to_visible_abroad_p99_ms", v.at(0.99));
        stage.check(
                "all placed, all seen abroad",
                true,
                String.format(
                        Locale.ROOT,
                        "apply → placed p50 %.0f ms p99 %.0f ms; commit → visible in %s p50 %.0f ms p99 %.0f ms",
                        p.at(0.5),
                        p.at(0.99),
                        LOST,
                        v.at(0.5),
                        v.at(0.99)));
    }

    private void data() {
        writeShopData(50, "a");
        stage.await("public data in both other regions", SOON_MS, () -> List.of(LOST, FAR).stream()
                .allMatch(r -> arrived(r, "shop.products", "a") == 50));
        stage.await("customers where the law lets them go", SOON_MS, () -> arrived(LOST, "shop.customers", "a") == 50);
        stage.await(
                "the gate's account",
                SOON_MS,
                () -> home.crossing("shop.customers", FAR).kept() >= 60);
        stage.check("products went everywhere", true, "50 in " + LOST + ", 50 in " + FAR);
        var kept = home.crossing("shop.customers", FAR);
        stage.check(
                "customers stay out of " + FAR,
                arrived(FAR, "shop.customers", "a") == 0,
                kept.kept() + " kept home: " + kept.reasons());
        var unlabelled = arrived(LOST, "shop.customers", "unlabelled");
        stage.check("unlabelled records stay home", unlabelled == 0, "10 written, " + unlabelled + " crossed");
    }

    private void writeShopData(int count, String series) {
        try (var shop = new ShopRecords(home.region())) {
            for (int i = 0; i < count; i++) {
                shop.write("shop.products", series + "-product-" + i, "{\"sku\":" + i + "}", "public", "EU-EEA", true);
                shop.write(
                        "shop.customers",
                        series + "-customer-" + i,
                        "{\"customer\":" + i + "}",
                        "personal",
                        "EU-EEA",
                        true);
            }
            for (int i = 0; i < 10; i++) shop.write("shop.customers", "unlabelled-" + series + i, "{}", "", "", false);
            shop.flush();
        }
    }

    private long arrived(String region, String topic, String series) {
        return ShopRecords.keysIn(cloud.region(region), HOME + "." + topic).stream()
                .filter(k -> k.startsWith(series + "-"))
                .count();
    }

    private void peak() {
        var demand = home.get("inventory", "/demands/web");
        if (demand.isMissingNode()) throw new Failure("examples/shop declares no demand named web");
        ObjectNode changed = demand.deepCopy();
        changed.remove("status");
        var area = (ObjectNode) largestAbroad(changed.at("/spec/areas"));
        double before = area.path("requestsPerSecond").asDouble();
        area.put("requestsPerSecond", before * 4);
        long planBefore = home.placement("web").path("plan").asLong();
        int wantedBefore = home.placement("web").path("wanted").asInt();
        long start = System.nanoTime();
        stage.say("demand of web in " + area.path("area").asText() + ": " + Math.round(before) + " → "
                + Math.round(before * 4) + " requests/s");
        ((ObjectNode) changed.path("metadata")).remove("revision");
        home.client()
                .send(
                        "POST",
                        home.region(),
                        "inventory",
                        "/declarations",
                        "application/json",
                        changed.toString().getBytes(StandardCharsets.UTF_8));
        stage.await(
                "web placed anew",
                SOON_MS,
                () -> {
                    var p = home.placement("web");
                    return p.path("plan").asLong() > planBefore
                            && p.path("wanted").asInt() > wantedBefore
                            && View.complete(p);
                },
                () -> summary(home));
        double tookMs = (System.nanoTime() - start) / 1e6;
        stage.metric("peak_to_placed_ms", tookMs);
        var placement = home.placement("web");
        double ceiling = home.get("inventory", "/workloads/web")
                .at("/spec/budget/maxPerHour")
                .asDouble();
        double perHour = placement.path("perHour").asDouble();
        stage.check(
                "more replicas where the users are",
                View.placed(placement) > wantedBefore,
                wantedBefore + " → " + View.placed(placement) + " replicas in " + Math.round(tookMs) + " ms");
        stage.check(
                "within the price ceiling",
                ceiling > 0 && perHour <= ceiling,
                String.format(Locale.ROOT, "$%.2f/h of $%.2f/h", perHour, ceiling));
        legal("in legal places only");
    }

    private static JsonNode largestAbroad(JsonNode areas) {
        JsonNode largest = null;
        for (var area : areas) {
            boolean american = area.path("area").asText().startsWith("US");
            if (american
                    && (largest == null
                            || area.path("requestsPerSecond").asDouble()
                                    > largest.path("requestsPerSecond").asDouble())) largest = area;
        }
        if (largest == null) throw new Failure("the demand of web names no area in the US");
        return largest;
    }

    private void loss() {
        var before = home.placements();
        int there =
                before.values().stream().mapToInt(p -> View.placedIn(p, LOST)).sum();
        stage.check("something runs there", there > 0, there + " replicas in " + LOST);
        stage.command("chaos kill " + LOST);
        long start = System.nanoTime();
        control.kill(LOST);
        stage.await(
                "the verdict on " + LOST, LATER_MS, () -> home.verdictOn(LOST).equals("lost"));
        double verdictMs = (System.nanoTime() - start) / 1e6;
        stage.await(
                "users and replicas moved away",
                LATER_MS,
                () -> home.placements().entrySet().stream()
                        .allMatch(e -> View.placedIn(e.getValue(), LOST) == 0
                                && !home.sendsUsersTo(e.getKey(), LOST)
                                && View.complete(e.getValue())),
                () -> summary(home));
        double movedMs = (System.nanoTime() - start) / 1e6;
        stage.metric("kill_to_verdict_ms", verdictMs);
        stage.metric("kill_to_new_weights_ms", movedMs);
        var health = home.regionHealth(LOST);
        stage.check(
                "judged lost",
                true,
                String.format(
                        Locale.ROOT,
                        "%.1f s after the kill; %s",
                        verdictMs / 1000,
                        health.path("reason").asText()));
        stage.check(
                "all of it runs elsewhere",
                true,
                String.format(
                        Locale.ROOT,
                        "%d replicas placed again, new traffic weights %.1f s after the kill",
                        there,
                        movedMs / 1000));
        legal("in legal places only");
    }

    private void comeback() {
        stage.command("chaos start " + LOST);
        long start = System.nanoTime();
        control.start(LOST);
        stage.await(
                LOST + " healthy again", LATER_MS, () -> home.verdictOn(LOST).equals("healthy"));
        stage.metric("start_to_healthy_ms", (System.nanoTime() - start) / 1e6);
        var back = new View(cloud, LOST);
        stage.await(
                "surplus drained",
                LATER_MS,
                () -> heldEverywhere().equals(placedEverywhere()),
                () -> "held " + heldEverywhere() + ", placed " + placedEverywhere());
        stage.check(
                "surplus drained, nothing double",
                true,
                "reservations of all sites equal the placements: " + placedEverywhere());
        var atHome = names(home);
        stage.await(
                "the same declarations there",
                SOON_MS,
                () -> names(back).equals(atHome),
                () -> differences(atHome, names(back)) + " differ");
        stage.check(
                "nothing lost",
                back.placements().keySet().equals(home.placements().keySet()),
                atHome.size() + " declarations and " + back.placements().size() + " placements are the same in both");
    }

    private static Map<String, Long> names(View view) {
        var all = new TreeMap<String, Long>();
        for (var kind : List.of("sites", "workloads", "datasets", "demands", "catalogues"))
            view.get("inventory", "/" + kind)
                    .path("items")
                    .forEach(i -> all.put(kind + "/" + i.at("/metadata/name").asText(), (long)
                            i.path("spec").hashCode()));
        return all;
    }

    /** Names that only one of both has, or that do not mean the same in both. */
    private static Set<String> differences(Map<String, Long> one, Map<String, Long> other) {
        var names = new TreeSet<>(one.keySet());
        names.addAll(other.keySet());
        names.removeIf(name -> Objects.equals(one.get(name), other.get(name)));
        return names;
    }

    private Map<String, Integer> heldEverywhere() {
        var held = new HashMap<String, Integer>();
        for (var view : views) view.held().forEach((w, n) -> held.merge(w, n, Integer::sum));
        return new TreeMap<>(held);
    }

    private Map<String, Integer> placedEverywhere() {
        var placed = new TreeMap<String, Integer>();
        home.placements().forEach((name, p) -> {
            if (View.placed(p) > 0) placed.put(name, View.placed(p));
        });
        return placed;
    }

    private void stricterLaw() {
        var crossedBefore = home.crossing("shop.customers", LOST).crossed();
        var stood = home.placements();
        var foreseen = foresee();
        for (int again = 0; again < 20 && !sites(stood).equals(sites(home.placements())); again++) {
            // the fleet was still moving: of which one was that the preview?
            stood = home.placements();
            foreseen = foresee();
        }
        long start = System.nanoTime();
        apply(STRICTER);
        stage.await("personal data no longer allowed in the US", SOON_MS, () -> !home.allowed("web")
                .contains("US"));
        stage.await(
                "what breaks it moved",
                LATER_MS,
                () -> home.placements().entrySet().stream()
                        .allMatch(e -> home.allowed(e.getKey()).containsAll(View.countries(e.getValue()))
                                && (View.complete(e.getValue())
                                        || !e.getValue().path("waiting").isEmpty())),
                () -> summary(home));
        stage.metric("law_to_legal_ms", (System.nanoTime() - start) / 1e6);
        stage.await(
                "all of it running elsewhere",
                LATER_MS,
                () -> home.placements().values().stream().allMatch(View::complete),
                () -> summary(home));
        stage.metric("law_to_placed_ms", (System.nanoTime() - start) / 1e6);
        say(home);
        legal("no replica breaks it");
        writeShopData(20, "b");
        stage.await(
                "the gate's refusal",
                SOON_MS,
                () -> home.crossing("shop.customers", LOST).kept() >= 20);
        var after = home.crossing("shop.customers", LOST);
        stage.check(
                "the gate refuses what it must",
                arrived(LOST, "shop.customers", "b") == 0,
                "20 written after it, 0 crossed; " + crossedBefore + " had crossed before it");
        stage.await("products still crossing", SOON_MS, () -> arrived(LOST, "shop.products", "b") == 20);
        stage.check("and nothing more", true, "20 products crossed meanwhile; reasons: " + after.reasons());
        cameTrue(foreseen, stood);
    }

    private static Map<String, JsonNode> sites(Map<String, JsonNode> placements) {
        var sites = new TreeMap<String, JsonNode>();
        placements.forEach((name, placement) -> sites.put(name, placement.path("sites")));
        return sites;
    }

    private PolicyPreview foresee() {
        stage.command("policy preview " + STRICTER + " --since 1h");
        var foreseen = PolicyPreview.of(
                home.client(),
                List.of(project.resolve(STRICTER).toString()),
                Instant.now().minus(Duration.ofHours(1)),
                null);
        for (var flow : List.of("shop.customers", "shop.products")) {
            var seen = foreseen.flow(flow, LOST);
            stage.say(flow + " to " + LOST + ": " + seen.refused() + " of " + seen.crossed() + " records would stay");
        }
        foreseen.illegal()
                .forEach((workload, replicas) -> stage.say(workload + ": " + replicas + " replicas would break it"));
        return foreseen;
    }

    /** All of the customers and none of the products stayed, and exactly those replicas moved that were named. */
    private void cameTrue(PolicyPreview foreseen, Map<String, JsonNode> stood) {
        var broke = new TreeMap<String, Integer>();
        stood.forEach((name, placement) -> {
            var allowed = home.allowed(name);
            int replicas = 0;
            for (var site : placement.path("sites"))
                if (!allowed.contains(site.path("country").asText()))
                    replicas += site.path("replicas").asInt();
            if (replicas > 0) broke.put(name, replicas);
        });
        var customers = foreseen.flow("shop.customers", LOST);
        var products = foreseen.flow("shop.products", LOST);
        stage.check(
                "it came as the preview said",
                foreseen.silent().isEmpty()
                        && customers.crossed() > 0
                        && customers.refused() == customers.crossed()
                        && products.crossed() > 0
                        && products.refused() == 0
                        && foreseen.illegal().equals(broke),
                "all customers would stay and all products cross; replicas that would break it: " + foreseen.illegal());
    }

    private void proof() {
        var folder = CloudFile.stateFolder().resolve("proof");
        stage.await(
                "the shop's data certified",
                SOON_MS,
                () -> certified("shop.customers", LOST)
                        && certified("shop.products", LOST)
                        && certified("shop.products", FAR));
        try {
            stage.command("ledger certificate --out " + folder);
            var silent = Dossier.write(cloud, folder);
            stage.command("ledger verify " + folder);
            var proof = Dossier.verify(folder, Set.of());
            var wrong = proof.flows().stream()
                    .filter(flow -> !flow.contradiction().isEmpty())
                    .map(flow -> flow.flow() + " to " + flow.to() + ": " + flow.contradiction())
                    .toList();
            long without = proof.flows().stream()
                    .filter(flow -> flow.verdict().equals(Dossier.UNCERTIFIED))
                    .count();
            stage.check(
                    "every certificate agrees with the ledger",
                    proof.sound() && silent.isEmpty(),
                    proof.sound() && silent.isEmpty()
                            ? proof.flows().size() - without + " certificates, "
                                    + proof.ledgers().size() + " ledgers, checked offline; flows without one: "
                                    + without
                            : "do not answer: " + silent + "; contradictions: " + wrong + "; ledgers: "
                                    + proof.ledgers());
            var ledger = folder.resolve(HOME + ".ledger.jsonl");
            var bytes = Files.readAllBytes(ledger);
            bytes[bytes.length / 2] ^= 1;
            var forged = Files.write(folder.resolve("forged"), bytes);
            var verdict = LedgerFile.verify(() -> Files.newInputStream(forged), 1, null);
            Files.delete(forged);
            stage.check("one changed bit is found", !verdict.sound(), String.valueOf(verdict.damage()));
        } catch (IOException e) {
            throw new Failure("the proof cannot be written to " + folder + ": " + e.getMessage());
        }
    }

    /** The destination has all that the ledger names, and has compared it. */
    private boolean certified(String flow, String to) {
        for (var certificate :
                new View(cloud, to).get("residency-policy", "/certificates").path("items"))
            if (certificate.path("flow").asText().equals(flow)
                    && certificate.path("source").asText().equals(HOME))
                return certificate.path("verdict").asText().equals("COMPLETE")
                        && certificate.path("confirmed").asLong() > 0;
        return false;
    }

    private void bill() {
        stage.command("get costs --by owner");
        stage.await("charges", SOON_MS, () -> !home.get("cost", "/costs?by=owner")
                .path("items")
                .isEmpty());
        var bill = home.get("cost", "/costs?by=owner");
        double sum = 0;
        for (var item : bill.path("items")) {
            sum += item.path("amount").asDouble();
            stage.say(String.format(
                    Locale.ROOT,
                    "%-12s $%.4f",
                    item.path("name").asText(),
                    item.path("amount").asDouble()));
        }
        double total = bill.path("total").asDouble();
        stage.check(
                "the bill adds up",
                total > 0
                        && Math.abs(sum - total) < 0.00001 * bill.path("items").size(),
                String.format(
                        Locale.ROOT,
                        "$%.4f in all, %d owners",
                        total,
                        bill.path("items").size()));
        var links = home.get("cost", "/costs?by=link");
        stage.check(
                "every crossing is rated",
                !links.path("items").isEmpty(),
                links.path("items").size() + " directed links");
    }
}
