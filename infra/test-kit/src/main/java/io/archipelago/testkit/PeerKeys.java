package io.archipelago.testkit;

import io.archipelago.events.EventJson;
import io.archipelago.events.envelope.Envelope;
import io.archipelago.events.envelope.EventSignature;
import io.archipelago.events.envelope.EventText;
import io.archipelago.events.ledger.LedgerKey;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** The keys of the peers' services, and the two files a service under test is given: its own key, and whom to trust. */
final class PeerKeys {

    private static final List<String> SERVICES =
            List.of("inventory", "residency-policy", "placement", "cost", "observability");

    private final Map<String, LedgerKey> keys = new LinkedHashMap<>();
    private final LedgerKey ownKey = LedgerKey.generate();
    private final Path own;
    private final Path bundle;

    PeerKeys(Path folder, List<String> peers) throws IOException {
        for (var peer : peers) for (var service : SERVICES) keys.put(peer + '/' + service, LedgerKey.generate());
        own = Files.writeString(folder.resolve("signing.key"), ownKey.secret());
        bundle = Files.writeString(
                folder.resolve("trust.json"),
                EventJson.MAPPER.writeValueAsString(keys.entrySet().stream()
                        .collect(Collectors.toMap(
                                Map.Entry::getKey,
                                entry -> List.of(entry.getValue().publicKey())))));
    }

    Path own() {
        return own;
    }

    String publicKey() {
        return ownKey.publicKey();
    }

    Path bundle() {
        return bundle;
    }

    /** Null for those who have no key. */
    @Nullable
    String sign(Envelope envelope, byte @Nullable [] value) {
        var key = keys.get(envelope.source());
        return key == null
                ? null
                : EventSignature.of(List.of(EventText.of(envelope, envelope.subject(), value)), key)
                        .getFirst();
    }
}
