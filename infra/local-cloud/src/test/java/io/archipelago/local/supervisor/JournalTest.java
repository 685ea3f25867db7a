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
        journal.begin();
        journal.step("start", "eu-central", "kafka", () -> {});
        journal.finished("up");
        assertThat(journal.entry(0).state()).isEqualTo(Progress.State.BEGUN);
        assertThat(journal.entry(1).state()).isEqualTo(Progress.State.DONE);
        assertThat(journal.entry(2).endsOperation()).isTrue();
    }

    @Test
    void whoever_comes_early_waits_for_what_is_to_come() throws Exception {
        journal.begin();
        var read = CompletableFuture.supplyAsync(() -> {
            try {
                return journal.entry(0);
            } catch (InterruptedException e) {
                throw new AssertionError(e);
            }
        });
        journal.failed("up", "no room");
        assertThat(read.get().message()).isEqualTo("no room");
    }

    @Test
    void a_step_that_fails_is_begun_and_never_done() throws Exception {
        journal.begin();
        assertThatThrownBy(() -> journal.step("start", null, null, () -> {
                    throw new LocalCloudException("no");
                }))
                .hasMessage("no");
        journal.failed("up", "no");
        assertThat(journal.entry(1).state()).isEqualTo(Progress.State.FAILED);
    }
}
