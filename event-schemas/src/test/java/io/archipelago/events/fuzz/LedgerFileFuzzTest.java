package io.archipelago.events.fuzz;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import io.archipelago.events.ledger.LedgerFile;
import java.io.ByteArrayInputStream;
import java.io.IOException;

/** A file that says it is a ledger is a stranger's too. Without a key of ours it can be sound; with one it cannot. */
class LedgerFileFuzzTest {

    private static final String KEY = "00".repeat(32);

    @FuzzTest(maxDuration = "2m")
    void any_file_is_judged(byte[] file) throws IOException {
        if (file == null) return;
        LedgerFile.verify(() -> new ByteArrayInputStream(file), 1, null);
        assertThat(LedgerFile.verify(() -> new ByteArrayInputStream(file), 1, KEY)
                        .sound())
                .isFalse();
    }
}
