package io.archipelago.actuator.kubernetes;

import io.archipelago.events.actuation.ReplicasObserved.Drift;
import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.Quantity;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What somebody else has changed of a Deployment's fields that are the actuator's. */
final class Drifts {

    private static final String NOTHING = "nothing";

    private final Deployment wanted;
    private final Deployment live;
    private final List<Drift> found = new ArrayList<>();

    private Drifts(Deployment wanted, Deployment live) {
        this.wanted = wanted;
        this.live = live;
    }

    /** Empty when what runs is still what was asked. */
    static List<Drift> between(Deployment wanted, Deployment live) {
        var drifts = new Drifts(wanted, live);
        drifts.compare();
        return List.copyOf(drifts.found);
    }

    private void compare() {
        differs(
                ".spec.replicas",
                wanted.getSpec().getReplicas(),
                live.getSpec().getReplicas(),
                List.of("f:spec", "f:replicas"));
        var asked = container(wanted).orElseThrow();
        var there = container(live);
        var path = ".spec.template.spec.containers[" + Manifests.CONTAINER + ']';
        differs(
                path + ".image",
                asked.getImage(),
                there.map(Container::getImage).orElse(null),
                field("f:image"));
        resources(path + ".resources.requests", asked, there, true);
        resources(path + ".resources.limits", asked, there, false);
        wanted.getMetadata()
                .getLabels()
                .forEach((label, value) -> differs(
                        ".metadata.labels[" + label + ']',
                        value,
                        live.getMetadata().getLabels().get(label),
                        List.of("f:metadata", "f:labels", "f:" + label)));
    }

    private void resources(String path, Container asked, Optional<Container> there, boolean requests) {
        var live = there.map(container -> amounts(container, requests)).orElse(Map.of());
        amounts(asked, requests).forEach((resource, amount) -> {
            var is = live.get(resource);
            if (is != null && is.getNumericalAmount().compareTo(amount.getNumericalAmount()) == 0) return;
            differs(
                    path + '.' + resource,
                    amount,
                    is,
                    field("f:resources", requests ? "f:requests" : "f:limits", "f:" + resource));
        });
    }

    private static Map<String, Quantity> amounts(Container container, boolean requests) {
        var resources = container.getResources();
        if (resources == null) return Map.of();
        var amounts = requests ? resources.getRequests() : resources.getLimits();
        return amounts == null ? Map.of() : amounts;
    }

    private static Optional<Container> container(Deployment deployment) {
        return deployment.getSpec().getTemplate().getSpec().getContainers().stream()
                .filter(container -> container.getName().equals(Manifests.CONTAINER))
                .findFirst();
    }

    private static List<String> field(String... below) {
        var path = new ArrayList<>(List.of(
                "f:spec", "f:template", "f:spec", "f:containers", "k:{\"name\":\"" + Manifests.CONTAINER + "\"}"));
        path.addAll(List.of(below));
        return path;
    }

    private void differs(String field, @Nullable Object wanted, @Nullable Object is, List<String> managed) {
        if (Objects.equals(wanted, is)) return;
        found.add(new Drift(field, text(wanted), text(is), holder(managed)));
    }

    private static String text(@Nullable Object value) {
        return value == null ? NOTHING : value.toString();
    }

    /** The manager that set a field last, by the notes the cluster keeps of it. */
    private @Nullable String holder(List<String> path) {
        var entries = live.getMetadata().getManagedFields();
        if (entries == null) return null;
        return entries.stream()
                .filter(entry -> !Manifests.MANAGER.equals(entry.getManager()))
                .filter(entry -> entry.getFieldsV1() != null
                        && contains(entry.getFieldsV1().getAdditionalProperties(), path))
                .map(entry -> entry.getManager())
                .findFirst()
                .orElse(null);
    }

    private static boolean contains(Object node, List<String> path) {
        if (path.isEmpty()) return true;
        return node instanceof Map<?, ?> fields
                && fields.get(path.getFirst()) instanceof Object below
                && contains(below, path.subList(1, path.size()));
    }
}
