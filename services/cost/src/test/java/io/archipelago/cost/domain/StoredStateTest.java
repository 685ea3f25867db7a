package io.archipelago.cost.domain;

import io.archipelago.kit.core.Change;
import io.archipelago.testkit.StoredState;
import org.junit.jupiter.api.Test;

class StoredStateTest {

    @Test
    void what_the_version_before_has_stored_is_read_whole() {
        var core = new Books().core;
        StoredState.readBy(core.documents(), (kind, key, body) -> core.apply(new Change.Put(kind, key, body)));
    }
}
