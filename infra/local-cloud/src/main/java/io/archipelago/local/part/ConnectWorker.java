package io.archipelago.local.part;

import io.archipelago.connect.OperatorOnly;
import io.archipelago.local.PartName;
import io.archipelago.local.process.Command;
import io.archipelago.local.trust.Trust;
import io.archipelago.topology.access.Identity;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * A region's Kafka Connect worker, which runs Debezium for the region's database and MirrorMaker 2 for what comes in from
 * the other regions, each exactly once.
 *
 * @param classpath the backbone's libraries
 * @param folder for its start-up files
 * @param kafka the region's broker
 */
record ConnectWorker(List<Path> classpath, Path folder, String region, String kafka, Trust trust, int port) {
    private static final int HEAP_MIB = 384;

    Command prepare(AotCaches caches) throws IOException {
        Files.createDirectories(folder);
        var settings = folder.resolve("worker.properties");
        Files.writeString(settings, properties(), StandardCharsets.UTF_8);
        return new JavaProgram(
                        HEAP_MIB,
                        caches.flags(PartName.CONNECT, classpath),
                        JavaProgram.withClasspath(
                                classpath,
                                "-Dlog4j2.configurationFile=backbone-log4j2.xml",
                                "org.apache.kafka.connect.cli.ConnectDistributed",
                                settings.toString()))
                .command(folder, Map.of());
    }

    /** How it and its connectors prove who they are, to the broker and on the REST port. */
    private String tls() {
        var client = trust.client(Identity.service(region, PartName.CONNECT.text()));
        return Stream.of("", "producer.", "consumer.", "admin.")
                        .map(prefix -> lines(prefix, client))
                        .collect(Collectors.joining())
                + lines("listeners.https.", trust.connectRest(region));
    }

    private static String lines(String prefix, Map<String, String> settings) {
        return settings.entrySet().stream()
                .map(setting -> prefix + setting.getKey() + '=' + setting.getValue() + '\n')
                .sorted()
                .collect(Collectors.joining());
    }

    String properties() {
        return tls()
                + """
                bootstrap.servers=%1$s
                client.id=connect
                group.id=connect-%2$s
                listeners=https://127.0.0.1:%3$d
                rest.advertised.host.name=127.0.0.1
                rest.advertised.port=%3$d
                rest.advertised.listener=https
                rest.extension.classes=%4$s
                archipelago.rest.identity=%5$s

                config.storage.topic=connect-configs
                offset.storage.topic=connect-offsets
                status.storage.topic=connect-status
                config.storage.replication.factor=1
                offset.storage.replication.factor=1
                offset.storage.partitions=1
                status.storage.replication.factor=1
                status.storage.partitions=1

                # What is carried is bytes; a connector that knows more says so itself.
                key.converter=org.apache.kafka.connect.converters.ByteArrayConverter
                value.converter=org.apache.kafka.connect.converters.ByteArrayConverter
                header.converter=org.apache.kafka.connect.converters.ByteArrayConverter

                exactly.once.source.support=enabled
                connector.client.config.override.policy=All
                topic.creation.enable=false
                plugin.discovery=service_load

                # Its own topics change seldom: what is asked for waits at the broker until there is something.
                fetch.max.wait.ms=5000

                # The only worker of its group: when it comes back, nobody is waited for.
                scheduled.rebalance.max.delay.ms=0
                session.timeout.ms=3000
                heartbeat.interval.ms=1000
                rebalance.timeout.ms=10000
                """.formatted(
                                kafka,
                                region,
                                port,
                                OperatorOnly.class.getName(),
                                Identity.operator(region).uri());
    }
}
