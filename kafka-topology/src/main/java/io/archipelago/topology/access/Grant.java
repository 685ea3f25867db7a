package io.archipelago.topology.access;

import java.util.Comparator;
import java.util.Locale;

/**
 * One permission on a region's broker.
 *
 * @param name of the resource; the start of its name when {@code prefix}; {@value #ANY} for all
 */
public record Grant(Identity identity, Right right, Resource resource, String name, boolean prefix)
        implements Comparable<Grant> {

    public static final String ANY = "*";

    private static final Comparator<Grant> ORDER = Comparator.comparing(Grant::identity)
            .thenComparing(Grant::resource)
            .thenComparing(Grant::name)
            .thenComparing(Grant::right)
            .thenComparing(Grant::prefix);

    public enum Right {
        READ,
        WRITE,
        CREATE,
        DESCRIBE_CONFIGS
    }

    public enum Resource {
        TOPIC,
        GROUP,
        TRANSACTIONAL_ID
    }

    static Grant topic(Identity identity, Right right, String topic) {
        return new Grant(identity, right, Resource.TOPIC, topic, false);
    }

    static Grant topics(Identity identity, Right right, String start) {
        return new Grant(identity, right, Resource.TOPIC, start, true);
    }

    /** The resources it is about: {@code export.us-east.*}, {@code group placement*}. */
    public String resources() {
        var kind = resource == Resource.TOPIC ? "" : resource.name().toLowerCase(Locale.ROOT) + ' ';
        return kind + name + (prefix ? "*" : "");
    }

    @Override
    public int compareTo(Grant other) {
        return ORDER.compare(this, other);
    }

    /** Such as {@code spiffe://us-east.archipelago/mirror may READ export.us-east.*}. */
    @Override
    public String toString() {
        return identity + " may " + right + ' ' + resources();
    }
}
