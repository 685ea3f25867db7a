/**
 * What MirrorMaker 2 needs to know about Archipelago: how an export topic is called on the other side, and that nothing
 * but export topics may cross.
 */
@NullMarked
package io.archipelago.connect;

import org.jspecify.annotations.NullMarked;
