package io.archipelago.kit.declaration;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A declaration to be judged: one that somebody makes now, or one that stands and is judged again for its status.
 *
 * @param home the region it asks for; null for wherever it is
 */
public record Draft<S>(String name, @Nullable String home, Map<String, String> labels, S spec) {}
