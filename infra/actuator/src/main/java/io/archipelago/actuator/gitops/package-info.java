/** Admitted replicas as files for those who let something else act: Argo CD, OCM, Karmada, kustomize. */
@NullMarked
package io.archipelago.actuator.gitops;

import org.jspecify.annotations.NullMarked;
