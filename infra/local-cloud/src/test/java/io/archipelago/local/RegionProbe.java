package io.archipelago.local;

import io.archipelago.local.http.JsonHttp;
import io.archipelago.local.trust.Trust;
import io.archipelago.topology.access.Identity;
import java.io.IOException;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.cert.X509Certificate;
import java.sql.Connection;
import java.sql.DriverManager;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.Set;
import java.util.UUID;
import java.util.function.Predicate;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.TrustManager;
import javax.net.ssl.X509ExtendedTrustManager;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/** A region seen from outside, as a service or an integrator sees it. */
final class RegionProbe {
    private static final Duration PATIENCE = Duration.ofMinutes(3);
    private final CloudMap.Region region;
    private final Trust trust;
    private final Map<String, Object> operator = new HashMap<>();

    RegionProbe(Installation installation, String name) throws Exception {
        trust = new Trust(installation);
        region = JsonHttp.JSON.readValue(installation.cloudFile().toFile(), CloudMap.class).regions().stream()
                .filter(r -> r.name().equals(name))
                .findFirst()
                .orElseThrow();
        var settings = new Properties();
        try (var in = Files.newInputStream(Path.of(region.trust(), "operator.properties"))) {
            settings.load(in);
        }
        settings.stringPropertyNames().forEach(key -> operator.put(key, settings.getProperty(key)));
    }

    JsonHttp connect() {
        return connectAs(Identity.operator(region.name()));
    }

    JsonHttp connectAs(Identity who) {
        return new JsonHttp(region.connect(), null, trust.https(who), Duration.ofSeconds(30));
    }

    /** Takes any server for the right one, so that it is the server who refuses. */
    JsonHttp connectAsNobody() throws Exception {
        var context = SSLContext.getInstance("TLSv1.3");
        context.init(null, new TrustManager[] {new Credulous()}, null);
        return new JsonHttp(region.connect(), null, context::getSocketFactory, Duration.ofSeconds(30));
    }

    private static final class Credulous extends X509ExtendedTrustManager {
        @Override
        public void checkClientTrusted(X509Certificate[] chain, String type) {}

        @Override
        public void checkClientTrusted(X509Certificate[] chain, String type, Socket socket) {}

        @Override
        public void checkClientTrusted(X509Certificate[] chain, String type, SSLEngine engine) {}

        @Override
        public void checkServerTrusted(X509Certificate[] chain, String type) {}

        @Override
        public void checkServerTrusted(X509Certificate[] chain, String type, Socket socket) {}

        @Override
        public void checkServerTrusted(X509Certificate[] chain, String type, SSLEngine engine) {}

        @Override
        public X509Certificate[] getAcceptedIssuers() {
            return new X509Certificate[0];
        }
    }

    /** A connection of a service to its own schema. */
    Connection database(String role) throws Exception {
        var service = role.equals("residency") ? "residency-policy" : role;
        var login = new Properties();
        login.putAll(trust.database(Identity.service(region.name(), service)));
        login.setProperty("user", role);
        login.setProperty("connectTimeout", "3");
        return DriverManager.getConnection("jdbc:postgresql://" + region.postgres() + "/archipelago", login);
    }

    /** Writes an event as a service does: one transaction inserts and deletes the row. */
    UUID commit(Connection database, String topic, String key, byte[] payload) throws Exception {
        var id = UUID.randomUUID();
        database.setAutoCommit(false);
        try (var insert = database.prepareStatement("""
                insert into outbox (id, topic, key, payload, type, source, subject, time, dataclass, jurisdiction,
                                    owner, hlc, traceparent, content_type)
                values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)""");
                var delete = database.prepareStatement("delete from outbox where id = ?")) {
            insert.setObject(1, id);
            var columns = List.of(topic, key);
            for (int i = 0; i < columns.size(); i++) insert.setString(i + 2, columns.get(i));
            insert.setBytes(4, payload);
            var rest = List.of(
                    "io.archipelago." + topic,
                    "eu-central/inventory",
                    key,
                    "2026-11-25T10:00:00.123Z",
                    "internal",
                    "DE",
                    "team=shop",
                    "1764064800123-0-eu-central",
                    "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01",
                    "application/json");
            for (int i = 0; i < rest.size(); i++) insert.setString(i + 5, rest.get(i));
            insert.executeUpdate();
            delete.setObject(1, id);
            delete.executeUpdate();
        }
        database.commit();
        return id;
    }

    void produce(ProducerRecord<byte[], byte[]> record) throws Exception {
        var config = operator();
        config.put("max.block.ms", 5_000);
        try (var producer = new KafkaProducer<>(config, new ByteArraySerializer(), new ByteArraySerializer())) {
            producer.send(record).get();
        }
    }

    /** What the region's gate would do where there is none, until it is closed. */
    StandInGate exporting(String topic, String destination) {
        var client = new HashMap<String, Object>(trust.client(Identity.operator(region.name())));
        client.put("bootstrap.servers", region.kafka());
        return new StandInGate(client, topic, "export." + destination + '.' + topic);
    }

    /** A file of what the region has and was told. */
    String trusted(String file) throws IOException {
        return Files.readString(Path.of(region.trust(), file));
    }

    /** Every committed record of a topic from its beginning until one is as wished, or patience ends. */
    List<ConsumerRecord<byte[], byte[]>> readUntil(
            String topic, Predicate<List<ConsumerRecord<byte[], byte[]>>> enough) {
        var config = operator();
        config.putAll(Map.of("isolation.level", "read_committed", "auto.offset.reset", "earliest"));
        var seen = new ArrayList<ConsumerRecord<byte[], byte[]>>();
        try (var consumer = new KafkaConsumer<>(config, new ByteArrayDeserializer(), new ByteArrayDeserializer())) {
            consumer.assign(List.of(new TopicPartition(topic, 0)));
            consumer.seekToBeginning(consumer.assignment());
            var deadline = System.nanoTime() + PATIENCE.toNanos();
            while (System.nanoTime() < deadline && !enough.test(seen))
                consumer.poll(Duration.ofMillis(200)).forEach(seen::add);
        }
        return seen;
    }

    ConsumerRecord<byte[], byte[]> await(String topic, UUID id) {
        return readUntil(
                        topic, seen -> seen.stream().anyMatch(r -> id.toString().equals(header(r, "ce_id"))))
                .stream()
                .filter(r -> id.toString().equals(header(r, "ce_id")))
                .findFirst()
                .orElseThrow(() -> new AssertionError(id + " never came to " + topic));
    }

    Set<String> topics() throws Exception {
        try (var admin = Admin.create(operator())) {
            return admin.listTopics().names().get();
        }
    }

    private Map<String, Object> operator() {
        return new HashMap<>(operator);
    }

    static String header(ConsumerRecord<byte[], byte[]> record, String name) {
        var header = record.headers().lastHeader(name);
        return header == null || header.value() == null ? null : new String(header.value(), StandardCharsets.UTF_8);
    }
}
