package io.archipelago.inventory.domain;

import io.archipelago.kit.core.Change;
import io.archipelago.kit.declaration.Region;
import io.archipelago.testkit.StoredState;
import java.util.Set;
import org.junit.jupiter.api.Test;

class StoredStateTest {

    @Test
    void what_the_version_before_has_stored_is_read_whole() {
        var core = new InventoryCore(new Region("eu-central", "DE", Set.of("us-east", "ap-southeast")));
        StoredState.readBy(core.documents(), (kind, key, body) -> core.apply(new Change.Put(kind, key, body)));
    }
}
