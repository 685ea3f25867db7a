/** One Kubernetes cluster: its Deployments as this actuator wants and sees them. */
@NullMarked
package io.archipelago.actuator.kubernetes;

import org.jspecify.annotations.NullMarked;
