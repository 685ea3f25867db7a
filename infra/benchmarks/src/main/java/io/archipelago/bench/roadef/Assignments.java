package io.archipelago.bench.roadef;

import io.archipelago.cli.Failure;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.stream.Collectors;

/** The challenge's solution format: the machine of each process, in one line. */
final class Assignments {
    private Assignments() {}

    static int[] read(Path file, Instance instance) {
        var in = Numbers.open(file);
        var machines = new int[instance.processes().length];
        for (int p = 0; p < machines.length; p++)
            machines[p] = in.index("the machine of process " + p, instance.machines().length);
        in.end();
        return machines;
    }

    static void write(Path file, int[] machines) {
        var line = Arrays.stream(machines).mapToObj(Integer::toString).collect(Collectors.joining(" ", "", "\n"));
        try {
            Files.writeString(file, line);
        } catch (IOException e) {
            throw new Failure("cannot write " + file + ": " + e.getMessage());
        }
    }
}
