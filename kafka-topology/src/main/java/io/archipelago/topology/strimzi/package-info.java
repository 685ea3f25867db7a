/** The topology as custom resources of Strimzi ({@code kafka.strimzi.io/v1}), for a region that runs in Kubernetes. */
@NullMarked
package io.archipelago.topology.strimzi;

import org.jspecify.annotations.NullMarked;
