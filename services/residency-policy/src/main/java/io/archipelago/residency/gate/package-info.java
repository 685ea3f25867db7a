/**
 * The only way out of the region: copies to export topics what the law in force lets cross, and nothing else. Has a
 * thread, a consumer and a transactional producer of its own.
 */
@NullMarked
package io.archipelago.residency.gate;

import org.jspecify.annotations.NullMarked;
