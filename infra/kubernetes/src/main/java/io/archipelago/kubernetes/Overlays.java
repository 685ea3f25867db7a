package io.archipelago.kubernetes;

import com.fasterxml.jackson.databind.DatabindException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import io.archipelago.topology.Topology;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * The overlays of all regions: folders with a {@code region.yaml}.
 *
 * @param folder such as {@code k8s/overlays}
 */
public record Overlays(Path folder) {

    private static final String DESCRIPTION = "region.yaml";
    private static final Topology TOPOLOGY = Topology.load();

    private static final YAMLMapper YAML = YAMLMapper.builder()
            .enable(DeserializationFeature.FAIL_ON_MISSING_CREATOR_PROPERTIES)
            .enable(DeserializationFeature.FAIL_ON_NULL_CREATOR_PROPERTIES)
            .build();

    /**
     * What adding a region did, or would have to do.
     *
     * @param written files of the new overlay
     * @param peers files of the peers' overlays that have to change
     */
    public record Added(List<Path> written, List<Path> peers) {}

    /** The regions that are described, by name. */
    public SortedMap<String, Region> all() {
        var all = new TreeMap<String, Region>();
        try (var folders = Files.list(folder)) {
            for (var each : folders.sorted().toList()) {
                var file = each.resolve(DESCRIPTION);
                if (Files.exists(file)) all.put(each.getFileName().toString(), read(file));
            }
        } catch (IOException e) {
            throw new UncheckedIOException(folder + " cannot be read: " + e.getMessage(), e);
        }
        return all;
    }

    /**
     * What the generated files of a region should say, by path.
     *
     * @throws InvalidRegion when there is no such region, or a peer of it is not described
     */
    public SortedMap<Path, String> generated(String name) {
        return generated(all(), named(all(), name));
    }

    /**
     * Writes the overlay of a new region.
     *
     * @param updatePeers whether the peers' overlays learn of it now
     * @throws InvalidRegion when it cannot be added; nothing has been written then
     */
    public Added add(Region region, boolean updatePeers) {
        var before = all();
        if (before.containsKey(region.name()) || Files.exists(folder.resolve(region.name())))
            throw new InvalidRegion(
                    "there is a region '" + region.name() + "' already: " + folder.resolve(region.name()));
        for (var peer : region.peers()) named(before, peer);
        var regions = new TreeMap<>(before);
        regions.put(region.name(), region);
        var files = generated(regions, region);
        var at = folder.resolve(region.name());
        overlay(regions, region).first().forEach((path, text) -> files.put(at.resolve(path), text));
        files.put(at.resolve(DESCRIPTION), description(region));

        for (var peer : region.peers()) regions.computeIfPresent(peer, (unused, other) -> other.with(region.name()));
        var others = new TreeMap<Path, String>();
        for (var peer : region.peers()) {
            var other = named(regions, peer);
            others.putAll(generated(regions, other));
            others.put(folder.resolve(peer).resolve(DESCRIPTION), description(other));
        }
        others.entrySet().removeIf(file -> isSo(file.getKey(), file.getValue()));

        write(files);
        if (updatePeers) write(others);
        return new Added(List.copyOf(files.keySet()), List.copyOf(others.keySet()));
    }

    /**
     * Writes the generated files of a region anew.
     *
     * @return those that have changed
     */
    public List<Path> render(String name) {
        var files = generated(name);
        files.entrySet().removeIf(file -> isSo(file.getKey(), file.getValue()));
        write(files);
        return List.copyOf(files.keySet());
    }

    private SortedMap<Path, String> generated(SortedMap<String, Region> regions, Region region) {
        var files = new TreeMap<Path, String>();
        var at = folder.resolve(region.name());
        overlay(regions, region).generated().forEach((path, text) -> files.put(at.resolve(path), text));
        return files;
    }

    private static Overlay overlay(SortedMap<String, Region> regions, Region region) {
        var peers = new ArrayList<Region>();
        for (var peer : region.peers()) peers.add(named(regions, peer));
        return new Overlay(TOPOLOGY, region, List.copyOf(peers));
    }

    private static Region named(SortedMap<String, Region> regions, String name) {
        var region = regions.get(name);
        if (region == null)
            throw new InvalidRegion("no region '" + name + "' is described; there are "
                    + (regions.isEmpty() ? "none" : String.join(", ", regions.keySet())));
        return region;
    }

    private static Region read(Path file) {
        try {
            var region = YAML.readValue(file.toFile(), Region.class);
            if (!region.name().equals(String.valueOf(file.getName(file.getNameCount() - 2))))
                throw new InvalidRegion(file + " describes '" + region.name() + "', which is not its folder's name");
            return region;
        } catch (DatabindException e) {
            throw e.getCause() instanceof InvalidRegion invalid
                    ? new InvalidRegion(file + ": " + invalid.getMessage())
                    : new InvalidRegion(file + ": " + e.getOriginalMessage());
        } catch (IOException e) {
            throw new UncheckedIOException(file + " cannot be read: " + e.getMessage(), e);
        }
    }

    private static String description(Region region) {
        return "# The region this overlay is for. After a change: ./archipelago region render " + region.name() + '\n'
                + Overlay.yaml(region);
    }

    private static boolean isSo(Path file, String text) {
        try {
            return Files.exists(file) && Files.readString(file).equals(text);
        } catch (IOException e) {
            throw new UncheckedIOException(file + " cannot be read: " + e.getMessage(), e);
        }
    }

    private static void write(SortedMap<Path, String> files) {
        files.forEach((file, text) -> {
            try {
                Files.createDirectories(file.getParent());
                Files.writeString(file, text);
            } catch (IOException e) {
                throw new UncheckedIOException(file + " cannot be written: " + e.getMessage(), e);
            }
        });
    }
}
