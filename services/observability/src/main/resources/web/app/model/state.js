/** What the page knows. All functions are pure: they answer a new value and leave the old one alone. */

/** Before anything is known. Sections are those of GET /api/v1/state. */
export const NOTHING_YET = Object.freeze({
  viewingFrom: undefined, asOf: undefined,
  regions: [], links: [], sites: [], workloads: [], weights: [], data: [], flows: [], alarms: [],
  money: undefined,
});

/** Events kept for the stream panel. */
export const EVENTS_KEPT = 500;

/** A message older than this makes the page say so, in milliseconds. */
export const STALE_AFTER_MS = 5000;

/** Replaces the sections a delta brings. */
export function merge(state, delta) {
  return { ...state, ...delta };
}

/**
 * Newest first, without repeats of a sequence, at most EVENTS_KEPT. Sequences count from the start of the service, so
 * one that tells something else than before, or is older than all kept, comes from a new start: what was kept goes.
 */
export function remember(events, arrived) {
  const kept = new Map(events.map(event => [event.sequence, event]));
  const anew = events.length > 0 && arrived.some(event => {
    const known = kept.get(event.sequence);
    return known ? known.time !== event.time : event.sequence < events.at(-1).sequence;
  });
  if (anew) kept.clear();
  arrived.forEach(event => kept.set(event.sequence, event));
  return [...kept.values()].sort((a, b) => b.sequence - a.sequence).slice(0, EVENTS_KEPT);
}

/**
 * The service's clock seen from here: what to add to the browser's. The largest difference wins, as the message that
 * travelled least tells it best.
 */
export function clockOffset(previous, asOf, receivedAt) {
  const offset = Date.parse(asOf) - receivedAt;
  if (!Number.isFinite(offset)) return previous;
  return previous === undefined ? offset : Math.max(previous - 1, offset);
}

/** 'connecting' until the first message is due, then 'live' or 'stale'. */
export function connection(lastMessageAt, openedAt, now) {
  if (now - (lastMessageAt ?? openedAt) > STALE_AFTER_MS) return 'stale';
  return lastMessageAt === undefined ? 'connecting' : 'live';
}

/** Bytes that crossed any link so far, or undefined when no link says. */
export function crossed(links) {
  const told = links.filter(link => link.bytes !== undefined);
  return told.length ? told.reduce((sum, link) => sum + link.bytes, 0) : undefined;
}

const RATE_WINDOW_MS = 30_000;

/** Keeps the samples {at, total} that the rate over the last half minute needs. A counter that fell starts anew. */
export function sample(samples, at, total) {
  if (total === undefined) return samples;
  const last = samples.at(-1);
  if (last && total < last.total) return [{ at, total }];
  if (last && at <= last.at) return samples;
  return [...samples.filter(({ at: then }) => at - then <= RATE_WINDOW_MS), { at, total }];
}

/** Units a second over the samples kept, or undefined until there are two. */
export function perSecond(samples) {
  if (samples.length < 2) return undefined;
  const [first, last] = [samples[0], samples.at(-1)];
  return ((last.total - first.total) * 1000) / (last.at - first.at);
}
