/** Why the selected workload runs where it runs. */
import { html, nothing } from '../lib/lit.js';
import { cross, dot, shape, tick } from './icons.js';
import { empty, silence, table } from './parts.js';
import { age, clock, millis, money, moneyChange, percent, rate } from '../model/format.js';

/** @param page {state, shown, decision: {for, body?, missing?}, now} */
export function decision(page, act) {
  const { shown, state } = page;
  const workload = state.workloads.find(item => item.workload === shown.workload);
  return html`
    <section class="decision panel" aria-label="Decision">
      <header><h2>${shown.workload ? html`Why ${shown.workload} runs there` : 'Decision'}</h2><span class="spacer"></span>
        ${shown.workload ? html`<button class="quiet" @click=${() => act.show({ workload: '' })}>Close</button>` : nothing}</header>
      <div class="body scroll" tabindex="0" role="region" aria-label="Decision of ${shown.workload || 'no workload'}">${!state.asOf ? silence() : shown.workload ? body(page, workload) : choose(state, act)}</div>
    </section>`;
}

function choose(state, act) {
  if (!state.workloads.length) return empty('Every placement explains itself here: the candidates, their price, the rule that excluded each.', './archipelago explain placement web');
  return html`<div class="empty"><p>Choose a workload to see its candidates, their price and what excluded each.</p>
    <p class="choices">${state.workloads.map(({ workload }) => html`<button class="chip" @click=${() => act.show({ workload })}>${workload}</button>`)}</p></div>`;
}

function body(page, workload) {
  const { state, now, shown } = page;
  const answer = page.decision?.for === shown.workload ? page.decision : undefined;
  if (answer?.missing) return empty(`No decision about ${shown.workload} has reached ${state.viewingFrom ?? 'this region'} yet.`, `./archipelago explain placement ${shown.workload}`);
  const d = answer?.body;
  return html`
    ${d ? html`<p class="summary">${d.summary}</p>
      <p class="facts">decided by <strong>${d.region}</strong> at ${clock(d.decidedAt)}, ${age(d.decidedAt, now)} ago, because ${d.cause}; epoch ${d.epoch}, plan ${d.plan}</p>` : html`<p class="muted">Reading the decision…</p>`}
    ${workload?.waiting?.length ? html`<p class="waits">${shape('warn')}<span>${workload.waiting.map(wait => html`${wait.replicas} waiting, ${wait.rule}: ${wait.reason ?? ''} `)}</span></p>` : nothing}
    ${gaps(workload)}
    ${d ? candidates(d.candidates, state) : nothing}
    ${d?.flips?.length ? html`<h3>What would change the answer</h3><ul class="flips">${d.flips.map(flip => html`<li><strong>${flip.site}</strong> ${flip.change}${flip.deltaPerHour === undefined ? nothing : html` <span class="number">${moneyChange(flip.deltaPerHour)}/h</span>`}</li>`)}</ul>` : nothing}
    ${areas(state.weights.filter(weight => weight.workload === shown.workload), workload)}
    ${d?.inputs?.length ? html`<h3>What it knew</h3><ul class="inputs">${d.inputs.map(input => html`<li>${input.what} <span class="number muted">${age(input.asOf, Date.parse(d.decidedAt))} old then</span></li>`)}</ul>` : nothing}`;
}

/** Where what runs is not what was decided. */
function gaps(workload) {
  const open = (workload?.sites ?? []).filter(site => site.gap);
  return open.length ? html`<h3>Not as decided yet</h3><ul class="flips">${open.map(site => html`<li><strong>${site.site}</strong> ${site.gap}</li>`)}</ul>` : nothing;
}

const ORDER = { chosen: 0, open: 1, excluded: 2 };

function candidates(all, state) {
  const fill = new Map(state.sites.map(site => [site.site, site.fill]));
  const sorted = [...all].sort((a, b) => ORDER[a.verdict] - ORDER[b.verdict] || (a.perReplicaHour ?? 0) - (b.perReplicaHour ?? 0));
  return table('Candidates', [['Site'], ['Law', 'mid'], ['Room', 'mid'], ['RTT', 'right', 'Mean round trip to its users'], ['$/h', 'right', 'One replica there for an hour'], ['Verdict']],
    sorted.map(candidate => html`
      <tr class="candidate ${candidate.verdict}">
        <th scope="row" title=${`${candidate.cloudRegion ?? ''} ${candidate.country ?? ''}`}>${candidate.site}</th>
        <td class="mid">${candidate.rule === 'law' ? cross() : tick()}</td>
        <td class="mid" title=${fill.has(candidate.site) ? `${percent(fill.get(candidate.site))} full` : nothing}>${['law', 'lost'].includes(candidate.rule) ? dot() : candidate.rule === 'room' ? cross() : tick()}</td>
        <td class="right number">${millis(candidate.rttMs)}</td>
        <td class="right number">${money(candidate.perReplicaHour)}</td>
        <td class="verdict">${verdict(candidate)}</td>
      </tr>`));
}

function verdict(candidate) {
  if (candidate.verdict === 'chosen') return html`<strong>${candidate.replicas} ${candidate.replicas === 1 ? 'replica' : 'replicas'}</strong>`;
  if (candidate.verdict === 'open') return html`open${candidate.deltaPerHour === undefined ? nothing : html` <span class="number">${moneyChange(candidate.deltaPerHour)}/h</span>`}`;
  return html`<span title=${candidate.source ?? nothing}><em>${candidate.rule}</em> ${candidate.reason ?? ''}</span>`;
}

function areas(weights, workload) {
  if (!weights.length) return nothing;
  const sorted = [...weights].sort((a, b) => (b.requestsPerSecond ?? 0) - (a.requestsPerSecond ?? 0));
  return html`<h3>Where its users are sent</h3>
    ${table('Traffic weights', [['Area'], ['Requests/s', 'right'], ['To'], ['RTT', 'right'], ['Within', 'right']], sorted.map(weight => html`
      <tr><th scope="row">${weight.city ?? weight.area}</th><td class="right number">${rate(weight.requestsPerSecond)}</td>
      <td>${weight.sites.map(({ site, permille }) => html`<span class="reason">${site}${permille < 1000 ? html` <span class="number">${permille / 10} %</span>` : nothing}</span>`)}</td>
      <td class="right number">${millis(weight.meanRttMs)}</td>
      <td class="right number ${workload?.share !== undefined && weight.withinObjective < workload.share ? 'late' : ''}">${percent(weight.withinObjective)}</td></tr>`))}`;
}
