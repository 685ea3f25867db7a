/** Processes of the operating system: started with a log, known by more than their number, ended for sure. */
@NullMarked
package io.archipelago.local.process;

import org.jspecify.annotations.NullMarked;
