/** What strangers read of the topology: an AsyncAPI document and a page of tables, written from the description. */
@NullMarked
package io.archipelago.topology.docs;

import org.jspecify.annotations.NullMarked;
