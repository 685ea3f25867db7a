package io.archipelago.local.trust;

import static org.assertj.core.api.Assertions.assertThat;

import io.archipelago.local.Installation;
import io.archipelago.local.LocalRegion;
import io.archipelago.topology.access.Identity;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.cert.X509Certificate;
import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TrustTest {
    private static final Identity PLACEMENT = Identity.service("eu-central", "placement");
    private static final int DNS_NAME = 2;
    private static final int URI_NAME = 6;

    @TempDir
    private Path folder;

    private Trust trust() {
        return new Trust(new Installation(folder, folder.resolve("state")));
    }

    @Test
    void an_identity_stands_in_the_certificate_and_its_region_vouches_for_it() throws Exception {
        var settings = trust().client(PLACEMENT);
        var certificate = certificate(settings.get("ssl.keystore.location"));
        assertThat(certificate.getSubjectAlternativeNames())
                .containsExactly(List.of(URI_NAME, "spiffe://eu-central.archipelago/service/placement"));
        var authority = certificate(settings.get("ssl.truststore.location"));
        certificate.verify(authority.getPublicKey());
        assertThat(authority.getSubjectAlternativeNames())
                .containsExactly(List.of(URI_NAME, "spiffe://eu-central.archipelago"));
    }

    @Test
    void only_who_serves_may_answer_connections() throws Exception {
        var server = "1.3.6.1.5.5.7.3.1";
        assertThat(certificate(trust().client(PLACEMENT).get("ssl.keystore.location"))
                        .getExtendedKeyUsage())
                .doesNotContain(server);
        assertThat(certificate(trust().broker("eu-central", List.of()).get("ssl.keystore.location"))
                        .getExtendedKeyUsage())
                .contains(server);
    }

    @Test
    void what_serves_people_cannot_pass_for_the_broker() throws Exception {
        var web = certificate(trust().web("eu-central").get("QUARKUS_HTTP_SSL_CERTIFICATE_FILES"));
        assertThat(web.getSubjectAlternativeNames())
                .containsExactly(
                        List.of(URI_NAME, "spiffe://eu-central.archipelago/web"), List.of(DNS_NAME, "localhost"));
    }

    @Test
    void nobody_else_may_read_the_files() throws Exception {
        var unused = trust().broker("eu-central", List.of(LocalRegion.ALL.get(1)));
        unused = trust().client(PLACEMENT);
        trust().clientFiles(PLACEMENT, "127.0.0.1:1");
        try (var all = Files.walk(folder)) {
            assertThat(all.filter(Files::isRegularFile)).hasSizeGreaterThan(5).allSatisfy(secret -> assertThat(
                            PosixFilePermissions.toString(Files.getPosixFilePermissions(secret)))
                    .isEqualTo("rw-------"));
        }
    }

    @Test
    void a_certificate_is_kept_while_it_is_young_and_made_anew_when_it_is_gone() throws Exception {
        var file = Path.of(trust().client(PLACEMENT).get("ssl.keystore.location"));
        var first = Files.readString(file);
        assertThat(trust().client(PLACEMENT)).containsEntry("ssl.keystore.location", file.toString());
        assertThat(file).hasContent(first);
        Files.delete(file);
        var unused = trust().client(PLACEMENT);
        assertThat(Files.readString(file)).isNotEqualTo(first);
    }

    @Test
    void all_of_a_region_is_renewed_by_the_same_authority_and_nothing_that_is_young_by_itself() throws Exception {
        var all = List.of("service-placement.pem", "service-placement.crt", "service-connect.p12", "database.pem");
        var unused = trust().client(PLACEMENT);
        unused = trust().connectRest("eu-central");
        var database = trust().databaseFiles("eu-central");
        var before = contents(all);
        assertThat(trust().renewDue("eu-central")).isFalse();
        assertThat(contents(all)).isEqualTo(before);
        trust().rotate("eu-central");
        assertThat(contents(all)).doesNotContainAnyElementsOf(before);
        assertThat(trust().databaseFiles("eu-central").authority()).isEqualTo(database.authority());
        assertThat(trust().databaseFiles("eu-central").credential()).isNotEqualTo(database.credential());
        certificate(trust().client(PLACEMENT).get("ssl.keystore.location"))
                .verify(certificate(trust().client(PLACEMENT).get("ssl.truststore.location"))
                        .getPublicKey());
    }

    private List<String> contents(List<String> files) throws IOException {
        var trust = new Installation(folder, folder.resolve("state")).trust("eu-central");
        var all = new java.util.ArrayList<String>();
        for (var file : files) all.add(HexFormat.of().formatHex(Files.readAllBytes(trust.resolve(file))));
        return all;
    }

    @Test
    void a_mirror_believes_the_peer_only_and_a_broker_its_own_region_and_the_peers() throws Exception {
        var mirror = trust().client(Identity.mirror("eu-central"), "us-east");
        assertThat(authorities(mirror.get("ssl.truststore.location"))).containsExactly("spiffe://us-east.archipelago");
        var broker = trust().broker("eu-central", List.of(LocalRegion.ALL.get(1)));
        assertThat(authorities(broker.get("ssl.truststore.location")))
                .containsExactly("spiffe://eu-central.archipelago", "spiffe://us-east.archipelago");
    }

    private static List<String> authorities(String file) throws Exception {
        try (var in = Files.newInputStream(Path.of(file))) {
            var names = new java.util.ArrayList<String>();
            for (var authority :
                    java.security.cert.CertificateFactory.getInstance("X.509").generateCertificates(in))
                for (var name : ((X509Certificate) authority).getSubjectAlternativeNames())
                    names.add(String.valueOf(name.get(1)));
            return names;
        }
    }

    private static X509Certificate certificate(String file) throws IOException {
        return Pem.certificate(Path.of(file));
    }
}
