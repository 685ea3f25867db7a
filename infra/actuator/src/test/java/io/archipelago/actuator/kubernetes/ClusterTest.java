package io.archipelago.actuator.kubernetes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.archipelago.actuator.Assignments;
import io.archipelago.actuator.domain.Assignment;
import io.archipelago.actuator.domain.Observed;
import io.archipelago.actuator.domain.Slot;
import io.archipelago.events.actuation.ReplicasObserved.Drift;
import io.fabric8.kubernetes.api.model.PodBuilder;
import io.fabric8.kubernetes.api.model.Quantity;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.apps.DeploymentBuilder;
import io.fabric8.kubernetes.api.model.apps.DeploymentStatusBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.util.List;
import java.util.Set;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** On Fabric8's in-memory API server. */
class ClusterTest {

    private static final String SITE = "frankfurt";
    private static final Slot CART = new Slot(SITE, "cart");

    private final ApplyingServer server = new ApplyingServer();
    private final KubernetesClient client = server.client();
    private final Cluster cluster = new Cluster(client, new Manifests("archipelago-{site}"), false);

    @AfterEach
    void stop() {
        client.close();
        server.close();
    }

    @Test
    void an_assignment_becomes_a_deployment_with_what_the_site_set_aside() {
        cluster.apply(Assignments.of(SITE, "cart", 3));
        var deployment = cart();
        assertThat(deployment.getMetadata().getNamespace()).isEqualTo("archipelago-frankfurt");
        assertThat(deployment.getSpec().getReplicas()).isEqualTo(3);
        var container =
                deployment.getSpec().getTemplate().getSpec().getContainers().getFirst();
        assertThat(container.getImage()).isEqualTo("registry.example.com/shop/cart:1");
        assertThat(container.getResources().getRequests())
                .extractingByKeys("cpu", "memory")
                .extracting(Object::toString)
                .containsExactly("500m", "1Gi");
        assertThat(container.getResources().getLimits()).containsOnlyKeys("memory");
    }

    @Test
    void what_somebody_added_is_left_alone() {
        cluster.apply(Assignments.of(SITE, "cart", 3));
        change(live -> new DeploymentBuilder(live)
                .editSpec()
                .editTemplate()
                .editSpec()
                .withPriorityClassName("important")
                .addNewContainer()
                .withName("proxy")
                .withImage("proxy:1")
                .endContainer()
                .endSpec()
                .endTemplate()
                .endSpec()
                .build());
        cluster.apply(Assignments.of(SITE, "cart", 5));
        var pod = cart().getSpec().getTemplate().getSpec();
        assertThat(pod.getPriorityClassName()).isEqualTo("important");
        assertThat(pod.getContainers()).extracting("name").containsExactly("workload", "proxy");
        assertThat(observe(Assignments.of(SITE, "cart", 5)).drift()).isEmpty();
    }

    @Test
    void what_somebody_changed_is_drift_and_says_from_what_to_what() {
        var assignment = Assignments.of(SITE, "cart", 3);
        cluster.apply(assignment);
        change(live -> new DeploymentBuilder(live)
                .editSpec()
                .withReplicas(7)
                .editTemplate()
                .editSpec()
                .editFirstContainer()
                .withImage("mine:latest")
                .endContainer()
                .endSpec()
                .endTemplate()
                .endSpec()
                .build());
        assertThat(observe(assignment).drift())
                .containsExactly(
                        new Drift(".spec.replicas", "3", "7", null),
                        new Drift(
                                ".spec.template.spec.containers[workload].image",
                                "registry.example.com/shop/cart:1",
                                "mine:latest",
                                null));
        cluster.apply(assignment);
        assertThat(observe(assignment).drift()).isEmpty();
    }

    @Test
    void the_same_amount_in_other_words_is_no_drift() {
        var assignment = Assignments.of(SITE, "cart", 3);
        cluster.apply(assignment);
        change(live -> new DeploymentBuilder(live)
                .editSpec()
                .editTemplate()
                .editSpec()
                .editFirstContainer()
                .editResources()
                .addToRequests("memory", new Quantity("1024Mi"))
                .endResources()
                .endContainer()
                .endSpec()
                .endTemplate()
                .endSpec()
                .build());
        assertThat(observe(assignment).drift()).isEmpty();
    }

    @Test
    void a_new_order_is_not_drift() {
        cluster.apply(Assignments.of(SITE, "cart", 3));
        assertThat(observe(Assignments.of(SITE, "cart", 5)).drift()).isEmpty();
    }

    @Test
    void ready_replicas_of_an_earlier_generation_do_not_count() {
        var assignment = Assignments.of(SITE, "cart", 3);
        cluster.apply(assignment);
        change(live -> new DeploymentBuilder(live)
                .withStatus(new DeploymentStatusBuilder()
                        .withObservedGeneration(0L)
                        .withReadyReplicas(3)
                        .withUpdatedReplicas(3)
                        .build())
                .build());
        assertThat(observe(assignment)).returns(0, Observed::ready).returns("3 of 3 are not ready", Observed::trouble);
    }

    @Test
    void why_replicas_are_not_ready_is_what_the_cluster_says() {
        var assignment = Assignments.of(SITE, "cart", 3);
        cluster.apply(assignment);
        change(live -> new DeploymentBuilder(live)
                .withStatus(new DeploymentStatusBuilder()
                        .withReadyReplicas(1)
                        .addNewCondition()
                        .withType("ReplicaFailure")
                        .withStatus("True")
                        .withMessage("exceeded quota")
                        .endCondition()
                        .build())
                .build());
        assertThat(observe(assignment).trouble()).isEqualTo("2 of 3 are not ready: exceeded quota");
    }

    @Test
    void a_pod_that_cannot_get_its_image_says_so() {
        var assignment = Assignments.of(SITE, "cart", 1);
        cluster.apply(assignment);
        client.pods()
                .inNamespace("archipelago-frankfurt")
                .resource(new PodBuilder()
                        .withNewMetadata()
                        .withName("cart-1")
                        .addToLabels(cart().getSpec().getSelector().getMatchLabels())
                        .endMetadata()
                        .withNewStatus()
                        .addNewContainerStatus()
                        .withName("workload")
                        .withNewState()
                        .withNewWaiting()
                        .withReason("ImagePullBackOff")
                        .withMessage("no such image")
                        .endWaiting()
                        .endState()
                        .endContainerStatus()
                        .endStatus()
                        .build())
                .create();
        assertThat(observe(assignment).trouble()).isEqualTo("1 of 1 are not ready: ImagePullBackOff: no such image");
    }

    @Test
    void a_deployment_of_the_same_name_that_is_not_ours_is_not_touched() {
        client.resource(new DeploymentBuilder()
                        .withNewMetadata()
                        .withName("cart")
                        .withNamespace("archipelago-frankfurt")
                        .endMetadata()
                        .withNewSpec()
                        .withReplicas(9)
                        .endSpec()
                        .build())
                .create();
        assertThatThrownBy(() -> cluster.apply(Assignments.of(SITE, "cart", 3)))
                .isInstanceOf(ClusterFailure.class)
                .hasMessageContaining("not Archipelago's");
        cluster.remove(CART);
        assertThat(cart().getSpec().getReplicas()).isEqualTo(9);
    }

    @Test
    void what_is_removed_is_gone() {
        cluster.apply(Assignments.of(SITE, "cart", 3));
        cluster.remove(CART);
        assertThat(cluster.observe(Set.of(SITE), List.of())).isEmpty();
    }

    @Test
    void a_dry_run_changes_nothing() {
        var asking = new Cluster(client, new Manifests("archipelago-{site}"), true);
        asking.apply(Assignments.of(SITE, "cart", 3));
        assertThat(cluster.observe(Set.of(SITE), List.of())).isEmpty();
        cluster.apply(Assignments.of(SITE, "cart", 3));
        asking.remove(CART);
        asking.apply(Assignments.of(SITE, "cart", 5));
        assertThat(cart().getSpec().getReplicas()).isEqualTo(3);
    }

    @Test
    void a_refusal_names_its_reason() {
        server.refuse(new ApplyingServer.Refusal(403, "deployments.apps is forbidden"));
        assertThatThrownBy(() -> cluster.apply(Assignments.of(SITE, "cart", 3)))
                .isInstanceOf(ClusterFailure.class)
                .hasMessage("the actuator may not do this: deployments.apps is forbidden");
        server.refuse(new ApplyingServer.Refusal(409, "conflict with \"kubectl\""));
        assertThatThrownBy(() -> cluster.apply(Assignments.of(SITE, "cart", 3)))
                .hasMessageStartingWith("somebody else holds a field of it");
        server.refuse(null);
        cluster.apply(Assignments.of(SITE, "cart", 3));
        assertThat(cart().getSpec().getReplicas()).isEqualTo(3);
    }

    @Test
    void a_cluster_that_does_not_answer_is_a_failure_and_not_an_empty_cluster() {
        server.close();
        assertThatThrownBy(() -> cluster.observe(Set.of(SITE), List.of()))
                .isInstanceOf(ClusterFailure.class)
                .hasMessageStartingWith("the cluster does not answer");
    }

    private Observed observe(Assignment assignment) {
        return cluster.observe(Set.of(SITE), List.of(assignment)).get(assignment.slot());
    }

    private Deployment cart() {
        return client.apps()
                .deployments()
                .inNamespace("archipelago-frankfurt")
                .withName("cart")
                .get();
    }

    /** As by somebody else. */
    private void change(UnaryOperator<Deployment> edit) {
        client.resource(edit.apply(cart())).update();
        var edited = edit.apply(cart());
        if (edited.getStatus() != null) client.resource(edited).updateStatus();
    }
}
