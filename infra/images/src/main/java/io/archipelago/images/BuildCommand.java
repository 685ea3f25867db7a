package io.archipelago.images;

import io.archipelago.cli.ExitCode;
import io.archipelago.cli.Failure;
import io.archipelago.local.Installation;
import io.archipelago.local.process.Folders;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

@Command(
        name = "build",
        description = "Build the images, one archive each, with neither an engine nor, if asked, a registry.",
        footer = {
            "",
            "Example: archipelago images build --offline-base",
            "         for tar in target/images/*.tar; do docker load -i $tar; done"
        })
public final class BuildCommand implements Callable<Integer> {
    private static final Pattern VERSION = Pattern.compile("<version>([^<]+)</version>");

    static final class BaseChoice {
        @Option(
                names = "--base",
                paramLabel = "REF",
                description = "a base image with a C library: a reference, or tar://FILE as docker save writes it")
        @Nullable
        String reference;

        @Option(names = "--offline-base", description = "a base made here of Debian packages; no registry is asked")
        boolean offline;
    }

    @ArgGroup
    private @Nullable BaseChoice base;

    @Option(
            names = "--out",
            paramLabel = "DIR",
            description = "where the archives go; target/images in the project when left out")
    private @Nullable Path out;

    @Option(
            names = "--arch",
            paramLabel = "ARCH",
            split = ",",
            description = "amd64, arm64 or both; this machine's when left out")
    private List<String> architectures = List.of();

    @Option(
            names = "--runtime",
            paramLabel = "DIR",
            description = "a Java runtime for a processor that is not this machine's")
    private List<Path> runtimes = List.of();

    @Option(names = "--only", paramLabel = "NAME", split = ",", description = "these images only")
    private List<String> only = List.of();

    @Option(names = "--no-aot", description = "without caches for a fast start: bytes that the sources alone decide")
    private boolean noAot;

    @Option(names = "--check", description = "build twice and fail when a digest differs")
    private boolean check;

    /** As the base with a C library and a user that is not root; several processors. */
    private static final String DEFAULT_BASE = "gcr.io/distroless/cc-debian12:nonroot";

    @Override
    public Integer call() throws IOException {
        var project = Path.of(System.getProperty("archipelago.project", ".")).toAbsolutePath();
        var target = out == null ? project.resolve("target/images") : out.toAbsolutePath();
        var digests = build(project, target);
        digests.forEach((name, digest) -> System.out.println(name + "  " + digest));
        if (!check) return ExitCode.OK;
        var again = target.resolve("again");
        try {
            var second = build(project, again);
            if (!second.equals(digests)) throw new Failure("a second build gave other bytes: " + second);
        } finally {
            Folders.delete(again);
        }
        System.out.println("built twice, the same " + digests.size() + " digests");
        return ExitCode.OK;
    }

    /** Returns each image's digest by its name. */
    private SortedMap<String, String> build(Path project, Path target) throws IOException {
        var work = target.resolve("work");
        Folders.delete(work);
        Files.createDirectories(work);
        var kept = project.resolve(".archipelago/images");
        var programs = chosen(project);
        var caches = new StartCaches(kept.resolve("aot"));
        var foundations = new ArrayList<Foundation>();
        for (var architecture : wanted()) {
            var foundation = foundation(architecture, kept, work);
            foundations.add(foundation);
            if (noAot) continue;
            if (foundation.learns()) caches.train(project, programs, foundation.runtime(), kept.resolve("training"));
            else System.out.println(architecture.text() + " is not this machine's: its images start without a cache");
        }
        var digests = new TreeMap<String, String>();
        for (var program : programs)
            digests.put(program.name(), image(program, version(project), foundations, caches, target, work));
        Folders.delete(work);
        return digests;
    }

    private String image(
            Program program, String version, List<Foundation> foundations, StartCaches caches, Path target, Path work)
            throws IOException {
        var parts = new EnumMap<Architecture, Path>(Architecture.class);
        for (var each : foundations) {
            var name = program.name() + "-" + each.runtime().architecture().text();
            var bill = Materials.of(program, version, each.runtime(), each.packages());
            Files.write(target.resolve(name + ".cdx.json"), bill);
            var cache = noAot || !each.learns()
                    ? null
                    : caches.of(program, each.runtime()).orElse(null);
            if (cache == null && !noAot && each.learns())
                System.out.println(program.name() + " has no start-up cache: it could not be trained");
            var part = work.resolve(name + ".tar");
            new ImageBuild(program, version, each.runtime(), bill, cache, work.resolve(name))
                    .write(each.base(), part, work.resolve("layers"));
            parts.put(each.runtime().architecture(), part);
        }
        return OciArchive.join(
                target.resolve(program.name() + ".tar"),
                "archipelago/" + program.name() + ":" + version,
                new TreeMap<>(parts),
                work.resolve(program.name() + "-joined"));
    }

    private List<Program> chosen(Path project) throws IOException {
        var chosen = Program.all(new Installation(project, project.resolve(".archipelago"))).stream()
                .filter(program -> only.isEmpty() || only.contains(program.name()))
                .toList();
        if (chosen.isEmpty()) throw new Failure(ExitCode.USAGE, "no image is called " + String.join(" or ", only));
        return chosen;
    }

    /** What the images for one processor stand on. */
    private record Foundation(Base base, Runtime runtime, List<DebianPackage> packages) {
        /** Programs can be run here, and so learn to start fast. */
        boolean learns() {
            return runtime.architecture() == Architecture.here();
        }
    }

    private Foundation foundation(Architecture architecture, Path kept, Path work) throws IOException {
        var runtime = runtime(architecture, work);
        if (base == null) return new Foundation(Base.of(DEFAULT_BASE), runtime, List.of());
        if (base.reference != null) return new Foundation(Base.of(base.reference), runtime, List.of());
        var packages = DebianBase.packages(kept.resolve("debian-" + architecture.text()), architecture);
        var tar = work.resolve("base-" + architecture.text() + ".tar");
        DebianBase.write(tar, packages, architecture);
        return new Foundation(new Base.InFile(tar), runtime, packages);
    }

    private Runtime runtime(Architecture architecture, Path work) throws IOException {
        for (var folder : runtimes) {
            var given = Runtime.given(folder);
            if (given.architecture() == architecture) return given;
        }
        if (architecture != Architecture.here())
            throw new Failure(
                    ExitCode.USAGE,
                    "no Java runtime for " + architecture.text()
                            + " can be linked on this machine: --runtime DIR names one");
        return Runtime.linked(work.resolve("java"));
    }

    private List<Architecture> wanted() {
        return architectures.isEmpty()
                ? List.of(Architecture.here())
                : architectures.stream().map(Architecture::of).sorted().toList();
    }

    private static String version(Path project) throws IOException {
        var found = VERSION.matcher(Files.readString(project.resolve("pom.xml")));
        if (!found.find()) throw new Failure(project + " has no version");
        return found.group(1);
    }
}
