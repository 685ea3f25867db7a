package io.archipelago.cli.demo;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import io.archipelago.cli.Failure;
import io.archipelago.cli.client.ApiProblem;
import io.archipelago.cli.client.Client;
import io.archipelago.cli.client.CloudFile;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/** What one region says of the cloud. Empty answers stand for a region that does not answer. */
final class View {
    private final Client client;
    private final CloudFile.Region region;

    View(CloudFile cloud, String region) {
        this.region = cloud.region(region);
        client = new Client(cloud, region);
    }

    CloudFile.Region region() {
        return region;
    }

    Client client() {
        return client;
    }

    JsonNode get(String service, String path) {
        try {
            return client.get(service, path);
        } catch (ApiProblem | Failure notThere) {
            return MissingNode.getInstance();
        }
    }

    Map<String, JsonNode> placements() {
        var byName = new TreeMap<String, JsonNode>();
        get("placement", "/placements").path("items").forEach(p -> {
            if (!p.path("removed").asBoolean()) byName.put(p.path("workload").asText(), p);
        });
        return byName;
    }

    JsonNode placement(String workload) {
        return get("placement", "/placements/" + Client.encode(workload));
    }

    static int placed(JsonNode placement) {
        int sum = 0;
        for (var site : placement.path("sites")) sum += site.path("replicas").asInt();
        return sum;
    }

    /** All replicas that are wanted run. Entries that hold nobody up, such as a spread that was missed, are remarks. */
    static boolean complete(JsonNode placement) {
        return placement.path("wanted").asInt() > 0
                && placed(placement) >= placement.path("wanted").asInt()
                && waiting(placement) == 0;
    }

    private static int waiting(JsonNode placement) {
        int sum = 0;
        for (var entry : placement.path("waiting"))
            sum += entry.path("replicas").asInt();
        return sum;
    }

    static int placedIn(JsonNode placement, String region) {
        int sum = 0;
        for (var site : placement.path("sites"))
            if (site.path("region").asText().equals(region))
                sum += site.path("replicas").asInt();
        return sum;
    }

    static Set<String> countries(JsonNode placement) {
        var countries = new HashSet<String>();
        placement.path("sites").forEach(s -> countries.add(s.path("country").asText()));
        return countries;
    }

    /** The countries where the law lets a workload run. */
    Set<String> allowed(String workload) {
        var allowed = new HashSet<String>();
        get("residency-policy", "/rulings/workload/" + Client.encode(workload))
                .path("verdicts")
                .properties()
                .forEach(e -> {
                    if (e.getValue().path("allowed").asBoolean()) allowed.add(e.getKey());
                });
        return allowed;
    }

    /** True when some area of the workload still sends users to the region. */
    boolean sendsUsersTo(String workload, String toRegion) {
        for (var area : get("placement", "/weights/" + Client.encode(workload)).path("areas"))
            for (var site : area.path("sites"))
                if (site.path("region").asText().equals(toRegion)
                        && site.path("permille").asInt() > 0) return true;
        return false;
    }

    /** Replicas that the region's own sites hold, by workload. */
    Map<String, Integer> held() {
        var held = new TreeMap<String, Integer>();
        for (var site : get("placement", "/reservations").path("items"))
            if (site.path("region").asText().equals(region.name()))
                for (var r : site.path("reservations"))
                    if (r.path("granted").asInt() > 0)
                        held.merge(
                                r.path("workload").asText(), r.path("granted").asInt(), Integer::sum);
        return held;
    }

    String verdictOn(String peer) {
        return regionHealth(peer).path("verdict").asText();
    }

    JsonNode regionHealth(String peer) {
        for (var health : get("observability", "/regions").path("items"))
            if (health.path("region").asText().equals(peer)) return health;
        return MissingNode.getInstance();
    }

    /** Records of a flow that crossed to a destination, and those that were kept home. */
    record Crossing(long crossed, long kept, String reasons) {}

    Crossing crossing(String flow, String to) {
        long crossed = 0;
        long kept = 0;
        var reasons = new StringBuilder();
        for (var t : get("residency-policy", "/transfers").path("items")) {
            if (!t.path("flow").asText().equals(flow) || !t.path("to").asText().equals(to)) continue;
            crossed += t.path("crossed").asLong();
            for (var reason : t.path("keptHome").properties()) {
                kept += reason.getValue().asLong();
                reasons.append(reasons.isEmpty() ? "" : "; ").append(reason.getKey());
            }
        }
        return new Crossing(crossed, kept, reasons.toString());
    }
}
