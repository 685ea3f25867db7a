/** The tables under the map. Each says with a command how to fill it while it is empty. Drawn once the state is known. */
import { html, nothing } from '../lib/lit.js';
import { shape, status } from './icons.js';
import { empty, meter, table } from './parts.js';
import { age, bytes, count, millis, money, percent, rate } from '../model/format.js';
import { keptHome, promise, waitingReplicas } from '../model/summary.js';

export function workloads({ state, shown, now }, act) {
  if (!state.workloads.length) return empty('No workload is declared. Declare a shop and watch it being placed:', './archipelago apply -f examples/shop');
  return table('Workloads', [['Workload'], ['Home'], ['Owner'], ['Placed', 'right'], ['Running', 'right', 'Ready replicas, where an actuator tells'], ['Waiting'], ['$/h', 'right'], ['Objective'], ['Data', 'roomy'], ['Decided', 'right roomy']],
    state.workloads.map(workload => html`
      <tr class=${shown.workload === workload.workload ? 'chosen' : ''} @click=${() => act.show({ workload: workload.workload })}>
        <th scope="row"><button class="link" aria-pressed=${shown.workload === workload.workload}
          @click=${event => { event.stopPropagation(); act.show({ workload: shown.workload === workload.workload ? '' : workload.workload }); }}>${workload.workload}</button></th>
        <td><span class="tight">${workload.home}</span>${workload.plannedBy && workload.plannedBy !== workload.home ? html`<br><small>planned by ${workload.plannedBy}</small>` : nothing}</td>
        <td class="tight">${workload.owner}</td>
        <td class="right number">${workload.placed} <small>of ${workload.wanted}</small></td>
        <td class="right number">${running(workload)}</td>
        <td class="words">${waiting(workload)}</td>
        <td class="right number">${money(workload.perHour)}</td>
        <td class="tight">${objective(workload)}</td>
        <td class="muted roomy">${(workload.data ?? []).join(', ') || '–'}</td>
        <td class="right number muted roomy" title=${workload.cause ?? nothing}>${workload.decidedAt ? `${age(workload.decidedAt, now)} ago` : 'not yet'}</td>
      </tr>`));
}

function waiting(workload) {
  if (!waitingReplicas(workload)) return html`<span class="muted">none</span>`;
  const reasons = workload.waiting.map(wait => wait.reason ?? wait.rule).join('; ');
  return html`<span class="status" title=${reasons}>${shape('warn')}<span>${waitingReplicas(workload)}: ${reasons}</span></span>`;
}

/** What really runs; a site that no actuator tells about is not counted. */
function running(workload) {
  const told = (workload.sites ?? []).filter(site => site.ready !== undefined);
  const gaps = (workload.sites ?? []).filter(site => site.gap).map(site => `${site.site}: ${site.gap}`);
  if (!told.length && !gaps.length) return html`<span class="muted" title="no actuator tells what runs">–</span>`;
  const ready = told.length ? told.reduce((total, site) => total + site.ready, 0) : '–';
  return gaps.length ? html`<span class="status" title=${gaps.join('\n')}>${shape('warn')}<span>${ready}</span></span>` : ready;
}

function objective(workload) {
  if (workload.share === undefined) return html`<span class="muted">none set</span>`;
  const goal = `${percent(workload.share)} ≤ ${millis(workload.latencyMs)}`;
  const state = promise(workload);
  return html`<span class="status">${state === 'none' ? nothing : shape(state)}<span class="number">${percent(workload.withinObjective)}</span></span> <small>of ${goal}</small>`;
}

export function sites({ state, shown }) {
  if (!state.sites.length) return empty('No site is declared. A site is where replicas run: a cloud region, an edge, a cluster.', './archipelago apply -f examples/cloud');
  const verdicts = new Map(state.regions.map(region => [region.region, region.verdict]));
  const chosen = state.workloads.find(workload => workload.workload === shown.workload);
  return table('Sites', [['Site'], ['Region'], ['Health'], ['Where'], ['Law'], ['Replicas', 'right'], ['Fill'], ['Traffic in', 'right']],
    state.sites.map(site => html`
      <tr>
        <th scope="row">${site.site}</th><td class="tight">${site.region}</td><td>${status(verdicts.get(site.region) ?? 'unknown')}${site.cordoned ? html`<small>cordoned</small>` : nothing}${site.place === 'contradicted' ? html`<small>place contradicted</small>` : nothing}</td>
        <td class="tight">${site.title ?? ''}<br><small>${site.cloudRegion}</small></td><td>${site.country ?? '–'}</td>
        <td class="right number">${count(site.replicas)}${chosen ? html`<br><small>${chosen.sites?.find(at => at.site === site.site)?.replicas ?? 0} of ${chosen.workload}</small>` : nothing}</td>
        <td>${meter(site.fill, percent(site.fill), site.fill >= 0.95 ? 'warn' : '')}</td>
        <td class="right number">${rate(incoming(state, site.site))}<small>/s</small></td>
      </tr>`));
}

function incoming(state, site) {
  return state.workloads.flatMap(workload => workload.sites ?? []).filter(at => at.site === site)
    .reduce((total, at) => total + (at.requestsPerSecond ?? 0), 0);
}

export function links({ state, now }) {
  if (!state.links.length) return empty('This region has no peers. Bring up more than one region to see the backbone between them:', './archipelago up --regions 3');
  return html`
    ${table('Links between regions', [['Link'], ['State'], ['Lag p50', 'right'], ['Lag p99', 'right'], ['Probes lost', 'right'], ['Last word', 'right'], ['Price per GB', 'right'], ['Judged by']],
    state.links.map(link => html`
      <tr>
        <th scope="row">${link.from} → ${link.to}</th><td>${status(link.state)}</td>
        <td class="right number">${millis(link.lagMsP50)}</td><td class="right number">${millis(link.lagMsP99)}</td>
        <td class="right number">${link.received === undefined ? '–' : html`${count(link.lost)} <small>of ${count(link.received + link.lost)}</small>`}</td>
        <td class="right number">${link.lastWordAt ? `${age(link.lastWordAt, now)} ago` : 'never'}</td>
        <td class="right number">${money(link.perGB)}</td><td class="muted">${link.reportedBy ?? '–'}</td>
      </tr>`))}
    ${state.flows.length ? html`<h3>What arrives here, by topic</h3>
    ${table('Flows', [['From'], ['Topic'], ['Events', 'right'], ['Lag p50', 'right'], ['Lag p99', 'right'], ['Last', 'right']],
    state.flows.map(flow => html`
      <tr><th scope="row">${flow.peer}</th><td>${flow.topic}</td><td class="right number">${count(flow.count)}</td>
      <td class="right number">${millis(flow.lagMsP50)}</td><td class="right number">${millis(flow.lagMsP99)}</td>
      <td class="right number">${flow.lastAt ? `${age(flow.lastAt, now)} ago` : 'never'}</td></tr>`))}` : nothing}`;
}

export function transfers({ state }) {
  const told = state.links.filter(link => link.bytes || keptHome(link));
  if (!told.length) return empty('Nothing has crossed a border yet. By default nothing does, until a policy allows it:', './archipelago get residencypolicies');
  return table('Transfers', [['From → to'], ['Crossed', 'right'], ['Records', 'right'], ['Price per GB', 'right'], ['Kept home', 'right'], ['Why it stayed']],
    told.map(link => html`
      <tr><th scope="row">${link.from} → ${link.to}</th>
      <td class="right number">${bytes(link.bytes)}</td><td class="right number">${count(link.records)}</td><td class="right number">${money(link.perGB)}</td>
      <td class="right number">${count(keptHome(link))}</td>
      <td>${keptHome(link) ? Object.entries(link.keptHome).sort(([, a], [, b]) => b - a).map(([reason, records]) => html`<span class="reason"><span class="number">${count(records)}</span> ${reason}</span>`) : html`<span class="muted">nothing stayed</span>`}</td></tr>`));
}

export function law({ state, shown }, act) {
  if (!state.data.length) return empty('No dataset is declared. A dataset says what its rows are and where copies are wanted; the law says whether.', './archipelago apply -f examples/shop');
  return table('Where data may be', [['Subject'], ['Class'], ['Of'], ['Copies wanted'], ['May be in'], ['May not, and why']],
    state.data.map(item => html`
      <tr class=${shown.law === item.subject ? 'chosen' : ''} @click=${() => act.show({ law: shown.law === item.subject ? '' : item.subject })}>
      <th scope="row"><button class="link" aria-pressed=${shown.law === item.subject} title="Show on the map">${item.subject}</button></th><td>${item.dataClass ?? '–'}</td><td>${item.jurisdiction ?? '–'}</td>
      <td>${(item.copies ?? []).join(', ') || '–'}</td>
      <td class="codes" title=${item.allowed.join(', ')}>${shorten(item.allowed)}</td>
      <td>${item.denied.length ? item.denied.slice(0, 3).map(denial => html`<span class="reason" title=${denial.source ?? nothing}><strong>${denial.jurisdiction}</strong> ${denial.rules.join(', ')}${denial.reason ? `: ${denial.reason}` : ''}</span>`) : html`<span class="muted">nothing forbids it</span>`}
        ${item.denied.length > 3 ? html`<small>and ${item.denied.length - 3} more</small>` : nothing}</td></tr>`));
}

function shorten(codes) {
  return codes.length > 12 ? `${codes.slice(0, 12).join(' ')} and ${codes.length - 12} more` : codes.join(' ') || 'nowhere';
}

export function bill({ state }) {
  const { byOwner = [], byLink = [] } = state.money ?? {};
  if (!byOwner.length && !byLink.length) return empty('Nothing costs anything yet. Costs appear as soon as something is placed.', './archipelago get costs');
  const total = state.money;
  const largest = Math.max(...byOwner.map(owner => owner.perHour ?? 0), 0.000001);
  const row = (name, item) => html`
    <tr><th scope="row">${name}</th><td class="right number">${money(item.perHour)}</td><td>${meter((item.perHour ?? 0) / largest, total?.perHour ? percent(item.perHour / total.perHour) : '')}</td>
    <td class="right number">${money(item.billed)}</td></tr>`;
  const columns = first => [[first], ['Now, $/h', 'right'], ['Share'], ['Billed, last 24 h', 'right']];
  return html`
    ${table('Bill per owner', columns('Owner'), [...byOwner.map(item => row(item.name, item)),
    html`<tr class="total"><th scope="row">all</th><td class="right number">${money(total.perHour)}</td><td></td><td class="right number">${money(total.billed)}</td></tr>`])}
    ${byLink.length ? html`<h3>Of which crossing borders</h3>${table('Bill per link', columns('Link'), byLink.map(item => row(item.name.replace('->', ' → '), item)))}` : nothing}`;
}
