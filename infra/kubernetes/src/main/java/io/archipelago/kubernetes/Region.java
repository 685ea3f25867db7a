package io.archipelago.kubernetes;

import com.fasterxml.jackson.annotation.JsonPropertyOrder;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * A region as the {@code region.yaml} of its overlay describes it.
 *
 * @param location the cloud region its cluster stands in, as the catalogue calls it: {@code aws/eu-central-1}
 * @param jurisdiction ISO 3166 code of the country whose law binds it
 * @param domain under which it is reached from outside; {@code kafka.DOMAIN} by its peers' mirrors
 * @param peers names of the other regions it exchanges with
 */
@JsonPropertyOrder({"name", "location", "jurisdiction", "domain", "peers"})
public record Region(String name, String location, String jurisdiction, String domain, List<String> peers) {

    /** Where a broker takes the connections of its peers' mirrors. */
    private static final int MIRRORS_PORT = 9094;

    private static final Pattern NAME = Pattern.compile("[a-z][a-z0-9-]{0,39}[a-z0-9]");
    private static final Pattern LOCATION = Pattern.compile("[a-z0-9-]+/[a-z0-9-]+");
    private static final Pattern DOMAIN =
            Pattern.compile("(?=.{1,200}$)([a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?\\.)+[a-z][a-z0-9-]*[a-z0-9]");
    private static final Set<String> COUNTRIES = Set.of(Locale.getISOCountries());

    /** @throws InvalidRegion naming the first thing that is wrong */
    public Region {
        if (!NAME.matcher(name).matches() || name.equals("export"))
            throw new InvalidRegion("'" + name
                    + "' cannot name a region: 2 to 41 lower case letters, digits and '-', beginning with a letter");
        if (!LOCATION.matcher(location).matches())
            throw new InvalidRegion("location '" + location + "' is not provider/region, such as aws/sa-east-1");
        if (!COUNTRIES.contains(jurisdiction))
            throw new InvalidRegion(
                    "jurisdiction '" + jurisdiction + "' is not an ISO 3166 code of two letters, such as BR");
        if (!DOMAIN.matcher(domain).matches())
            throw new InvalidRegion("domain '" + domain + "' is not a DNS name, such as " + name + ".example.org");
        if (peers.contains(name)) throw new InvalidRegion(name + " cannot be a peer of itself");
        if (new HashSet<>(peers).size() < peers.size())
            throw new InvalidRegion("a peer is named twice: " + String.join(",", peers));
        peers = peers.stream().sorted().toList();
    }

    /** The same with one peer more. */
    Region with(String peer) {
        var all = Stream.concat(peers.stream(), Stream.of(peer)).distinct().toList();
        return new Region(name, location, jurisdiction, domain, all);
    }

    String bootstrap() {
        return "kafka." + domain + ':' + MIRRORS_PORT;
    }

    /** As a peer is told to a service: {@code us-east:US:aws/us-east-1}. */
    String asPeer() {
        return name + ':' + jurisdiction + ':' + location;
    }
}
