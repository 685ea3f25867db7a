package io.archipelago.events.ledger;

import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

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

    /** The path of every leaf, in their order: what {@link #path} gives for each, but every node is hashed once. */
    public static List<List<byte[]>> paths(List<byte[]> leaves) {
        var paths = new ArrayList<List<byte[]>>(leaves.size());
        for (int i = 0; i < leaves.size(); i++) paths.add(new ArrayList<>());
        if (!leaves.isEmpty()) climb(Sha256.digest(), leaves, paths);
        return paths;
    }

    /** The root, each leaf's path having grown to it. */
    private static byte[] climb(MessageDigest digest, List<byte[]> leaves, List<List<byte[]>> paths) {
        if (leaves.size() == 1) return leaves.getFirst();
        int left = Integer.highestOneBit(leaves.size() - 1);
        var near = climb(digest, leaves.subList(0, left), paths.subList(0, left));
        var far = climb(digest, leaves.subList(left, leaves.size()), paths.subList(left, leaves.size()));
        for (int i = 0; i < leaves.size(); i++) paths.get(i).add(i < left ? far : near);
        return node(digest, near, far);
    }

    /**
     * True when the leaf is number {@code index} of the {@code size} leaves under this root.
     *
     * @param path as {@link #path} gives it
     */
    public static boolean includes(byte[] root, long size, long index, byte[] leaf, List<byte[]> path) {
        return Arrays.equals(root, rootAbove(size, index, leaf, path));
    }

    /**
     * The root to which the path leads from the leaf that is number {@code index} of {@code size}.
     *
     * @return null when no path of this length does
     */
    public static byte @Nullable [] rootAbove(long size, long index, byte[] leaf, List<byte[]> path) {
        if (index < 0 || index >= size) return null;
        var digest = Sha256.digest();
        var hash = leaf;
        long at = index;
        long last = size - 1;
        for (var sibling : path) {
            if (last == 0) return null;
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
        return last == 0 ? hash : null;
    }
}
