package io.archipelago.events.ledger;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.HexFormat;
import java.util.List;
import java.util.stream.IntStream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

class MerkleTreeTest {

    private static List<byte[]> leaves(int count) {
        return IntStream.range(0, count)
                .mapToObj(i -> new RecordHash()
                        .begin(i, ("k" + i).getBytes(UTF_8), null)
                        .end())
                .toList();
    }

    /** By definition: the largest power of two below the size goes left. */
    private static byte[] defined(List<byte[]> leaves) {
        if (leaves.size() == 1) return leaves.getFirst();
        int left = Integer.highestOneBit(leaves.size() - 1);
        var digest = Sha256.digest();
        digest.update((byte) 1);
        digest.update(defined(leaves.subList(0, left)));
        digest.update(defined(leaves.subList(left, leaves.size())));
        return digest.digest();
    }

    @Property(tries = 100)
    void grows_to_the_root_of_rfc_6962(@ForAll @IntRange(min = 1, max = 300) int count) {
        assertThat(MerkleTree.root(leaves(count))).isEqualTo(defined(leaves(count)));
    }

    @Property(tries = 200)
    void a_path_proves_its_leaf_at_its_place_and_nothing_else(
            @ForAll @IntRange(min = 1, max = 130) int count, @ForAll @IntRange(min = 0, max = 129) int any) {
        var leaves = leaves(count);
        int index = any % count;
        var root = MerkleTree.root(leaves);
        var path = MerkleTree.path(leaves, index);
        assertThat(MerkleTree.includes(root, count, index, leaves.get(index), path))
                .isTrue();
        for (int other = 0; other < count; other++)
            if (other != index) {
                assertThat(MerkleTree.includes(root, count, other, leaves.get(index), path))
                        .isFalse();
                assertThat(MerkleTree.includes(root, count, index, leaves.get(other), path))
                        .isFalse();
            }
    }

    @Property(tries = 50)
    void all_paths_at_once_are_those_of_each(@ForAll @IntRange(min = 0, max = 130) int count) {
        var leaves = leaves(count);
        var paths = MerkleTree.paths(leaves);
        assertThat(paths).hasSize(count);
        for (int i = 0; i < count; i++) assertThat(paths.get(i)).containsExactlyElementsOf(MerkleTree.path(leaves, i));
    }

    @Test
    void of_nothing_the_root_is_the_hash_of_nothing() {
        assertThat(HexFormat.of().formatHex(new MerkleTree().root())).startsWith("e3b0c44298fc1c149afbf4c8996fb924");
    }

    @Test
    void what_moves_between_key_and_value_changes_the_leaf() {
        var hash = new RecordHash();
        var one = hash.begin(1, "ab".getBytes(UTF_8), "c".getBytes(UTF_8)).end();
        assertThat(hash.begin(1, "a".getBytes(UTF_8), "bc".getBytes(UTF_8)).end())
                .isNotEqualTo(one);
        assertThat(hash.begin(1, "ab".getBytes(UTF_8), null).end())
                .isNotEqualTo(hash.begin(1, "ab".getBytes(UTF_8), new byte[0]).end());
        assertThat(hash.begin(1, "ab".getBytes(UTF_8), "c".getBytes(UTF_8)).end())
                .isEqualTo(one);
    }
}
