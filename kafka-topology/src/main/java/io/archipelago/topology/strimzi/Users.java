package io.archipelago.topology.strimzi;

import io.archipelago.topology.Topology;
import io.archipelago.topology.access.Grant;
import io.archipelago.topology.access.Grants;
import io.archipelago.topology.access.Identity;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * {@code KafkaUser}s with what each may do. Their certificates are not Strimzi's to make ({@code tls-external}): a peer's
 * mirror brings one that its own region has signed.
 */
final class Users {

    private Users() {}

    static List<Map<String, Object>> of(Topology topology, Place place) {
        var grants = new TreeSet<>(
                Grants.forRegion(topology, place.region(), place.peers().keySet()));
        for (var grant : List.copyOf(grants))
            if (isWorkersMemory(topology, place, grant))
                grants.add(new Grant(
                        grant.identity(), grant.right(), grant.resource(), Topics.ofMirror(grant.name()), false));
        return grants.stream()
                .collect(Collectors.groupingBy(Grant::identity, TreeMap::new, Collectors.toList()))
                .entrySet()
                .stream()
                .map(entry -> user(entry.getKey(), entry.getValue()))
                .toList();
    }

    private static boolean isWorkersMemory(Topology topology, Place place, Grant grant) {
        return grant.identity().equals(Identity.service(place.region(), Place.CONNECT))
                && grant.resource() == Grant.Resource.TOPIC
                && Topics.isWorkers(topology, grant.name());
    }

    private static Map<String, Object> user(Identity identity, List<Grant> grants) {
        var acls = grants.stream()
                .collect(Collectors.groupingBy(Users::resource, () -> new TreeMap<>(ORDER), Collectors.toList()))
                .entrySet()
                .stream()
                .map(entry -> Map.of(
                        "resource",
                        entry.getKey(),
                        "operations",
                        entry.getValue().stream()
                                .map(Grant::right)
                                .sorted()
                                .map(Users::operation)
                                .toList()))
                .toList();
        return Resource.in(
                Place.KAFKA,
                "KafkaUser",
                UserName.of(identity),
                Map.of(
                        "authentication", Map.of("type", "tls-external"),
                        "authorization", Map.of("type", "simple", "acls", acls)));
    }

    private static final Comparator<Map<String, String>> ORDER = Comparator.comparing(
            resource -> resource.get("type") + ' ' + resource.get("name") + ' ' + resource.get("patternType"));

    private static Map<String, String> resource(Grant grant) {
        var type =
                switch (grant.resource()) {
                    case TOPIC -> "topic";
                    case GROUP -> "group";
                    case TRANSACTIONAL_ID -> "transactionalId";
                };
        return new TreeMap<>(
                Map.of("type", type, "name", grant.name(), "patternType", grant.prefix() ? "prefix" : "literal"));
    }

    private static String operation(Grant.Right right) {
        return switch (right) {
            case READ -> "Read";
            case WRITE -> "Write";
            case CREATE -> "Create";
            case DESCRIBE_CONFIGS -> "DescribeConfigs";
        };
    }
}
