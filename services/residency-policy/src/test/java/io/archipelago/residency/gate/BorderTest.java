package io.archipelago.residency.gate;

import static org.awaitility.Awaitility.await;

import io.archipelago.events.inventory.DatasetSpec;
import io.archipelago.events.resource.Kind;
import io.archipelago.testkit.TestBroker;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.awaitility.Awaitility;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;

/** The tests of a class share a broker and its gate's positions; each has a border and a topic of its own. */
abstract class BorderTest {

    @TempDir
    static Path folder;

    static TestBroker broker;
    private static int tests;
    Border border;
    String topic;

    @BeforeAll
    static void startBroker() {
        Awaitility.setDefaultTimeout(Duration.ofSeconds(60)); // for busy machines; nothing here takes a second
        broker = new TestBroker(folder);
        Border.makeTopics(broker);
    }

    @AfterAll
    static void closeBroker() {
        broker.close();
    }

    @BeforeEach
    void makeBorder() {
        border = new Border(broker);
        topic = "shop.t" + tests++;
    }

    @AfterEach
    void closeBorder() {
        border.close();
    }

    /** Of persons, on this test's topic. */
    final void declareCustomers(Map<String, String> columns, @Nullable String subject, List<String> encrypt) {
        var source = new DatasetSpec.Source(topic);
        var spec = new DatasetSpec(
                "shop", "personal", "DE", source, List.of("us-east"), null, null, null, columns, subject, encrypt);
        border.law.event(Kind.DATASET, "customers", spec, "eu-central", false);
    }

    /** Opens the gate for a dataset on this test's topic, of a class that the law lets cross. */
    final void openForPublicData() throws Exception {
        for (var file : List.of("00-operations.yaml", "10-groups.yaml", "public-open.yaml"))
            border.law.declareExample(file);
        border.law.dataset("d", topic, "public", "EU-EEA", "us-east");
        border.open();
        await().until(border::isOpen);
    }
}
