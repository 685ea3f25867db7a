/** What a service implements: a pure core that decides, and nothing of how it is stored or carried. */
@NullMarked
package io.archipelago.kit.core;

import org.jspecify.annotations.NullMarked;
