package io.archipelago.kit.runtime;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.util.Map;
import java.util.TreeMap;

/** Who and where this service is. Environment: {@code ARCHIPELAGO_REGION}, {@code ARCHIPELAGO_JURISDICTION}, … */
@ConfigMapping(prefix = "archipelago")
public interface RegionConfig {

    /** The service's name, such as {@code placement}. Set in each service's application.properties. */
    String service();

    /** The PostgreSQL schema and role of the service. */
    @WithDefault("${archipelago.service}")
    String schema();

    /** The region this process belongs to. */
    String region();

    /** ISO 3166 code of the country whose law binds the region. */
    String jurisdiction();

    /** The other regions and their jurisdictions: {@code us-east:US,ap-southeast:SG}. */
    @WithDefault("none")
    String peers();

    /** The other regions, each with its jurisdiction; empty when this one is alone. */
    default Map<String, String> peerJurisdictions() {
        var peers = new TreeMap<String, String>();
        if (!peers().equals("none") && !peers().isBlank())
            for (var peer : peers().split(",", -1)) {
                int colon = peer.indexOf(':');
                if (colon < 1)
                    throw new IllegalArgumentException("ARCHIPELAGO_PEERS: '" + peer
                            + "' is not name:jurisdiction, such as us-east:US,ap-southeast:SG");
                peers.put(
                        peer.substring(0, colon).strip(),
                        peer.substring(colon + 1).strip());
            }
        return peers;
    }
}
