/** What is put into a region's running parts: the database's roles and outboxes, topics, connectors. */
@NullMarked
package io.archipelago.local.backbone;

import org.jspecify.annotations.NullMarked;
