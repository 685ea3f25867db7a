package io.archipelago.kit.declaration;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.archipelago.events.resource.Declared;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** Judges a copy that came from a peer before it may touch the state. */
final class Copies {

    private Copies() {}

    /**
     * @param latest no sound clock can have stamped anything after this
     * @return what is wrong with it; null when nothing is
     */
    static <S> @Nullable String flaw(
            OwnedKind<S> kind, Declared<ObjectNode> copy, String key, String peer, Instant latest) {
        var what = kind.kind().title() + " '" + key + "' from " + peer;
        if (!key.equals(copy.name())) return what + " calls itself '" + copy.name() + "': key and name must be equal";
        if (isMissing(copy.spec()) || isMissing(copy.home())) return what + " has no spec or no home";
        var entity = Entity.of(copy);
        if (entity.lastStamp().wallMs() == 0) return what + " has no stamps: nobody can tell whether it is newer";
        if (entity.lastSeen().wallMs() > latest.toEpochMilli())
            return what + " is stamped "
                    + Instant.ofEpochMilli(entity.lastSeen().wallMs())
                    + ", more than five minutes ahead of the clock here: set the clock of that region";
        try {
            var spec = entity.as(kind.spec()).spec();
            var writer = kind.soleWriter();
            if (writer != null && !peer.equals(writer.region().apply(spec)))
                return what + " belongs to " + writer.region().apply(spec) + ", which alone may write it";
        } catch (IllegalArgumentException e) {
            return what + " cannot be read: " + e.getMessage();
        }
        return null;
    }

    /** What came over the wire may lack what its record promises. */
    private static boolean isMissing(@Nullable Object part) {
        return part == null;
    }
}
