package io.archipelago.observability.domain;

import java.time.Instant;

/**
 * The last probe this region sent.
 *
 * @param sequence survives restarts, so that a gap at the other end is a lost probe and nothing else
 */
record OwnVoice(long sequence, Instant sentAt) {}
