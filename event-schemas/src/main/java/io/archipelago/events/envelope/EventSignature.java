package io.archipelago.events.envelope;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.archipelago.events.ledger.LedgerKey;
import io.archipelago.events.ledger.MerkleTree;
import io.archipelago.events.ledger.Sha256;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * One signature for all events of a transaction, and for each of them the path to it: a Merkle tree (RFC 6962, SHA-256)
 * over their {@link EventText}s, its root signed with Ed25519. An event can be checked without the others. Written as
 * {@code signature;index;size;hash;hash…}, signature and hashes in hexadecimal, the nearest hash first.
 *
 * @param index of the event among those that were signed together
 * @param size how many they were
 */
public record EventSignature(String signature, int index, int size, List<byte[]> path) {

    private static final String DOMAIN = "archipelago-events-v1;";
    private static final int MOST_HASHES = 31;
    private static final byte LEAF = 0;

    /** The signatures of all of them, in their order. */
    public static List<String> of(List<String> texts, LedgerKey key) {
        if (texts.isEmpty()) return List.of();
        var leaves = texts.stream().map(EventSignature::leaf).toList();
        var signature = key.sign(DOMAIN + HexFormat.of().formatHex(MerkleTree.root(leaves)));
        var paths = MerkleTree.paths(leaves);
        var all = new ArrayList<String>(texts.size());
        for (int i = 0; i < texts.size(); i++)
            all.add(new EventSignature(signature, i, texts.size(), paths.get(i)).text());
        return all;
    }

    private String text() {
        return Stream.concat(
                        Stream.of(signature, Integer.toString(index), Integer.toString(size)),
                        path.stream().map(HexFormat.of()::formatHex))
                .collect(Collectors.joining(";"));
    }

    /** @throws IllegalArgumentException when it is none */
    public static EventSignature parse(String text) {
        var words = text.split(";", -1);
        if (words.length < 3 || words.length > 3 + MOST_HASHES) throw new IllegalArgumentException("not a signature");
        var path = new ArrayList<byte[]>();
        for (int i = 3; i < words.length; i++) path.add(HexFormat.of().parseHex(words[i]));
        return new EventSignature(words[0], Integer.parseInt(words[1]), Integer.parseInt(words[2]), path);
    }

    /**
     * What was signed, if this is the signature of that text.
     *
     * @return null when the path leads nowhere; equal for all events that were signed together
     */
    public @Nullable String signed(String text) {
        var root = MerkleTree.rootAbove(size, index, leaf(text), path);
        return root == null ? null : DOMAIN + HexFormat.of().formatHex(root);
    }

    private static byte[] leaf(String text) {
        var digest = Sha256.digest();
        digest.update(LEAF);
        return digest.digest(text.getBytes(UTF_8));
    }
}
