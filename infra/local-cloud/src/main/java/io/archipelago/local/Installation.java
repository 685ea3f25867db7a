package io.archipelago.local;

import io.archipelago.local.part.AotCaches;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/**
 * Where the built project is and where its cloud keeps its state.
 *
 * @param project the project's folder, built
 * @param state everything the cloud writes: data, logs, process ids, caches
 */
public record Installation(Path project, Path state) {
    /** Names the state folder when it shall not be {@code .archipelago} in the project. */
    public static final String STATE_VARIABLE = "ARCHIPELAGO_HOME";

    public Installation {
        project = project.toAbsolutePath().normalize();
        state = state.toAbsolutePath().normalize();
    }

    /** The project's own cloud, or the one in the folder that {@value #STATE_VARIABLE} names. */
    public static Installation of(Path project) {
        var home = System.getenv(STATE_VARIABLE);
        return new Installation(
                project, home == null || home.isBlank() ? project.resolve(".archipelago") : Path.of(home));
    }

    /** Broker, Connect and supervisor share this folder of libraries; filled by the build. */
    public Path lib() {
        return project.resolve("infra/local-cloud/target/lib");
    }

    /** The runnable service, built or not. */
    public Path service(PartName service) {
        return project.resolve("services/" + service.text() + "/target/quarkus-app/quarkus-run.jar");
    }

    /** The services that are built. */
    public List<PartName> builtServices() {
        return PartName.services().stream()
                .filter(service -> Files.exists(service(service)))
                .toList();
    }

    /**
     * What the supervisor and the backbone run with, in a fixed order.
     *
     * @throws LocalCloudException when the project is not built
     */
    public List<Path> classpath() {
        try (Stream<Path> jars = Files.list(lib())) {
            var all =
                    jars.filter(jar -> jar.toString().endsWith(".jar")).sorted().toList();
            if (!all.isEmpty()) return all;
        } catch (IOException e) {
            throw new LocalCloudException("not built (" + lib() + " is not there): ./archipelago build", e);
        }
        throw new LocalCloudException("not built (" + lib() + " is empty): ./archipelago build");
    }

    public Path data(String region) {
        return state.resolve("data").resolve(region);
    }

    /** The region's certificates; its owner alone may read them. */
    public Path trust(String region) {
        return data(region).resolve("trust");
    }

    /** What the supervisor wants to hear. */
    public Path controlWord() {
        return state.resolve("control.word");
    }

    /** What the cloud's issuer signs tokens with; its owner alone may read it. */
    public Path issuerKey() {
        return state.resolve("issuer.key");
    }

    public Path log(String region, String part) {
        return state.resolve("logs").resolve(region).resolve(part + ".log");
    }

    public Path supervisorLog() {
        return state.resolve("logs/supervisor.log");
    }

    /** Start-up files of a part: its arguments and settings, written anew at each start. */
    public Path run(String region, String part) {
        return state.resolve("run").resolve(region).resolve(part);
    }

    public Path pids() {
        return state.resolve("pids");
    }

    /** Programs that are unpacked from libraries; every cloud of the project shares them. */
    public Path programs() {
        return project.resolve(".archipelago/programs");
    }

    /** Caches that let the programs start fast; they belong to the build, so every cloud of the project shares them. */
    public Path aotCaches() {
        return project.resolve(".archipelago/aot");
    }

    /** The built programs that have not yet learned from their present jars. */
    public List<PartName> programsToTrain() throws IOException {
        var caches = new AotCaches(aotCaches(), false);
        var untrained = new ArrayList<PartName>();
        for (var backbone : List.of(PartName.KAFKA, PartName.CONNECT))
            if (!caches.has(backbone, classpath())) untrained.add(backbone);
        for (var service : builtServices()) if (!caches.has(service, List.of(service(service)))) untrained.add(service);
        return untrained;
    }

    /** Addresses of everything that runs, for programs. */
    public Path cloudFile() {
        return state.resolve("cloud.json");
    }

    /** Where the supervisor answers and the word it wants to hear; readable by its owner only. */
    public Path controlFile() {
        return state.resolve("control.json");
    }
}
