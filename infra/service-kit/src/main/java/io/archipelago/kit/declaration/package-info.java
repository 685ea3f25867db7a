/** Reads what people declare: YAML or JSON documents, with the place of every mistake. */
@NullMarked
package io.archipelago.kit.declaration;

import org.jspecify.annotations.NullMarked;
