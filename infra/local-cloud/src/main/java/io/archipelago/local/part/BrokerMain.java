package io.archipelago.local.part;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.Properties;
import java.util.UUID;
import kafka.Kafka;
import org.apache.kafka.metadata.storage.Formatter;
import org.apache.kafka.server.common.MetadataVersion;

/** Starts a broker; formats its folder before the first start, which saves a JVM of its own. */
public final class BrokerMain {
    private BrokerMain() {}

    /** @param args the file of the broker's settings */
    public static void main(String[] args) throws Exception {
        var settings = new Properties();
        try (var in = Files.newInputStream(Path.of(args[0]))) {
            settings.load(in);
        }
        formatWhenNew(settings);
        Kafka.main(args);
    }

    /** The same name for a region's cluster wherever it is computed: Kafka wants a UUID in its own spelling. */
    static String clusterId(String region) {
        var id = UUID.nameUUIDFromBytes(("archipelago/" + region).getBytes(StandardCharsets.UTF_8));
        var bytes = ByteBuffer.allocate(16)
                .putLong(id.getMostSignificantBits())
                .putLong(id.getLeastSignificantBits())
                .array();
        return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
    }

    static void formatWhenNew(Properties settings) throws Exception {
        var folder = Path.of(settings.getProperty("log.dirs"));
        if (Files.exists(folder.resolve("meta.properties"))) return;
        try {
            Files.createDirectories(folder);
        } catch (IOException e) {
            throw new IOException("the broker's folder cannot be made: " + folder, e);
        }
        new Formatter()
                .setClusterId(settings.getProperty("cluster.id"))
                .setNodeId(Integer.parseInt(settings.getProperty("node.id")))
                .setControllerListenerName(settings.getProperty("controller.listener.names"))
                .setReleaseVersion(MetadataVersion.latestProduction())
                .addDirectory(folder.toString())
                .setMetadataLogDirectory(folder.toString())
                .setIgnoreFormatted(true)
                .run();
    }
}
