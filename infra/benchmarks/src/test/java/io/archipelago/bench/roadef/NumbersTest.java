package io.archipelago.bench.roadef;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class NumbersTest {
    @TempDir
    Path folder;

    @Test
    void an_error_names_file_line_and_column() throws IOException {
        assertThatThrownBy(() -> Instance.read(file("1\n0 10\n1\n0 zero\n")))
                .hasMessageEndingWith(
                        "model.txt:4:3: expected the location of machine 0, a non-negative integer, found 'zero'");
        assertThatThrownBy(() -> Instance.read(file("1\n0 10\n1\n0 0\n7 99999999999 0\n")))
                .hasMessageContaining(":5:3: a safety capacity of machine 0 is more than 32 bits can hold");
        assertThatThrownBy(() -> Instance.read(file("1\n2 10\n")))
                .hasMessageContaining(":2:1: whether resource 0 is transient must be from 0 to 1, not 2");
        assertThatThrownBy(() -> Instance.read(file("1\n0 10\n")))
                .hasMessageContaining("expected the number of machines, found the end of the file");
        assertThatThrownBy(() -> Instance.read(folder.resolve("none.txt"))).hasMessageStartingWith("no such file: ");
    }

    @Test
    void a_solution_is_read_as_it_was_written() throws IOException {
        var made = Generator.generate(new Generator.Shape(50, 5, 2, 0, 20, 5, 1, 0), 1);
        var out = folder.resolve("solution.txt");
        Assignments.write(out, made.initial());
        assertThat(Assignments.read(out, made.instance())).isEqualTo(made.initial());
        Files.writeString(out, "5\n");
        assertThatThrownBy(() -> Assignments.read(out, made.instance()))
                .hasMessageContaining(":1:1: the machine of process 0 must be from 0 to 4, not 5");
    }

    @Test
    void an_instance_is_read_as_it_was_written() {
        var made = Generator.generate(new Generator.Shape(200, 10, 3, 1, 80, 4, 2, 50), 1);
        var out = folder.resolve("model.txt");
        made.instance().write(out);
        assertThat(Instance.read(out)).usingRecursiveComparison().isEqualTo(made.instance());
    }

    @Test
    void the_same_seed_gives_the_same_instance() {
        var shape = new Generator.Shape(200, 10, 3, 1, 80, 4, 2, 50);
        assertThat(Generator.generate(shape, 3)).usingRecursiveComparison().isEqualTo(Generator.generate(shape, 3));
    }

    private Path file(String content) throws IOException {
        return Files.writeString(folder.resolve("model.txt"), content);
    }
}
