package io.archipelago.topology.access;

import io.archipelago.topology.Topology;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.kafka.common.acl.AclBinding;

/** What is to be given and taken so that a region's broker allows what is described and nothing else. */
public record AccessPlan(List<AclBinding> give, List<AclBinding> take) {

    private static final Comparator<AclBinding> ORDER = Comparator.comparing(Acls::text);

    /** @param running everything the broker's authorizer knows */
    public static AccessPlan of(
            Topology topology, String region, Collection<String> peers, Collection<AclBinding> running) {
        var wanted =
                Grants.forRegion(topology, region, peers).stream().map(Acls::of).collect(Collectors.toSet());
        var is = new HashSet<>(running);
        return new AccessPlan(
                sorted(wanted.stream().filter(binding -> !is.contains(binding))),
                sorted(is.stream().filter(binding -> !wanted.contains(binding))));
    }

    private static List<AclBinding> sorted(Stream<AclBinding> bindings) {
        return bindings.sorted(ORDER).toList();
    }

    public boolean nothingToDo() {
        return give.isEmpty() && take.isEmpty();
    }

    /** One line for each permission, as a person reads it. */
    public List<String> lines() {
        return Stream.concat(
                        give.stream().map(binding -> "+ " + Acls.text(binding)),
                        take.stream().map(binding -> "- " + Acls.text(binding)))
                .toList();
    }
}
