/** The overlays of regions that run in Kubernetes. */
@NullMarked
package io.archipelago.cli.kubernetes;

import org.jspecify.annotations.NullMarked;
