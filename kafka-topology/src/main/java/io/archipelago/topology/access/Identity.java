package io.archipelago.topology.access;

import java.util.Optional;
import java.util.regex.Pattern;

/**
 * Who speaks on a connection: a SPIFFE ID, such as {@code spiffe://eu-central.archipelago/service/placement}. It stands in
 * the certificate and is the name of the Kafka principal.
 *
 * @param region whose authority vouches for it
 * @param path {@code broker}, {@code database}, {@code operator}, {@code mirror}, {@code web}, {@code service/<name>} or {@code program/<name>}
 */
public record Identity(String region, String path) implements Comparable<Identity> {

    private static final String SCHEME = "spiffe://";
    private static final String DOMAIN = ".archipelago";
    private static final Pattern REGION = Pattern.compile("[a-z][a-z0-9-]{0,40}");
    private static final Pattern PATH =
            Pattern.compile("broker|database|operator|mirror|web|(service|program)/[a-z][a-z0-9-]{0,40}");

    /** @throws IllegalArgumentException when it could not be told from another one */
    public Identity {
        if (!REGION.matcher(region).matches() || !PATH.matcher(path).matches())
            throw new IllegalArgumentException("'" + region + "' and '" + path + "' make no identity");
    }

    /** The region's Kafka. */
    public static Identity broker(String region) {
        return new Identity(region, "broker");
    }

    /** The region's PostgreSQL. */
    public static Identity database(String region) {
        return new Identity(region, "database");
    }

    /** Whoever applies the topology and looks into topics. */
    public static Identity operator(String region) {
        return new Identity(region, "operator");
    }

    /** Under which a region fetches from its peers. */
    public static Identity mirror(String region) {
        return new Identity(region, "mirror");
    }

    /** What the region's HTTP servers prove themselves with to people; it has no permission anywhere. */
    public static Identity web(String region) {
        return new Identity(region, "web");
    }

    /** One of the five services, or {@code connect}. */
    public static Identity service(String region, String name) {
        return new Identity(region, "service/" + name);
    }

    /** A program of users. */
    public static Identity program(String region, String name) {
        return new Identity(region, "program/" + name);
    }

    /** The identity a URI names; empty when it is not one of ours. */
    public static Optional<Identity> of(String uri) {
        int slash = uri.indexOf('/', SCHEME.length());
        if (!uri.startsWith(SCHEME) || slash < 0) return Optional.empty();
        var domain = uri.substring(SCHEME.length(), slash);
        if (!domain.endsWith(DOMAIN)) return Optional.empty();
        try {
            return Optional.of(
                    new Identity(domain.substring(0, domain.length() - DOMAIN.length()), uri.substring(slash + 1)));
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    /** The SPIFFE ID of the authority of a region: its trust domain. */
    public static String authority(String region) {
        return SCHEME + region + DOMAIN;
    }

    /** As a file is called: without a slash. */
    public String fileName() {
        return path.replace('/', '-');
    }

    public String uri() {
        return authority(region) + '/' + path;
    }

    @Override
    public int compareTo(Identity other) {
        return uri().compareTo(other.uri());
    }

    @Override
    public String toString() {
        return uri();
    }
}
