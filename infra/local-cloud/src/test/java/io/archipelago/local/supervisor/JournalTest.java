package io.archipelago.local.supervisor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.archipelago.local.LocalCloudException;
import io.archipelago.local.Progress;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

class JournalTest {
    private final Journal journal = new Journal();

    @Test
    void whoever_comes_late_reads_the_operation_from_its_beginning() throws Exception {
        var operation = journal.begin();
        journal.step("start", "eu-central", "kafka", () -> {});
        journal.finished(operation, "up");
        assertThat(journal.entry(0).state()).isEqualTo(Progress.State.BEGUN);
        assertThat(journal.entry(1).state()).isEqualTo(Progress.State.DONE);
        assertThat(journal.entry(2).endsOperation()).isTrue();
    }

    @Test
    void whoever_comes_early_waits_for_what_is_to_come() throws Exception {
        var operation = journal.begin();
        var read = CompletableFuture.supplyAsync(() -> {
            try {
                return journal.entry(0);
            } catch (InterruptedException e) {
                throw new AssertionError(e);
            }
        });
        journal.failed(operation, "up", "no room");
        assertThat(read.get().message()).isEqualTo("no room");
    }

    @Test
    void an_operation_that_was_overtaken_does_not_end_the_one_after_it() throws Exception {
        var up = journal.begin();
        var down = journal.begin();
        journal.failed(up, "up", "was overtaken");
        journal.finished(down, "down");
        assertThat(journal.entry(0).state()).isEqualTo(Progress.State.FINISHED);
    }

    @Test
    void a_step_that_fails_is_begun_and_never_done() throws Exception {
        var operation = journal.begin();
        assertThatThrownBy(() -> journal.step("start", null, null, () -> {
                    throw new LocalCloudException("no");
                }))
                .hasMessage("no");
        journal.failed(operation, "up", "no");
        assertThat(journal.entry(1).state()).isEqualTo(Progress.State.FAILED);
    }
}
