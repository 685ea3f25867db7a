import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.FileReader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/**
 * Declares a workload, and tells where workloads run. Needs kafka-clients and jackson-databind on the class path:
 *
 *     java -cp 'lib/*' Placements.java SETTINGS declare NAME FILE
 *     java -cp 'lib/*' Placements.java SETTINGS read GROUP [COUNT]
 *
 * SETTINGS is a .properties file of the region's trust folder.
 */
public class Placements {
    private static final String DECLARATIONS = "inventory.declarations.v1";
    private static final String PLACEMENTS = "placement.placements.v1";
    private static final String TYPE = "io.archipelago." + PLACEMENTS;
    private static final ObjectMapper JSON = new ObjectMapper();

    public static void main(String[] words) throws Exception {
        var settings = new Properties();
        try (var file = new FileReader(words[0], UTF_8)) {
            settings.load(file);
        }
        if (words[1].equals("declare")) declare(settings, words[2], Path.of(words[3]));
        else read(settings, words[2], words.length > 3 ? Integer.parseInt(words[3]) : -1);
    }

    /** One record is one decision: all documents of the file are taken, or none. No headers are needed. */
    private static void declare(Properties settings, String name, Path file) throws Exception {
        try (var producer = new KafkaProducer<>(settings, new ByteArraySerializer(), new ByteArraySerializer())) {
            producer.send(new ProducerRecord<>(DECLARATIONS, name.getBytes(UTF_8), Files.readAllBytes(file)))
                    .get(); // acks=all and idempotence are the client's defaults
        }
    }

    /** The topic keeps the last fact of each workload: read from its beginning, it tells all there is. */
    private static void read(Properties settings, String group, int count) throws Exception {
        settings.putAll(Map.of(
                "group.id", group,
                "auto.offset.reset", "earliest",
                "enable.auto.commit", "false",
                "isolation.level", "read_committed"));
        try (var consumer = new KafkaConsumer<>(settings, new ByteArrayDeserializer(), new ByteArrayDeserializer())) {
            consumer.subscribe(List.of(PLACEMENTS));
            while (count != 0)
                for (var record : consumer.poll(Duration.ofSeconds(1))) {
                    if (!TYPE.equals(header(record, "ce_type"))) continue; // a later version: never guess
                    tell(record);
                    if (--count == 0) break;
                }
        }
    }

    private static void tell(ConsumerRecord<byte[], byte[]> record) throws Exception {
        var where = new ArrayList<String>();
        // Fields you do not know may be there: they are skipped, they never make an event unreadable.
        JsonNode fact = record.value() == null ? JSON.createObjectNode() : JSON.readTree(record.value());
        for (var site : fact.path("sites")) where.add(site.path("replicas").asInt() + " at " + site.path("site").asText());
        boolean removed = record.value() == null || fact.path("removed").asBoolean();
        System.out.println(new String(record.key(), UTF_8) + ": " + (removed ? "removed" : String.join(", ", where)));
    }

    private static String header(ConsumerRecord<byte[], byte[]> record, String name) {
        var header = record.headers().lastHeader(name);
        return header == null ? "" : new String(header.value(), UTF_8);
    }
}
