package io.archipelago.local.trust;

import io.archipelago.topology.access.Succession;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.List;

/** What becomes of a bundle that is said to be a peer's. */
public sealed interface Renewal {

    /** It takes the place of the one that was known. */
    record Adopted(long revision) implements Renewal {}

    /** It says nothing new. */
    record Repeated() implements Renewal {}

    /** What was known stays. */
    record Refused(Reason reason, String detail) implements Renewal {}

    enum Reason {
        UNREADABLE,
        OTHER_REGION,
        /** An authority that none of those that are believed has named its successor. */
        NO_SUCCESSION,
        /** Not by an authority that is believed, nor by its successor. */
        NOT_SIGNED,
        /** Genuine, and older than what is known. */
        ROLLED_BACK
    }

    /**
     * A bundle is believed when one that is believed already leads to it, over as many successions as were missed.
     *
     * @param claimed as it came
     */
    static Renewal of(SignedBundle known, String claimed) {
        SignedBundle next;
        try {
            next = SignedBundle.read(claimed);
        } catch (IllegalArgumentException e) {
            return new Refused(Reason.UNREADABLE, String.valueOf(e.getMessage()));
        }
        if (next.text().equals(known.text())) return new Repeated();
        if (!next.body().region().equals(known.body().region()))
            return new Refused(
                    Reason.OTHER_REGION, "it speaks for " + next.body().region());
        var family = family(known.authorities(), next.authorities());
        if (!family.containsAll(next.authorities()))
            return new Refused(Reason.NO_SUCCESSION, "no authority that is believed has named its own");
        if (family.stream().noneMatch(next::isSignedBy))
            return new Refused(Reason.NOT_SIGNED, "no authority that is believed has signed it");
        if (next.body().revision() <= known.body().revision())
            return new Refused(
                    Reason.ROLLED_BACK,
                    "revision " + next.body().revision() + ", known is "
                            + known.body().revision());
        return new Adopted(next.body().revision());
    }

    private static List<X509Certificate> family(List<X509Certificate> believed, List<X509Certificate> claimed) {
        var family = new ArrayList<>(believed);
        for (int last = -1; last != family.size(); ) {
            last = family.size();
            for (var one : claimed)
                if (!family.contains(one) && family.stream().anyMatch(older -> Succession.follows(one, older)))
                    family.add(one);
        }
        return family;
    }
}
