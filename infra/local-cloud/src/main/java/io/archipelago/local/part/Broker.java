package io.archipelago.local.part;

import io.archipelago.local.LocalRegion;
import io.archipelago.local.PartName;
import io.archipelago.local.process.Command;
import io.archipelago.local.trust.Trust;
import io.archipelago.topology.access.Acls;
import io.archipelago.topology.access.Identity;
import io.archipelago.topology.access.SpiffePrincipalBuilder;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.Collectors;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AdminClientConfig;

/**
 * A region's Kafka: one process that is broker and controller, and creates no topic by itself.
 *
 * @param classpath the backbone's libraries
 * @param folder for its start-up files
 * @param data its log segments
 * @param peers whose mirrors it lets in
 * @param controllerPort of the quorum of one
 */
record Broker(
        List<Path> classpath,
        Path folder,
        Path data,
        String region,
        Collection<LocalRegion> peers,
        Trust trust,
        int port,
        int controllerPort) {
    private static final int HEAP_MIB = 256;

    Command prepare(AotCaches caches) throws IOException {
        Files.createDirectories(folder);
        var settings = folder.resolve("server.properties");
        Files.writeString(settings, properties(), StandardCharsets.UTF_8);
        return new JavaProgram(
                        HEAP_MIB,
                        caches.flags(PartName.KAFKA, classpath),
                        JavaProgram.withClasspath(
                                classpath,
                                "-Dlog4j2.configurationFile=backbone-log4j2.xml",
                                BrokerMain.class.getName(),
                                settings.toString()))
                .command(folder, Map.of());
    }

    boolean answers() throws ExecutionException, InterruptedException, TimeoutException {
        var properties = new Properties();
        properties.putAll(trust.client(Identity.operator(region)));
        properties.put(AdminClientConfig.BOOTSTRAP_SERVERS_CONFIG, "127.0.0.1:" + port);
        properties.put(AdminClientConfig.REQUEST_TIMEOUT_MS_CONFIG, 3_000);
        properties.put(AdminClientConfig.DEFAULT_API_TIMEOUT_MS_CONFIG, 4_000);
        try (var reached = new java.net.Socket()) {
            reached.connect(new java.net.InetSocketAddress("127.0.0.1", port), 200);
        } catch (IOException notYet) {
            return false;
        }
        try (var admin = Admin.create(properties)) {
            return !admin.describeCluster().nodes().get(5, TimeUnit.SECONDS).isEmpty();
        }
    }

    /** Whoever is not named here needs a permission: the broker asks its own controller, which knows none at first. */
    private String superUsers() {
        return Acls.principal(Identity.broker(region)) + ';' + Acls.principal(Identity.operator(region));
    }

    String properties() {
        var tls = trust.broker(region, peers).entrySet().stream()
                .map(setting -> setting.getKey() + '=' + setting.getValue() + '\n')
                .collect(Collectors.joining());
        return tls
                + """
                process.roles=broker,controller
                node.id=1
                cluster.id=%1$s
                controller.quorum.voters=1@127.0.0.1:%4$d
                controller.listener.names=CONTROLLER
                listeners=SSL://127.0.0.1:%3$d,CONTROLLER://127.0.0.1:%4$d
                advertised.listeners=SSL://127.0.0.1:%3$d
                listener.security.protocol.map=SSL:SSL,CONTROLLER:SSL
                inter.broker.listener.name=SSL
                log.dirs=%2$s

                # A name comes from a certificate, and may do what the topology says and nothing else.
                principal.builder.class=%5$s
                authorizer.class.name=org.apache.kafka.metadata.authorizer.StandardAuthorizer
                super.users=%6$s

                # Topics are described beforehand; a typing error never becomes one.
                auto.create.topics.enable=false

                # One broker holds everything once.
                default.replication.factor=1
                offsets.topic.replication.factor=1
                offsets.topic.num.partitions=1
                transaction.state.log.replication.factor=1
                transaction.state.log.min.isr=1
                transaction.state.log.num.partitions=1
                share.coordinator.state.topic.replication.factor=1
                share.coordinator.state.topic.min.isr=1
                share.coordinator.state.topic.num.partitions=1

                # A dead member of a group is noticed after seconds, a new one is let in at once.
                group.min.session.timeout.ms=1000
                group.initial.rebalance.delay.ms=0

                # Small: one machine carries several regions.
                num.network.threads=1
                num.io.threads=2
                num.replica.fetchers=1
                background.threads=2
                num.recovery.threads.per.data.dir=1
                log.cleaner.threads=1
                log.cleaner.dedupe.buffer.size=8388608
                log.cleaner.io.buffer.size=262144
                log.segment.bytes=67108864
                log.index.size.max.bytes=1048576
                socket.send.buffer.bytes=102400
                socket.receive.buffer.bytes=102400

                # Until the session of its last run has ended, a broker that comes back is taken for a second one and waits.
                # A clean stop ends it; after a power cut this is how long the next start takes.
                broker.session.timeout.ms=4000
                broker.heartbeat.interval.ms=1000
                controlled.shutdown.enable=true
                controlled.shutdown.max.retries=1
                """.formatted(
                                BrokerMain.clusterId(region),
                                data,
                                port,
                                controllerPort,
                                SpiffePrincipalBuilder.class.getName(),
                                superUsers());
    }
}
