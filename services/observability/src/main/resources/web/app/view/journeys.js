/** One declaration's way through services and regions, as a waterfall. */
import { html, svg, nothing } from '../lib/lit.js';
import { shape } from './icons.js';
import { empty } from './parts.js';
import { age, clock, millis } from '../model/format.js';

/** @param page {journeys: items or undefined, journey: {id, body?, missing?}, shown, now} */
export function journeys({ journeys: items, journey, shown, now }, act) {
  if (!items) return html`<p class="muted pad">Reading the journeys…</p>`;
  if (!items.length) return empty('No journey yet. Every declaration leaves one: from REST through outbox, Debezium, gate and mirror into the other regions.', './archipelago apply -f examples/shop');
  const body = journey?.id === shown.journey ? journey : undefined;
  return html`
    <div class="journeys">
      <ul class="scroll" aria-label="Journeys">${items.map(item => html`
        <li><button aria-pressed=${shown.journey === item.traceId} @click=${() => act.show({ journey: item.traceId })}>
          <strong>${item.failed ? shape('lost') : nothing}${item.name}</strong>
          <span class="muted number">${clock(item.startedAt)} · ${millis(item.durationMs)} · ${item.hops} hops</span>
          <span class="muted">${item.regions.join(' → ')}</span></button></li>`)}</ul>
      <div class="scroll" tabindex="0" role="region" aria-label="Hops of the journey">
        ${!shown.journey ? html`<div class="empty"><p>Choose a journey to see its hops across regions.</p></div>`
    : body?.missing ? empty('This journey is no longer kept; the newest 200 are.', './archipelago apply -f examples/shop')
    : body?.body ? waterfall(body.body, now) : html`<p class="muted pad">Reading the journey…</p>`}
      </div>
    </div>`;
}

function waterfall({ name, startedAt, durationMs, hops, regions }, now) {
  const total = Math.max(durationMs, 1);
  const x = ms => Math.min(100, (ms / total) * 100);
  const order = new Map(regions.map((region, i) => [region, i % 4]));
  return html`
    <p class="facts"><strong>${name}</strong>, ${age(startedAt, now)} ago, ${millis(durationMs)} over ${regions.length} ${regions.length === 1 ? 'region' : 'regions'}</p>
    <table class="waterfall"><caption class="unseen">Hops, in order</caption>
      <thead><tr><th scope="col">Region</th><th scope="col">Hop</th><th scope="col" class="wide">0 – ${millis(durationMs)}</th><th scope="col" class="right">Took</th></tr></thead>
      <tbody>${hops.map(hop => html`
        <tr class=${hop.status === 'error' ? 'failed' : ''}>
          <td class="region r${order.get(hop.region) ?? 0}"><span class="status"><i></i>${hop.region}</span></td>
          <th scope="row" title=${Object.entries(hop.attributes ?? {}).map(([key, value]) => `${key} = ${value}`).join('\n')}>
            <span class="deep d${Math.min(hop.depth, 6)}">${hop.status === 'error' ? shape('lost') : nothing}<strong>${hop.service}</strong> ${hop.name}</span>
            ${hop.road ? html`<small>${hop.road}, ${millis(hop.roadMs)}</small>` : nothing}</th>
          <td class="wide r${order.get(hop.region) ?? 0}">${svg`<svg viewBox="0 0 100 14" preserveAspectRatio="none" aria-hidden="true">
            ${hop.roadMs ? svg`<rect class="road" x=${x(Math.max(0, hop.atMs - hop.roadMs))} width=${x(hop.roadMs)} y="6" height="2"></rect>` : nothing}
            <rect class="hop" x=${Math.min(99.2, x(hop.atMs))} width=${Math.max(0.8, x(hop.durationMs))} y="2" height="10"></rect></svg>`}</td>
          <td class="right number">${millis(hop.durationMs)}</td>
        </tr>`)}</tbody></table>`;
}
