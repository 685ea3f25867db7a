package io.archipelago.kit.trust;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.archipelago.events.envelope.Envelope;
import io.archipelago.events.envelope.EventText;
import io.archipelago.events.envelope.Hlc;
import io.archipelago.events.envelope.Labels;
import io.archipelago.events.ledger.LedgerKey;
import io.archipelago.kit.intake.Topics;
import io.archipelago.topology.Subscription;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A region cannot speak for another, nor a service for its neighbour. */
class OriginsTest {

    /** For busy machines; nothing here takes a second. */
    private static final Duration PATIENCE = Duration.ofMinutes(1);

    private static final String TOPIC = "placement.reservations.v1";
    private static final byte[] GRANTED = "{\"granted\":3}".getBytes(UTF_8);

    private final LedgerKey placement = LedgerKey.generate();
    private final LedgerKey inventory = LedgerKey.generate();

    @TempDir
    Path folder;

    private Path bundle;
    private Origins origins;

    @BeforeEach
    void trust() throws IOException {
        bundle = folder.resolve("trust.json");
        vouchFor(placement);
        origins = Origins.vouchedForIn(bundle);
    }

    private void vouchFor(LedgerKey key) throws IOException {
        Files.writeString(
                bundle,
                "{\"us-east/placement\": [\"" + key.publicKey() + "\"], \"us-east/inventory\": [\""
                        + inventory.publicKey() + "\"]}");
    }

    private static Subscription copiesFrom(String peer) {
        return new Subscription(peer + '.' + TOPIC, Topics.TOPOLOGY.topic(TOPIC).orElseThrow(), peer);
    }

    private static Envelope envelope(String source) {
        return new Envelope(
                "an-id",
                Envelope.typeOf(TOPIC),
                source,
                "fra/cart",
                Instant.parse("2026-11-25T10:00:00Z"),
                Labels.internal("US"),
                new Hlc(1764064800000L, 0, "us-east"),
                null);
    }

    private Signer signer(LedgerKey key) throws IOException {
        return Signer.keptIn(Files.writeString(folder.resolve("signing.key"), key.secret()));
    }

    private static String sign(Signer signer, Envelope envelope, byte @Nullable [] value) {
        return signer.sign(List.of(EventText.of(envelope, "fra/cart", value))).getFirst();
    }

    private @Nullable Object refusal(Envelope envelope, @Nullable String signature, byte @Nullable [] value) {
        return origins.refuse(copiesFrom("us-east"), envelope, signature, "fra/cart", value);
    }

    @Test
    void what_a_service_signed_is_believed_and_a_tombstone_too() throws IOException {
        var envelope = envelope("us-east/placement");
        assertThat(refusal(envelope, sign(signer(placement), envelope, GRANTED), GRANTED))
                .isNull();
        assertThat(refusal(envelope, sign(signer(placement), envelope, null), null))
                .isNull();
    }

    @Test
    void forged_origin_is_refused() throws IOException {
        var own = envelope("us-east/placement");
        assertThat(refusal(own, null, GRANTED)).asString().contains("did not sign it");
        assertThat(refusal(own, "00".repeat(64), GRANTED)).asString().contains("not the signature of");
        assertThat(refusal(own, "not hexadecimal", GRANTED)).isNotNull();
        var neighbour = envelope("us-east/inventory");
        assertThat(refusal(neighbour, sign(signer(inventory), neighbour, GRANTED), GRANTED))
                .asString()
                .contains("has no say on " + TOPIC);
        var other = envelope("ap-southeast/placement");
        assertThat(refusal(other, sign(signer(placement), other, GRANTED), GRANTED))
                .asString()
                .contains("another region than us-east");
        assertThat(refusal(envelope("us-east"), null, GRANTED)).isNotNull();
    }

    @Test
    void whatever_is_changed_on_the_way_breaks_the_signature() throws IOException {
        var signed = envelope("us-east/placement");
        var signature = sign(signer(placement), signed, GRANTED);
        var type = signed.type();
        var source = signed.source();
        var time = signed.time();
        var labels = signed.labels();
        var hlc = signed.hlc();
        var changed = List.of(
                new Envelope("b", type, source, "fra/cart", time, labels, hlc, null),
                new Envelope("an-id", "t", source, "fra/cart", time, labels, hlc, null),
                new Envelope("an-id", type, source, "x", time, labels, hlc, null),
                new Envelope("an-id", type, source, "fra/cart", time.plusNanos(1), labels, hlc, null),
                new Envelope("an-id", type, source, "fra/cart", time, Labels.internal("DE"), hlc, null),
                new Envelope("an-id", type, source, "fra/cart", time, labels.onlyFor("eu-central"), hlc, null),
                new Envelope("an-id", type, source, "fra/cart", time, labels, null, null));
        assertThat(changed).allSatisfy(envelope -> assertThat(refusal(envelope, signature, GRANTED))
                .isNotNull());
        assertThat(refusal(signed, signature, "{\"granted\":4}".getBytes(UTF_8)))
                .isNotNull();
        assertThat(refusal(signed, signature, null)).isNotNull();
        assertThat(origins.refuse(copiesFrom("us-east"), signed, signature, "ams/cart", GRANTED))
                .isNotNull();
    }

    @Test
    void events_of_one_transaction_have_one_signature_and_each_its_own_path() throws IOException {
        var envelope = envelope("us-east/placement");
        var values = new ArrayList<byte[]>();
        for (int i = 0; i < 13; i++) values.add(new byte[] {(byte) i});
        var signatures = signer(placement)
                .sign(values.stream()
                        .map(value -> EventText.of(envelope, "fra/cart", value))
                        .toList());
        assertThat(signatures).doesNotHaveDuplicates();
        for (int i = 0; i < values.size(); i++) {
            assertThat(refusal(envelope, signatures.get(i), values.get(i))).isNull();
            assertThat(refusal(envelope, signatures.get(i), values.get((i + 1) % 13)))
                    .isNotNull();
            assertThat(refusal(envelope, signatures.get((i + 1) % 13), values.get(i)))
                    .isNotNull();
        }
    }

    @Test
    void a_key_is_replaced_while_everything_runs() throws IOException {
        var next = LedgerKey.generate();
        var signer = signer(placement);
        var envelope = envelope("us-east/placement");
        var old = sign(signer, envelope, GRANTED);
        signer(next);
        touch(folder.resolve("signing.key"));
        await().atMost(PATIENCE).until(() -> !sign(signer, envelope, GRANTED).equals(old));
        assertThat(refusal(envelope, sign(signer, envelope, GRANTED), GRANTED)).isNotNull();
        vouchFor(next);
        touch(bundle);
        await().atMost(PATIENCE).until(() -> refusal(envelope, sign(signer, envelope, GRANTED), GRANTED) == null);
        assertThat(refusal(envelope, old, GRANTED)).isNotNull();
    }

    /** Some file systems tell times to the second only. */
    private static void touch(Path file) throws IOException {
        Files.setLastModifiedTime(file, FileTime.from(Instant.now().plusSeconds(5)));
    }

    @Test
    void a_broken_file_stops_the_start() throws IOException {
        assertThatThrownBy(() -> Signer.keptIn(folder.resolve("nowhere"))).hasMessageContaining("nowhere");
        var broken = Files.writeString(folder.resolve("broken"), "{");
        assertThatThrownBy(() -> Origins.vouchedForIn(broken)).hasMessageContaining("not a trust bundle");
        assertThatThrownBy(() -> Signer.keptIn(broken)).hasMessageContaining("broken");
    }

    @Test
    void a_file_that_breaks_later_changes_nothing() throws IOException {
        var file = Files.writeString(folder.resolve("watched"), "1");
        var read = new ArrayList<String>();
        var watched = new WatchedFile<>(file, text -> {
            read.add(text);
            return Integer.valueOf(text);
        });
        Files.writeString(file, "broken");
        touch(file);
        await().atMost(PATIENCE).until(() -> watched.content() == 1 && read.contains("broken"));
        assertThat(watched.content()).isEqualTo(1);
    }

    @Test
    void without_a_bundle_only_the_name_is_checked() {
        assertThat(Origins.UNSIGNED.refuse(
                        copiesFrom("us-east"), envelope("us-east/placement"), null, "fra/cart", GRANTED))
                .isNull();
        assertThat(Origins.UNSIGNED.refuse(
                        copiesFrom("us-east"), envelope("eu-central/placement"), null, "fra/cart", GRANTED))
                .isNotNull();
    }
}
