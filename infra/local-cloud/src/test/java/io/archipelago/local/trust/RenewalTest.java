package io.archipelago.local.trust;

import static org.assertj.core.api.Assertions.assertThat;

import io.archipelago.events.ledger.LedgerKey;
import io.archipelago.events.trust.RegionBundle;
import io.archipelago.local.trust.Renewal.Reason;
import java.util.List;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Who may say how a region is known from now on. */
class RenewalTest {

    private static final String REGION = "us-east";

    private final Authority first = Authority.make(REGION);
    private final Authority second = first.successor();
    private final Authority third = second.successor();
    private final SignedBundle known = SignedBundle.read(bundle(REGION, 7, first, first));

    private static String bundle(String region, long revision, Authority signer, Authority... authorities) {
        var keys = new TreeMap<String, List<String>>();
        keys.put("placement", List.of(LedgerKey.generate().publicKey()));
        var certificates =
                Stream.of(authorities).map(one -> Pem.of(one.certificate())).toList();
        return SignedBundle.sign(new RegionBundle(region, revision, certificates, keys, null), signer.key());
    }

    private Renewal renewal(String claimed) {
        return Renewal.of(known, claimed);
    }

    private void refused(Reason reason, String claimed) {
        assertThat(renewal(claimed))
                .isInstanceOfSatisfying(Renewal.Refused.class, refused -> assertThat(refused.reason())
                        .isEqualTo(reason));
    }

    @Test
    void what_the_believed_authority_signed_is_taken_with_its_successor() {
        assertThat(renewal(bundle(REGION, 8, first, first))).isEqualTo(new Renewal.Adopted(8));
        assertThat(renewal(bundle(REGION, 8, first, second, first))).isEqualTo(new Renewal.Adopted(8));
    }

    @Test
    void who_missed_a_step_follows_the_successions() {
        assertThat(renewal(bundle(REGION, 9, second, second))).isEqualTo(new Renewal.Adopted(9));
        assertThat(renewal(bundle(REGION, 12, third, third, second))).isEqualTo(new Renewal.Adopted(12));
    }

    @Test
    void the_same_again_changes_nothing() {
        var line = bundle(REGION, 7, first, first);
        assertThat(Renewal.of(SignedBundle.read(line), line)).isEqualTo(new Renewal.Repeated());
    }

    @Test
    void a_twin_of_the_region_is_refused() {
        var twin = Authority.make(REGION);
        refused(Reason.NO_SUCCESSION, bundle(REGION, 8, twin, twin));
        refused(Reason.NO_SUCCESSION, bundle(REGION, 8, twin, twin, first));
        refused(Reason.NO_SUCCESSION, bundle(REGION, 8, twin.successor(), twin.successor(), first));
        refused(Reason.NOT_SIGNED, bundle(REGION, 8, twin, first));
    }

    @Test
    void an_authority_that_was_forgotten_says_nothing_any_more() {
        var after = SignedBundle.read(bundle(REGION, 8, second, second));
        assertThat(Renewal.of(after, bundle(REGION, 9, first, second)))
                .isInstanceOfSatisfying(Renewal.Refused.class, refused -> assertThat(refused.reason())
                        .isEqualTo(Reason.NOT_SIGNED));
        assertThat(Renewal.of(after, bundle(REGION, 9, first, first)))
                .isInstanceOfSatisfying(Renewal.Refused.class, refused -> assertThat(refused.reason())
                        .isEqualTo(Reason.NO_SUCCESSION));
    }

    @Test
    void what_was_genuine_once_is_rolled_back() {
        refused(Reason.ROLLED_BACK, bundle(REGION, 6, first, first));
        refused(Reason.ROLLED_BACK, bundle(REGION, 7, first, first));
    }

    @Test
    void a_region_cannot_speak_for_another() {
        var other = Authority.make("ap-southeast");
        refused(Reason.OTHER_REGION, bundle("ap-southeast", 8, other, other));
        // Its own name, but an authority that bears another's: the broker would take that name from it.
        refused(Reason.UNREADABLE, bundle(REGION, 8, first, first, other));
    }

    @Test
    void one_changed_byte_is_found() {
        var line = bundle(REGION, 8, first, first);
        refused(Reason.NOT_SIGNED, line.replace("\"revision\":8", "\"revision\":9"));
        refused(Reason.UNREADABLE, line.substring(0, line.length() - 1));
        refused(Reason.UNREADABLE, "");
        refused(Reason.UNREADABLE, "{\"region\":\"us-east\",\"signature\":\"" + "0".repeat(128) + "\"}");
    }
}
