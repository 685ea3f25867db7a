/** What usage and its price mean. Exact: quantities are whole numbers, and each charge is rounded once. */
@NullMarked
package io.archipelago.cost.domain;

import org.jspecify.annotations.NullMarked;
