/** The first lines: whose view, how old, and the figures of the whole. */
import { html, nothing } from '../lib/lit.js';
import { mark, shape, status } from './icons.js';
import { age, bytes, clock, count, duration, money, rate } from '../model/format.js';
import { explain } from '../model/token.js';
import { figures, needsYou, oldestInput } from '../model/summary.js';

export function header({ state, connection, now, who }) {
  const self = state.regions.find(region => region.self);
  const oldest = oldestInput(state);
  return html`
    <header class="top">
      <h1>${mark()}Archipelago</h1>
      ${state.viewingFrom ? html`
        <p>viewing from <strong>${state.viewingFrom}</strong>${self?.title ? html` <span class="muted">${self.title}</span>` : nothing}</p>
        <p>as known at <strong class="number"><time datetime=${state.asOf}>${clock(state.asOf)}</time> UTC</strong></p>
        ${oldest ? html`<p>oldest input <strong class="number">${age(oldest.at, now)}</strong> <span class="muted">${oldest.region}</span></p>` : nothing}` : nothing}
      <span class="spacer"></span>
      ${who ? html`<p>as <strong>${who}</strong></p>` : nothing}
      <p class="connection ${connection}" role="status">${{
        connecting: status('unknown', 'connecting'), live: status('healthy', 'live'), stale: status('suspect', 'not live'),
      }[connection]}</p>
    </header>`;
}

/** Says plainly that nothing new arrives, and why when it is known. */
export function banner({ state, connection, silentMs, refusal }) {
  if (refusal) return html`<div class="banner" role="alert">${shape('suspect')}
    <strong>${explain(refusal)}</strong>
    ${state.asOf ? `What you see was known at ${clock(state.asOf)} UTC and may have changed since.` : nothing}
    Open the address that <code>./archipelago console</code> prints.</div>`;
  if (connection !== 'stale') return nothing;
  return html`<div class="banner" role="alert">${shape('suspect')}
    <strong>Nothing new for ${duration(silentMs)}.</strong>
    ${state.asOf ? `What you see was known at ${clock(state.asOf)} UTC and may have changed since.` : 'The service of this region does not answer.'}
    Trying again.</div>`;
}

export function strip({ state, crossingPerSecond }) {
  const f = state.asOf ? figures(state) : {};
  const unhealthy = f.regions - f.healthy;
  return html`
    <dl class="figures">
      ${figure('Regions healthy', html`${count(f.healthy)}<small> of ${count(f.regions)}</small>`, unhealthy ? 'bad' : f.regions ? 'good' : '')}
      ${figure('Replicas placed', html`${count(f.placed)}<small> of ${count(f.wanted)} wanted</small>`, '')}
      ${figure('Waiting', html`${count(f.waiting)}`, f.waiting ? 'warn' : '')}
      ${figure('Users', html`${rate(f.requestsPerSecond)}<small> requests/s</small>`, '')}
      ${figure('Running cost', html`${money(f.perHour)}<small> an hour</small>`, '')}
      ${figure('Crossing now', html`${bytes(crossingPerSecond)}${crossingPerSecond === undefined ? nothing : html`<small>/s</small>`}`, '', 'Bytes that crossed any link, over the last half minute')}
      ${figure('Kept home', html`${count(f.keptHome)}<small> records</small>`, '', 'Records the residency gate did not let out')}
    </dl>`;
}

function figure(name, value, tone, hint) {
  return html`<div class=${tone} title=${hint ?? nothing}><dt>${name}</dt><dd>${value}</dd></div>`;
}

/** Everything that waits or fails, oldest and worst first; calm when there is nothing. */
export function needs({ state, connection, now }, act) {
  const all = needsYou(state);
  return html`
    <section class="needs ${all.length ? '' : 'calm'}" aria-label="Needs you">
      <h2>Needs you${all.length ? html`<span class="tally">${all.length}</span>` : nothing}</h2>
      ${all.length ? html`<ul>${all.map(need => html`
        <li><button class=${need.level} @click=${() => act.show(need.workload ? { workload: need.workload } : { tab: need.tab })}>
          ${shape(need.level)}<span><strong>${need.title}</strong>${need.since ? html`<span class="number"> ${age(need.since, now)}</span>` : nothing}
          ${need.reason ? html`<em title=${need.reason}>${need.reason}</em>` : nothing}</span></button></li>`)}</ul>`
      : html`<p>${state.asOf ? calm(connection, state) : 'Waiting for the first word.'}</p>`}
    </section>`;
}

function calm(connection, state) {
  return connection === 'stale' ? html`Nothing did at ${clock(state.asOf)} UTC.`
    : html`${shape('ok')}Nothing. Everything wanted is placed and every region is heard.`;
}
