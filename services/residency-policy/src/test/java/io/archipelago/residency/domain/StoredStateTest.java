package io.archipelago.residency.domain;

import io.archipelago.kit.core.Change;
import io.archipelago.residency.Lawgiver;
import io.archipelago.testkit.StoredState;
import java.util.Map;
import org.junit.jupiter.api.Test;

class StoredStateTest {

    @Test
    void what_the_version_before_has_stored_is_read_whole() {
        var core = new ResidencyCore(Lawgiver.EU, Map.of("us-east", "US", "ap-southeast", "SG"), Lawgiver.KEY);
        StoredState.readBy(core.documents(), (kind, key, body) -> core.apply(new Change.Put(kind, key, body)));
    }
}
