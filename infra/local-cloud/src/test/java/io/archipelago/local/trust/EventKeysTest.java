package io.archipelago.local.trust;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.archipelago.events.EventJson;
import io.archipelago.events.ledger.LedgerKey;
import io.archipelago.local.Installation;
import io.archipelago.local.LocalRegion;
import io.archipelago.local.PartName;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EventKeysTest {

    private static final LocalRegion EU = LocalRegion.ALL.get(0);
    private static final LocalRegion US = LocalRegion.ALL.get(1);

    @TempDir
    private Path folder;

    private Installation installation() {
        return new Installation(folder, folder.resolve("state"));
    }

    private EventKeys keys() {
        return new EventKeys(installation(), List.of(EU, US));
    }

    private LedgerKey key(LocalRegion region) throws IOException {
        return LedgerKey.of(Files.readString(
                Path.of(keys().environment(region, PartName.PLACEMENT).get("ARCHIPELAGO_SIGNING_KEY"))));
    }

    private JsonNode believedBy(LocalRegion region) throws IOException {
        return EventJson.MAPPER.readTree(Files.readString(
                Path.of(keys().environment(region, PartName.COST).get("ARCHIPELAGO_TRUST_BUNDLE"))));
    }

    @Test
    void a_region_believes_the_keys_of_its_peers_services_and_no_others() throws IOException {
        assertThat(believedBy(EU).path("us-east/placement").path(0).asText()).isEqualTo(key(US).publicKey());
        assertThat(believedBy(EU).fieldNames()).toIterable().hasSize(5).allMatch(name -> name.startsWith("us-east/"));
    }

    @Test
    void a_new_key_is_believed_beside_the_one_whose_events_are_still_there() throws IOException {
        var old = key(US).publicKey();
        keys().rotate(US, () -> {});
        var fresh = key(US).publicKey();
        assertThat(fresh).isNotEqualTo(old);
        assertThat(believedBy(EU).path("us-east/placement"))
                .extracting(JsonNode::asText)
                .containsExactly(fresh, old);
    }

    @Test
    void keys_are_replaced_although_no_service_has_started_yet() throws IOException {
        keys().rotate(US, () -> {});
        assertThat(believedBy(EU).path("us-east/placement").path(0).asText()).isEqualTo(key(US).publicKey());
    }

    @Test
    void nobody_else_may_read_the_keys() throws IOException {
        var unused = keys().environment(EU, PartName.PLACEMENT);
        try (var all = Files.walk(folder)) {
            assertThat(all.filter(Files::isRegularFile)).hasSizeGreaterThan(20).allSatisfy(secret -> assertThat(
                            PosixFilePermissions.toString(Files.getPosixFilePermissions(secret)))
                    .isEqualTo("rw-------"));
        }
    }
}
