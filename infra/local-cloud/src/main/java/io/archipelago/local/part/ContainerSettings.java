package io.archipelago.local.part;

import io.archipelago.local.LocalRegion;
import io.archipelago.local.PartName;
import io.archipelago.local.containers.Address;
import io.archipelago.local.trust.Trust;
import java.io.IOException;
import java.io.StringReader;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.Collection;
import java.util.List;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.apache.kafka.common.config.provider.DirectoryConfigProvider;

/** The settings of broker and Connect as on this machine, but for where things are in containers. */
public final class ContainerSettings {
    private static final int CONTROLLER_PORT = 9093;
    private static final int OUTSIDE_PORT = 19_092;
    private static final Path NOWHERE = Path.of("/");

    private ContainerSettings() {}

    /** The broker listens to containers on one port and to this machine on another, where it calls itself otherwise. */
    public static String broker(LocalRegion region, Collection<LocalRegion> peers, Trust trust) {
        var port = Address.port(PartName.KAFKA);
        var settings = read(new Broker(
                        List.of(),
                        NOWHERE,
                        Path.of("/var/lib/kafka/data"),
                        region.name(),
                        peers,
                        trust,
                        port,
                        CONTROLLER_PORT)
                .properties());
        settings.put(
                "listeners",
                "SSL://0.0.0.0:%d,OUTSIDE://0.0.0.0:%d,CONTROLLER://127.0.0.1:%d"
                        .formatted(port, OUTSIDE_PORT, CONTROLLER_PORT));
        settings.put(
                "advertised.listeners",
                "SSL://%s,OUTSIDE://%s"
                        .formatted(Address.inside(region, PartName.KAFKA), Address.outside(region, PartName.KAFKA)));
        settings.put("listener.security.protocol.map", "SSL:SSL,OUTSIDE:SSL,CONTROLLER:SSL");
        return written(settings);
    }

    /** @param secrets where the connectors' settings find words that no topic may hold */
    public static String worker(LocalRegion region, Trust trust, Path secrets) {
        var settings = read(new ConnectWorker(
                        List.of(),
                        NOWHERE,
                        region.name(),
                        Address.inside(region, PartName.KAFKA),
                        trust,
                        Address.port(PartName.CONNECT))
                .properties());
        // Its REST port is shielded by the region's network.
        settings.keySet()
                .removeIf(name -> name.startsWith("listeners.https.")
                        || name.startsWith("rest.extension.")
                        || name.startsWith("archipelago.rest.")
                        || name.equals("rest.advertised.listener"));
        settings.put("listeners", "http://0.0.0.0:" + Address.port(PartName.CONNECT));
        settings.put("config.providers", "secret");
        settings.put("config.providers.secret.class", DirectoryConfigProvider.class.getName());
        settings.put("config.providers.secret.param.allowed.paths", secrets.toString());
        settings.put("rest.advertised.host.name", Address.host(region, PartName.CONNECT));
        return written(settings);
    }

    private static TreeMap<String, String> read(String text) {
        var settings = new java.util.Properties();
        try {
            settings.load(new StringReader(text));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        var sorted = new TreeMap<String, String>();
        settings.stringPropertyNames().forEach(name -> sorted.put(name, settings.getProperty(name)));
        return sorted;
    }

    private static String written(TreeMap<String, String> settings) {
        return settings.entrySet().stream()
                .map(setting -> setting.getKey() + '=' + setting.getValue() + '\n')
                .collect(Collectors.joining());
    }
}
