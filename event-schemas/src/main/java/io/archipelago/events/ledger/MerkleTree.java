package io.archipelago.events.ledger;

import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * A Merkle tree as in RFC 6962 (Certificate Transparency): leaves in their order, and a root that changes with any of
 * them. Growing keeps one hash for each level. Not thread-safe.
 */
public final class MerkleTree {

    private static final byte NODE = 1;

    private final MessageDigest digest = Sha256.digest();
    private final List<byte[]> peaks = new ArrayList<>(); // of the full subtrees, the largest first
    private long leaves;

    /** @param leaf its hash */
    public void add(byte[] leaf) {
        var peak = leaf;
        for (long size = leaves++; (size & 1) == 1; size >>= 1) peak = node(peaks.removeLast(), peak);
        peaks.add(peak);
    }

    /** Leaves so far. */
    public long size() {
        return leaves;
    }

    /** 32 bytes; of no leaf at all, the hash of nothing. */
    public byte[] root() {
        if (peaks.isEmpty()) return digest.digest();
        var root = peaks.getLast();
        for (int i = peaks.size() - 2; i >= 0; i--) root = node(peaks.get(i), root);
        return root;
    }

    private byte[] node(byte[] left, byte[] right) {
        return node(digest, left, right);
    }

    private static byte[] node(MessageDigest digest, byte[] left, byte[] right) {
        digest.update(NODE);
        digest.update(left);
        digest.update(right);
        return digest.digest();
    }

    public static byte[] root(List<byte[]> leaves) {
        var tree = new MerkleTree();
        leaves.forEach(tree::add);
        return tree.root();
    }

    /** The hashes that lead from a leaf to the root, the nearest first: as many as the tree has levels at most. */
    public static List<byte[]> path(List<byte[]> leaves, int index) {
        if (leaves.size() <= 1) return List.of();
        int left = Integer.highestOneBit(leaves.size() - 1);
        boolean isLeft = index < left;
        var near = isLeft ? leaves.subList(0, left) : leaves.subList(left, leaves.size());
        var far = isLeft ? leaves.subList(left, leaves.size()) : leaves.subList(0, left);
        var path = new ArrayList<>(path(near, isLeft ? index : index - left));
        path.add(root(far));
        return path;
    }

    /**
     * True when the leaf is number {@code index} of the {@code size} leaves under this root.
     *
     * @param path as {@link #path} gives it
     */
    public static boolean includes(byte[] root, long size, long index, byte[] leaf, List<byte[]> path) {
        if (index < 0 || index >= size) return false;
        var digest = Sha256.digest();
        var hash = leaf;
        long at = index;
        long last = size - 1;
        for (var sibling : path) {
            if (last == 0) return false;
            if ((at & 1) == 1 || at == last) {
                hash = node(digest, sibling, hash);
                while ((at & 1) == 0 && at != 0) {
                    at >>= 1;
                    last >>= 1;
                }
            } else hash = node(digest, hash, sibling);
            at >>= 1;
            last >>= 1;
        }
        return last == 0 && Arrays.equals(hash, root);
    }
}
