package io.archipelago.residency.preview;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectReader;
import io.archipelago.events.EventJson;
import io.archipelago.kit.declaration.Declarations;
import io.archipelago.kit.intake.Topics;
import io.archipelago.kit.runtime.CoreRuntime;
import io.archipelago.kit.runtime.RegionConfig;
import io.archipelago.kit.runtime.Rejected;
import io.archipelago.kit.store.Document;
import io.archipelago.residency.domain.GateOrders;
import io.archipelago.residency.domain.LedgerArchive;
import io.archipelago.residency.domain.LedgerPage;
import io.archipelago.residency.domain.Preview;
import io.archipelago.residency.domain.ResidencyCore;
import io.archipelago.residency.gate.Rehearsal;
import jakarta.inject.Singleton;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/** Goes through the ledger's pages and has the gate decide on every line by the drafts. Blocks; any thread may ask. */
@Singleton
public class Previewer {

    private static final Duration PATIENCE = Duration.ofSeconds(30);
    private static final int PAGES_AT_ONCE = 50;
    private static final ObjectReader PAGE = EventJson.MAPPER.readerFor(LedgerPage.class);

    private final CoreRuntime<ResidencyCore> runtime;
    private final String region;
    private final TreeMap<String, String> peers = new TreeMap<>();

    Previewer(CoreRuntime<ResidencyCore> runtime, RegionConfig config) {
        this.runtime = runtime;
        this.region = config.region();
        config.peerList().forEach(peer -> peers.put(peer.name(), peer.jurisdiction()));
    }

    /** One look at the core. */
    private record Now(Preview preview, GateOrders orders) {}

    /**
     * @param since entries whose window ended then or later count
     * @param at the time to decide for; null for the first at which all the drafts are in force
     */
    public Foreseen preview(Declarations drafts, Instant since, @Nullable Instant at) {
        var asked = Instant.now();
        var now = runtime.query(core -> new Now(core.preview(drafts.documents(), at, asked), core.orders()))
                .await()
                .atMost(PATIENCE);
        var preview = now.preview;
        var then = preview.orders();
        if (preview.rejection() != null) throw new Rejected(drafts.located(preview.rejection()));
        if (then == null) throw new IllegalStateException("drafts without a mistake, and no orders");
        var rehearsal = new Rehearsal(Topics.TOPOLOGY, peers, then);
        long entries = read(since, rehearsal);
        var today = new Rehearsal(Topics.TOPOLOGY, peers, now.orders);
        return new Foreseen(
                region,
                since,
                preview.at(),
                entries,
                rehearsal.lines(),
                rehearsal.firstAt(),
                rehearsal.outcomes().stream()
                        .map(outcome -> way(outcome, rehearsal, today))
                        .toList(),
                preview.deadlines(),
                preview.changed(),
                preview.items());
    }

    private static Foreseen.Way way(Rehearsal.Outcome outcome, Rehearsal then, Rehearsal today) {
        var road = outcome.road();
        return new Foreseen.Way(
                road.flow(),
                road.to(),
                road.dataset(),
                road.owner(),
                road.dataClass(),
                road.jurisdiction(),
                outcome.count(),
                outcome.bytes(),
                outcome.refused(),
                outcome.refusedBytes(),
                outcome.lastAt(),
                today.decide(road).crosses(),
                outcome.why(),
                then.reason(road));
    }

    /** The pages of the archive, then the open one: unless that was filled meanwhile, and is the archive's last by now. */
    private long read(Instant since, Rehearsal rehearsal) {
        var reading = new Reading(since, rehearsal);
        while (true) {
            reading.archive();
            var open = runtime.query(ResidencyCore::openPage).await().atMost(PATIENCE);
            if (!reading.archive()) {
                reading.page(open);
                return reading.entries;
            }
        }
    }

    /** How far the ledger has been read. */
    private final class Reading {
        private final Instant since;
        private final Rehearsal rehearsal;
        private String from;
        private long entries;

        Reading(Instant since, Rehearsal rehearsal) {
            this.since = since;
            this.rehearsal = rehearsal;
            this.from = LedgerArchive.pagesSince(since);
        }

        /** What is there by now; the next pages are on their way while these are decided on. False for nothing new. */
        boolean archive() {
            boolean any = false;
            var coming = pages();
            while (true) {
                var pages = coming.join();
                if (pages.isEmpty()) return any;
                any = true;
                from = pages.getLast().key() + '!'; // the first text after it
                coming = pages();
                for (var page : pages) page(read(page.body()));
            }
        }

        private CompletableFuture<List<Document>> pages() {
            return runtime.archived(LedgerArchive.PAGES, from, PAGES_AT_ONCE)
                    .ifNoItem()
                    .after(PATIENCE)
                    .fail()
                    .subscribeAsCompletionStage();
        }

        void page(LedgerPage page) {
            if (page.last() == 0) return;
            entries += page.last() - page.first() + 1;
            rehearsal.read(page, since);
        }
    }

    private static LedgerPage read(String json) {
        try {
            return PAGE.readValue(json);
        } catch (JsonProcessingException e) {
            throw new UncheckedIOException("what was archived cannot be read", e);
        }
    }
}
