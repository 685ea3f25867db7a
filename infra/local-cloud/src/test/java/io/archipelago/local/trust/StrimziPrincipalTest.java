package io.archipelago.local.trust;

import static org.assertj.core.api.Assertions.assertThat;

import io.archipelago.local.Installation;
import io.archipelago.local.LocalRegion;
import io.archipelago.topology.access.Identity;
import io.archipelago.topology.strimzi.StrimziPrincipalBuilder;
import java.lang.reflect.Proxy;
import java.net.InetAddress;
import java.nio.file.Path;
import java.security.cert.Certificate;
import java.util.List;
import javax.net.ssl.SSLSession;
import org.apache.kafka.common.security.auth.KafkaPrincipal;
import org.apache.kafka.common.security.auth.SslAuthenticationContext;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The names that a broker run by Strimzi takes from the certificates of this cloud's authorities. */
class StrimziPrincipalTest {
    private static final LocalRegion PEER = LocalRegion.ALL.get(1);

    @TempDir
    private Path folder;

    private Installation installation;
    private Trust trust;
    private final StrimziPrincipalBuilder builder = new StrimziPrincipalBuilder();

    @BeforeEach
    void a_broker_that_knows_one_peer() {
        installation = new Installation(folder, folder.resolve("state"));
        trust = new Trust(installation);
        builder.configure(trust.broker("eu-central", List.of(PEER)));
    }

    @Test
    void an_identity_is_called_as_its_kafka_user() throws Exception {
        assertThat(name(trust.client(Identity.service("eu-central", "placement"))
                        .get("ssl.keystore.location")))
                .isEqualTo("CN=service-placement.eu-central");
        assertThat(name(trust.client(Identity.mirror("us-east")).get("ssl.keystore.location")))
                .isEqualTo("CN=mirror.us-east");
    }

    @Test
    void a_region_that_signs_anothers_name_is_nobody() throws Exception {
        var forged = Forger.signed(
                PEER.name(),
                installation.trust(PEER.name()),
                Identity.operator("eu-central"),
                folder.resolve("forged.pem"));
        assertThat(name(forged.toString())).isEqualTo(KafkaPrincipal.ANONYMOUS.getName());
    }

    @Test
    void a_principal_that_is_forwarded_comes_back_the_same() {
        var principal = new KafkaPrincipal(KafkaPrincipal.USER_TYPE, "CN=mirror.us-east");
        assertThat(builder.deserialize(builder.serialize(principal))).isEqualTo(principal);
    }

    private String name(String file) throws Exception {
        var chain = new Certificate[] {Pem.certificate(Path.of(file))};
        var session = (SSLSession) Proxy.newProxyInstance(
                getClass().getClassLoader(),
                new Class<?>[] {SSLSession.class},
                (proxy, method, arguments) -> method.getName().equals("getPeerCertificates") ? chain : null);
        return builder.build(new SslAuthenticationContext(session, InetAddress.getLoopbackAddress(), "SSL"))
                .getName();
    }
}
