/** A region for tests: a real broker, a real PostgreSQL and the way between them, in the test's own process. */
@NullMarked
package io.archipelago.testkit;

import org.jspecify.annotations.NullMarked;
