/** What is admitted against what runs: which steps follow. Knows no cluster and no broker. */
@NullMarked
package io.archipelago.actuator.domain;

import org.jspecify.annotations.NullMarked;
