package io.archipelago.kit.runtime;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Who and where this service is. Environment: {@code ARCHIPELAGO_REGION}, {@code ARCHIPELAGO_JURISDICTION}, … */
@ConfigMapping(prefix = "archipelago")
public interface RegionConfig {

    /** The service's name, such as {@code placement}. Set in each service's application.properties. */
    String service();

    /** The PostgreSQL schema and role of the service. */
    @WithDefault("${archipelago.service}")
    String schema();

    /** Where the region's PostgreSQL is: {@code host:port/database}. */
    @WithDefault("127.0.0.1:5432/archipelago")
    String database();

    /** Of the service's own role. */
    @WithDefault("archipelago")
    String databasePassword();

    /** Where to send traces to by OTLP, such as {@code http://127.0.0.1:4317}; nowhere when absent. */
    Optional<String> otlpEndpoint();

    /** The region this process belongs to. */
    String region();

    /** ISO 3166 code of the country whose law binds the region. */
    String jurisdiction();

    /** The cloud region its backbone stands in, such as {@code aws/eu-central-1}: prices and distances of its links. */
    String location();

    /** The file with the key this service signs its events with; without it they leave unsigned. */
    Optional<Path> signingKey();

    /** The file that names whose signatures are taken; without it those of peers are not asked for. */
    Optional<Path> trustBundle();

    /** Whose word the region takes on who a person is. */
    Oidc oidc();

    /** An OpenID Connect issuer, any that writes JSON Web Tokens. Environment: {@code ARCHIPELAGO_OIDC_ISSUER}, … */
    interface Oidc {

        /** As the tokens name it ({@code iss}). A service that knows none lets nobody in. */
        Optional<String> issuer();

        /**
         * Its keys: the {@code jwks_uri} that its {@code /.well-known/openid-configuration} names, or a file with such a
         * JSON Web Key Set, with which the region needs nobody to know its people.
         */
        Optional<String> keys();

        /** Whom a token must be meant for ({@code aud}). */
        @WithDefault("archipelago")
        String audience();

        /** The claim with the roles, such as {@code realm_access/roles}; a slash leads into an object. */
        @WithDefault("groups")
        String roles();

        /**
         * The claim that events name their authors by. Events cross borders: what {@code sub} says is the same person
         * to the issuer, and nobody in particular to a stranger.
         */
        @WithDefault("sub")
        String author();
    }

    /** The other regions: {@code us-east:US:aws/us-east-1,ap-southeast:SG:aws/ap-southeast-1}; {@code none} if alone. */
    @WithDefault("none")
    String peers();

    /**
     * Another region of the cloud.
     *
     * @param jurisdiction ISO 3166 code
     * @param location the cloud region its backbone stands in
     */
    record Peer(String name, String jurisdiction, String location) {}

    /** The other regions in the order given; empty when this one is alone. */
    default List<Peer> peerList() {
        var peers = new ArrayList<Peer>();
        if (!peers().equals("none") && !peers().isBlank())
            for (var peer : peers().split(",", -1)) {
                var parts = peer.strip().split(":", -1);
                if (parts.length != 3)
                    throw new IllegalArgumentException("ARCHIPELAGO_PEERS: '" + peer
                            + "' is not name:jurisdiction:location, such as us-east:US:aws/us-east-1");
                var name = parts[0];
                if (name.equals(region())
                        || peers.stream().anyMatch(other -> other.name().equals(name)))
                    throw new IllegalArgumentException("ARCHIPELAGO_PEERS: two regions are called '" + name + "'");
                peers.add(new Peer(name, parts[1], parts[2]));
            }
        return List.copyOf(peers);
    }
}
