package io.archipelago.topology.access;

import java.util.Comparator;

/**
 * One permission on a region's broker.
 *
 * @param principal {@code <region>.<service>}; {@code <region>.connect} is the Connect worker and
 *     {@code <region>.mirror} the identity under which a region fetches from its peers
 * @param name of the resource; the start of its name when {@code prefix}
 */
public record Grant(String principal, Right right, Resource resource, String name, boolean prefix)
        implements Comparable<Grant> {

    private static final Comparator<Grant> ORDER = Comparator.comparing(Grant::principal)
            .thenComparing(Grant::resource)
            .thenComparing(Grant::name)
            .thenComparing(Grant::right)
            .thenComparing(Grant::prefix);

    public enum Right {
        READ,
        WRITE
    }

    public enum Resource {
        TOPIC,
        GROUP,
        TRANSACTIONAL_ID
    }

    static Grant topic(String principal, Right right, String topic) {
        return new Grant(principal, right, Resource.TOPIC, topic, false);
    }

    @Override
    public int compareTo(Grant other) {
        return ORDER.compare(this, other);
    }

    /** Such as {@code us-east.mirror may READ export.us-east.inventory.sites.v1}. */
    @Override
    public String toString() {
        var kind = resource == Resource.TOPIC ? "" : resource.name().toLowerCase(java.util.Locale.ROOT) + ' ';
        return principal + " may " + right + ' ' + kind + name + (prefix ? "*" : "");
    }
}
