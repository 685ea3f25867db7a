/** What happens, as it happens. */
import { html, nothing, repeat } from '../lib/lit.js';
import { empty, silence } from './parts.js';
import { clock } from '../model/format.js';
import { matching } from '../model/summary.js';

/** Lines drawn; the rest is one filter away. */
const LINES = 150;

/** @param page {state, events, held: events shown while paused or undefined, shown} */
export function events({ state, events: all, held, shown }, act) {
  const matches = matching(held ?? all, shown.filter);
  const missed = held ? all.filter(event => !(event.sequence <= held[0]?.sequence)).length : 0;
  return html`
    <section class="events panel" aria-label="Events">
      <header><h2>Events</h2>
        <input id="filter" type="search" placeholder="filter  ( / )" aria-label="Filter events" .value=${shown.filter} @input=${event => act.show({ filter: event.target.value })}>
        <span class="spacer"></span>
        <button class="quiet" aria-pressed=${Boolean(held)} @click=${act.pause}>${held ? html`Resume${missed ? html` <span class="tally">${missed}</span>` : nothing}` : 'Pause'}</button></header>
      <div class="body scroll" tabindex="0" role="log" aria-live="off" aria-label="Event stream">
        ${matches.length ? html`<ol>${repeat(matches.slice(0, LINES), event => event.sequence, event => html`
          <li><time datetime=${event.time}>${clock(event.time)}</time>
            <span class="what"><span class="topic" title="${event.topic} ${event.key}">${subject(event.topic)}</span> <span class="muted">${event.region}</span>
              ${event.traceId ? html`<button class="link" title="Follow it across regions" @click=${() => act.show({ tab: 'journeys', journey: event.traceId })}>journey</button>` : nothing}<br>${event.summary}</span></li>`)}</ol>`
      : !state.asOf ? silence() : empty(all.length ? 'No event matches the filter.' : 'No event yet. Declare something and watch it travel:', all.length ? '' : './archipelago events placement.placements.v1')}
      </div>
    </section>`;
}

/** "placement.placements.v1" -> "placements" */
function subject(topic) {
  return topic.split('.').at(-2) ?? topic;
}
