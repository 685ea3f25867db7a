package io.archipelago.observability.domain;

import io.archipelago.kit.core.Change;
import io.archipelago.observability.domain.Outlook.Patience;
import io.archipelago.observability.domain.Outlook.Place;
import io.archipelago.testkit.StoredState;
import java.util.Map;
import org.junit.jupiter.api.Test;

class StoredStateTest {

    @Test
    void what_the_version_before_has_stored_is_read_whole() {
        var home = new Place("eu-central", "DE", "aws/eu-central-1");
        var core = new ObservabilityCore(
                new Outlook(home, Map.of("us-east", new Place("us-east", "US", "aws/us-east-1")), Patience.DEFAULT));
        StoredState.readBy(core.documents(), (kind, key, body) -> core.apply(new Change.Put(kind, key, body)));
    }
}
