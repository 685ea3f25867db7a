package io.archipelago.actuator.kubernetes;

import io.archipelago.actuator.domain.Assignment;
import io.archipelago.events.ledger.Sha256;
import io.archipelago.events.quantity.Resources;
import io.fabric8.kubernetes.api.model.Quantity;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.apps.DeploymentBuilder;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.Map;
import java.util.TreeMap;

/**
 * An assignment as a Deployment. Whatever stands in it is the actuator's; whatever does not, such as volumes, probes or
 * tolerations that somebody adds, is left alone.
 *
 * @param namespace where a site's workloads run; {@code {site}} stands for the name of the site
 */
public record Manifests(String namespace) {

    public static final String MANAGER = "archipelago";
    public static final String SITE_VARIABLE = "{site}";

    static final String MANAGED_BY = "app.kubernetes.io/managed-by";
    static final String SITE = "archipelago.io/site";
    static final String WORKLOAD = "archipelago.io/workload";
    static final String HOME = "archipelago.io/home";
    static final String EPOCH = "archipelago.io/epoch";
    static final String PLAN = "archipelago.io/plan";
    static final String ORDER = "archipelago.io/order";
    private static final String OWNER = "archipelago.io/owner";

    /** The container whose image and resources are the actuator's. */
    static final String CONTAINER = "workload";

    public String namespaceOf(String site) {
        return namespace.replace(SITE_VARIABLE, site);
    }

    /** @throws IllegalStateException when the assignment has an {@linkplain Assignment#obstacle obstacle} */
    public Deployment deployment(Assignment assignment) {
        return new DeploymentBuilder(bare(assignment))
                .editMetadata()
                .addToAnnotations(PLAN, Long.toString(assignment.admitted().plan()))
                .addToAnnotations(ORDER, fingerprint(assignment))
                .endMetadata()
                .build();
    }

    /** The same for all sites together, for those who divide the replicas themselves. */
    public Deployment acrossSites(Assignment one, int replicas) {
        return new DeploymentBuilder(bare(one))
                .editMetadata()
                .removeFromLabels(SITE)
                .endMetadata()
                .editSpec()
                .withReplicas(replicas)
                .editSelector()
                .removeFromMatchLabels(SITE)
                .endSelector()
                .editTemplate()
                .editMetadata()
                .removeFromLabels(SITE)
                .endMetadata()
                .endTemplate()
                .endSpec()
                .build();
    }

    /** Equal for what would be asked of the cluster alike; the number of a plan that changes nothing does not count. */
    public String fingerprint(Assignment assignment) {
        var text = Serialization.asJson(bare(assignment)).getBytes(StandardCharsets.UTF_8);
        return HexFormat.of().formatHex(Sha256.digest().digest(text), 0, 8);
    }

    private Deployment bare(Assignment assignment) {
        var admitted = assignment.admitted();
        var identity = Map.of(WORKLOAD, admitted.workload(), SITE, admitted.site());
        var labels = new TreeMap<>(identity);
        labels.put(MANAGED_BY, MANAGER);
        labels.put("app.kubernetes.io/name", admitted.workload());
        var perReplica = assignment.perReplica();
        return new DeploymentBuilder()
                .withNewMetadata()
                .withName(admitted.workload())
                .withNamespace(namespaceOf(admitted.site()))
                .withLabels(labels)
                .withAnnotations(new TreeMap<>(Map.of(
                        HOME, admitted.home(), OWNER, assignment.owner(), EPOCH, Long.toString(admitted.epoch()))))
                .endMetadata()
                .withNewSpec()
                .withReplicas(assignment.replicas())
                .withNewSelector()
                .withMatchLabels(new TreeMap<>(identity))
                .endSelector()
                .withNewTemplate()
                .withNewMetadata()
                .withLabels(labels)
                .endMetadata()
                .withNewSpec()
                .addNewContainer()
                .withName(CONTAINER)
                .withImage(assignment.image())
                .withNewResources()
                .withRequests(requests(perReplica))
                .withLimits(limits(perReplica))
                .endResources()
                .endContainer()
                .endSpec()
                .endTemplate()
                .endSpec()
                .build();
    }

    private static Map<String, Quantity> requests(Resources perReplica) {
        var requests = new TreeMap<String, Quantity>();
        if (perReplica.cpu().millis() > 0)
            requests.put("cpu", new Quantity(perReplica.cpu().toString()));
        requests.putAll(limits(perReplica));
        return requests;
    }

    /** Memory and storage are taken or not; processor time is shared, and a limit would only slow a replica down. */
    private static Map<String, Quantity> limits(Resources perReplica) {
        var limits = new TreeMap<String, Quantity>();
        if (perReplica.memory().count() > 0)
            limits.put("memory", new Quantity(perReplica.memory().toString()));
        if (perReplica.storage().count() > 0)
            limits.put("ephemeral-storage", new Quantity(perReplica.storage().toString()));
        return limits;
    }
}
