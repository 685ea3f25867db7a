package io.archipelago.kit.runtime;

import static io.archipelago.kit.sample.LedgerCore.CLOSES;
import static io.archipelago.kit.sample.LedgerCore.NOTES;
import static io.archipelago.kit.sample.LedgerCore.TOTALS;
import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import io.archipelago.events.EventJson;
import io.archipelago.events.envelope.EnvelopeCodec;
import io.archipelago.events.envelope.EnvelopeCodec.Decoded;
import io.archipelago.events.envelope.Header;
import io.archipelago.kit.core.Input;
import io.archipelago.kit.intake.Bodies;
import io.archipelago.kit.intake.Topics;
import io.archipelago.kit.sample.LedgerCore;
import io.archipelago.kit.sample.LedgerCore.Add;
import io.archipelago.kit.sample.LedgerCore.Note;
import io.archipelago.kit.trust.Signer;
import io.archipelago.testkit.Region;
import io.archipelago.testkit.RegionUnderTest;
import io.archipelago.testkit.SeenEvent;
import io.archipelago.topology.TopicNames;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The inbox and the topics together are the log of a service: a fresh core that reads it decides the same again. */
@QuarkusTest
@QuarkusTestResource(RegionUnderTest.class)
class ReplayTest {

    private static final String LOG = """
            select json_build_object('id', id, 'at', (extract(epoch from handled_at) * 1000)::bigint, 'topic', topic,
              'offset', record_offset, 'bodyType', body_type, 'body', body)
            from inventory.inbox where not dead_letter order by position""";

    Region region;

    private final Map<String, Map<Long, SeenEvent>> records = new HashMap<>();

    @BeforeEach
    void isReady() {
        await().atMost(Duration.ofSeconds(60))
                .until(() -> given().get("/q/health/ready").statusCode() == 200);
    }

    @Test
    void the_recorded_log_leads_to_the_same_documents_and_the_same_events() throws Exception {
        for (int i = 0; i < 30; i++)
            region.publishMirrored("us-east", NOTES, "replayed-" + i % 3, new Note(i % 7 == 6 ? CLOSES : i));
        for (int i = 0; i < 5; i++)
            given().contentType("application/json")
                    .body(new Add("replayed-" + i, i))
                    .post("/api/v1/totals");
        region.publishMirrored("us-east", NOTES, "replayed-last", new Note(1));
        region.awaitEvent(TOTALS, "replayed-last");

        var core = new LedgerCore();
        var outgoing = new Outgoing(Topics.TOPOLOGY, Region.NAME, "inventory", Signer.NONE);
        var published = new ArrayList<String>();
        for (var line : region.database().query(LOG)) {
            var input = input(EventJson.MAPPER.readTree(line));
            var outcome = core.handle(input);
            for (int i = 0; i < outcome.events().size(); i++)
                published.add(outgoing.event(input, i, outcome.events().get(i), null)
                        .id()
                        .toString());
            outcome.changes().forEach(core::apply);
        }

        assertThat(published).isNotEmpty().containsExactlyInAnyOrderElementsOf(idsOf(TOTALS, LedgerCore.CLOSED));
        for (var document : region.database().query("select key from inventory.documents where kind = 'total'")) {
            var stored = region.database()
                    .query("select body from inventory.documents where kind = 'total' and key = '" + document + "'");
            assertThat(stored).containsExactly(EventJson.MAPPER.writeValueAsString(core.total(document)));
        }
    }

    private java.util.List<String> idsOf(String... topics) {
        var ids = new ArrayList<String>();
        for (var topic : topics) region.events(topic).forEach(event -> ids.add(event.header(Header.ID)));
        return ids;
    }

    private Input input(JsonNode entry) throws Exception {
        var id = entry.get("id").asText();
        var now = Instant.ofEpochMilli(entry.get("at").asLong());
        if (!entry.get("topic").isNull()) return event(id, now, entry);
        if (entry.get("bodyType").isNull()) return new Input.Tick(id, now);
        var type = Class.forName(entry.get("bodyType").asText());
        return new Input.Command(
                id, now, EventJson.MAPPER.readValue(entry.get("body").asText(), type));
    }

    private Input event(String id, Instant now, JsonNode entry) throws Exception {
        var topic = entry.get("topic").asText();
        var record = records.computeIfAbsent(topic, name -> {
                    var byOffset = new HashMap<Long, SeenEvent>();
                    region.events(name).forEach(event -> byOffset.put(event.offset(), event));
                    return byOffset;
                })
                .get(entry.get("offset").asLong());
        var local = TopicNames.local(topic, Region.PEERS);
        var reading = EnvelopeCodec.decode(local, name -> {
            var text = record.headers().get(name);
            return text == null ? null : text.getBytes();
        });
        var body = new Bodies(new LedgerCore().events()).read(local, record.value());
        return new Input.Event(id, now, local, "us-east", record.key(), ((Decoded) reading).envelope(), body, now);
    }
}
