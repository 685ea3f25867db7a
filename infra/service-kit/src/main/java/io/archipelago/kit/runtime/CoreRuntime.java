package io.archipelago.kit.runtime;

import io.archipelago.kit.core.Core;
import io.archipelago.kit.store.Document;
import io.smallrye.mutiny.Uni;
import java.util.List;
import java.util.function.Function;

/**
 * The thin shell around one {@link Core}. Inject it into resources and the like.
 *
 * @param <C> the service's core
 */
public interface CoreRuntime<C extends Core> {

    /**
     * Hands a command to the core and answers once its outcome is durable.
     *
     * @return the outcome's answer; fails with {@link Rejected} when the core refuses
     */
    <A> Uni<A> submit(Object command, Class<A> answer);

    /** Reads the state on the core's thread. The function must not keep references to mutable state. */
    <R> Uni<R> query(Function<C, R> question);

    /** What the core archived under a kind, in the order of its keys, from {@code fromKey} on; {@code limit} at most. */
    Uni<List<Document>> archived(String kind, String fromKey, int limit);
}
