package io.archipelago.kit.declaration;

import io.archipelago.events.resource.Author;
import io.archipelago.events.resource.Kind;

/** The wish that this is gone. Answered with {@link Apply.Result}. */
public record Delete(Kind kind, String name, Author author) {}
