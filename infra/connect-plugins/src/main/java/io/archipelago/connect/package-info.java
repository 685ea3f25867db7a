/**
 * What Kafka Connect needs to know about Archipelago: how an export topic is called on the other side, that nothing but
 * export topics may cross, how a row of an outbox becomes an event, and who may tell a worker what to run.
 */
@NullMarked
package io.archipelago.connect;

import org.jspecify.annotations.NullMarked;
