/** The folder {@code k8s}: one overlay per region, written from a description of it and from kafka-topology. */
@NullMarked
package io.archipelago.kubernetes;

import org.jspecify.annotations.NullMarked;
