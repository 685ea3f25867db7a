/** The world: who is healthy, what runs where, whence the users come, what crosses. */
import { html, svg, nothing, guard } from '../lib/lit.js';
import { LAND } from '../map/land.js';
import { shapeAt, status, tone } from './icons.js';
import { empty } from './parts.js';
import { age, bytes, count, millis, percent, rate } from '../model/format.js';

/**
 * @param page {state, scene, size, shown, hovered, now}
 * @param act {show(changes), hover(what)}
 */
export function mapView(page, act) {
  const { state, scene, size, shown } = page;
  return html`
    <section class="map panel" aria-label="World map" @keydown=${key => key.key === 'Escape' && act.hover(undefined)}>
      ${toolbar(state, shown, act)}
      <div class="canvas" id="canvas">
        ${scene ? guard([scene, shown.law, state.data], () => drawing(page, act)) : nothing}
        ${card(page)}
        ${state.asOf && !state.sites.length ? html`<div class="over">${empty('No site is declared yet, so there is nothing to place on.', './archipelago apply -f examples/cloud')}</div>` : nothing}
      </div>
      ${legend(state, shown)}
    </section>`;
}

function toolbar(state, shown, act) {
  const regions = [...new Set(state.sites.map(site => site.region))].sort();
  const subjects = state.data.filter(item => item.subject.startsWith('dataset/'));
  return html`
    <header>
      <h2 class="unseen">World map</h2>
      <div class="segments" role="group" aria-label="Look at">
        ${['world', ...regions].map(focus => html`
          <button aria-pressed=${shown.focus === focus} @click=${() => act.show({ focus })}>${focus === 'world' ? 'World' : focus}</button>`)}
      </div>
      ${shown.workload ? html`<button class="chip" @click=${() => act.show({ workload: '' })}>only ${shown.workload}<span aria-hidden="true">×</span><span class="unseen">: show all workloads</span></button>` : nothing}
      <span class="spacer"></span>
      ${subjects.length ? html`
        <select aria-label="Shade the map by law" @change=${event => act.show({ law: event.target.value })}>
          <option value="" ?selected=${!shown.law}>Where may data be?</option>
          ${subjects.map(({ subject }) => html`<option value=${subject} ?selected=${shown.law === subject}>Where may ${subject.slice(8)} be?</option>`)}
        </select>` : nothing}
      <button class="quiet" @click=${() => act.show({ tab: 'sites' })} title="The same as a table">Table</button>
    </header>`;
}

function drawing({ state, scene, size, shown }, act) {
  const { k, tx, ty } = scene.frame;
  const ruling = state.data.find(item => item.subject === shown.law);
  const law = legality(ruling);
  return svg`
    <svg width=${size.width} height=${size.height} viewBox="0 0 ${size.width} ${size.height}" role="group"
         aria-label="Map of regions, sites and traffic; the tab Sites says the same as a table">
      <defs><pattern id="denied" width="7" height="7" patternUnits="userSpaceOnUse" patternTransform="rotate(45) scale(${1 / k})">
        <rect width="7" height="7"></rect><path d="M0 0v7"></path></pattern></defs>
      <g class="land" transform="translate(${tx} ${ty}) scale(${k})" aria-hidden="true">
        ${LAND.map(([code, d]) => svg`<path d=${d} class=${law(code)} fill=${law(code) === 'denied' ? 'url(#denied)' : nothing}></path>`)}
      </g>
      <g class="traffic" aria-hidden="true">${scene.traffic.map(line => line.curves.map(({ d }) => svg`
        <path d=${d} class=${line.promise} stroke-width=${line.width.toFixed(1)}></path>`))}</g>
      <g class="links">${scene.links.map(link => linkShape(link, act))}</g>
      <g class="areas">${scene.areas.map(area => svg`
        <circle cx=${area.x} cy=${area.y} r=${area.r} @pointerenter=${() => act.hover({ area: area.id })} @pointerleave=${() => act.hover(undefined)}></circle>`)}</g>
      <g class="leaders" aria-hidden="true">
        ${scene.sites.map(site => site.moved ? svg`<path d="M${site.home.x},${site.home.y}L${site.x},${site.y}"></path>` : nothing)}
        ${[...scene.sites, ...scene.regions].map(({ x, y, label }) => label.leader ? svg`<path d="M${x},${y}L${nearest(x, y, label)}"></path>` : nothing)}
      </g>
      <g class="regions">${scene.regions.map(({ region, x, y, r }) => svg`<circle cx=${x} cy=${y} r=${r} class="halo ${tone(region.verdict)}"></circle>`)}</g>
      <g class="sites">${scene.sites.map(site => siteShape(site, law(site.site.country), act))}</g>
      <g class="labels" aria-hidden="true">
        ${scene.sites.map(({ id, label }) => svg`<text x=${label.x + 2} y=${label.y + 11}>${id}</text>`)}
        ${scene.links.map(linkLabel)}
        ${scene.regions.map(regionBadge)}
      </g>
    </svg>`;
}

function legality(ruling) {
  if (!ruling) return () => '';
  const allowed = new Set(ruling.allowed);
  const denied = new Set(ruling.denied.map(item => item.jurisdiction));
  return code => (allowed.has(code) ? 'allowed' : denied.has(code) ? 'denied' : '');
}

function siteShape(site, law, act) {
  const { id, x, y, r, replicas, verdict } = site;
  const words = `${id}, ${verdict}, ${replicas} ${replicas === 1 ? 'replica' : 'replicas'}`;
  const what = { site: id };
  return svg`
    <g class="site ${tone(verdict)} ${replicas ? 'used' : 'free'} ${law} ${site.site.cordoned ? 'cordoned' : ''}" role="button" tabindex="0" aria-label=${words}
       @pointerenter=${() => act.hover(what)} @pointerleave=${() => act.hover(undefined)}
       @focus=${() => act.hover(what)} @blur=${() => act.hover(undefined)}
       @click=${() => act.show({ tab: 'sites' })} @keydown=${key => key.key === 'Enter' && act.show({ tab: 'sites' })}>
      ${law ? svg`<circle cx=${x} cy=${y} r=${r + 4} class="law"></circle>` : nothing}
      ${verdict === 'lost' ? svg`<rect x=${x - r} y=${y - r} width=${2 * r} height=${2 * r} rx="3" class="disc"></rect>` : svg`<circle cx=${x} cy=${y} r=${r} class="disc"></circle>`}
      ${replicas ? svg`<text x=${x} y=${y + 3.6}>${replicas}</text>` : nothing}
    </g>`;
}

function linkShape({ id, link, curves }, act) {
  return curves.map(({ d }) => svg`
    <path d=${d} class="link ${link.state}" aria-hidden="true"></path>
    <path d=${d} class="reach" @pointerenter=${() => act.hover({ link: id })} @pointerleave=${() => act.hover(undefined)}></path>`);
}

function linkLabel({ link, middle, text, width, held }) {
  return svg`
    ${text ? svg`<g class="pill ${tone(link.state)}">
      <rect x=${middle.x - width / 2} y=${middle.y - 8} width=${width} height="16" rx="8"></rect>
      ${link.state === 'up' ? nothing : shapeAt(link.state, middle.x - width / 2 + 10, middle.y, 11)}
      <text x=${middle.x + (link.state === 'up' ? 0 : 7)} y=${middle.y + 3.6}>${text}</text></g>` : nothing}
    ${held ? svg`<g class="held" transform="translate(${middle.x + (text ? width / 2 + 11 : 0)} ${middle.y})">
      <path d="M0-7l6 2.2v4c0 4-3 6.3-6 7.8-3-1.5-6-3.8-6-7.8v-4z"></path><path class="bar" d="M-3.2 0h6.4"></path></g>` : nothing}`;
}

function regionBadge({ id, region, label }) {
  return svg`<g class="badge ${tone(region.verdict)}">
    <rect x=${label.x} y=${label.y} width=${label.width} height=${label.height} rx="10"></rect>
    ${shapeAt(region.verdict, label.x + 11, label.y + label.height / 2, 12)}
    <text x=${label.x + 20} y=${label.y + 14}>${id}</text></g>`;
}

/** The point of a label's box nearest to its disc. */
function nearest(x, y, { x: left, y: top, width, height }) {
  return `${Math.min(left + width, Math.max(left, x))},${Math.min(top + height, Math.max(top, y))}`;
}

function card({ state, scene, hovered, size, now }) {
  const found = scene && hovered && described(state, scene, hovered, now);
  if (!found) return nothing;
  const { at, body } = found;
  const across = at.x > size.width / 2 ? `right:${size.width - at.x + 18}px` : `left:${at.x + 18}px`;
  const down = at.y > size.height / 2 ? `bottom:${size.height - at.y}px` : `top:${at.y}px`;
  // the property, not the attribute: the page's policy allows no inline style
  return html`<div class="card" role="tooltip" .style=${`${across};${down}`}>${body}</div>`;
}

/** The drawing is kept while its shape stays; what a card tells is read from the state of now. */
function described(state, scene, { site, link, area }, now) {
  if (site) {
    const at = scene.sites.find(({ id }) => id === site);
    return at && { at, body: siteCard(at, now) };
  }
  if (link) {
    const at = scene.links.find(({ id }) => id === link);
    const told = state.links.find(({ from, to }) => `${from}->${to}` === link);
    return at && told && { at: at.middle, body: linkCard(told, now) };
  }
  const at = scene.areas.find(({ id }) => id === area);
  return at && { at, body: areaCard(at) };
}

const line = (name, value) => (value === undefined || value === '' ? nothing : html`<dt>${name}</dt><dd>${value}</dd>`);

function siteCard({ site, verdict, replicas }) {
  return html`<h3>${site.site}</h3><p>${[site.title ?? site.cloudRegion, site.country].filter(Boolean).join(', ')}</p><dl>
    ${line('region', html`${site.region} ${status(verdict)}`)}
    ${line('replicas', count(replicas))}
    ${line('promised', site.promised ? `${cores(site.promised.cpu)} of ${cores(site.promisable.cpu)} CPU, ${site.promised.memory} of ${site.promisable.memory}` : undefined)}
    ${line('fill', percent(site.fill))}
    ${line('', site.cordoned ? 'cordoned: takes nothing new' : undefined)}
    ${line('place', site.place === 'contradicted' ? `contradicted: ${site.placeReason}` : site.placeReason)}</dl>`;
}

function linkCard(link, now) {
  return html`<h3>${link.from} → ${link.to}</h3><p>${status(link.state)}</p><dl>
    ${line('lag p50 / p99', link.lagMsP50 === undefined ? undefined : `${millis(link.lagMsP50)} / ${millis(link.lagMsP99)}`)}
    ${line('last word', link.lastWordAt ? `${age(link.lastWordAt, now)} ago` : 'never')}
    ${line('crossed', link.bytes === undefined ? undefined : `${bytes(link.bytes)}, ${count(link.records)} records`)}
    ${Object.entries(link.keptHome ?? {}).map(([reason, records]) => line('kept home', `${count(records)}: ${reason}`))}</dl>`;
}

function areaCard({ name, requestsPerSecond, weights }) {
  return html`<h3>Users in ${name}</h3><p>${rate(requestsPerSecond)} requests/s</p><dl>
    ${weights.map(weight => line(weight.workload, html`${rate(weight.requestsPerSecond)}/s to ${weight.sites.map(({ site }) => site).join(', ')}, ${millis(weight.meanRttMs)}`))}</dl>`;
}

/** CPU quantities of a card in whole or tenth cores: "13600m" -> "13.6". */
function cores(quantity) {
  return quantity.endsWith('m') ? String(Number(quantity.slice(0, -1)) / 1000) : quantity;
}

function legend(state, shown) {
  return html`
    <footer class="legend">
      <span>${status('healthy')}</span><span>${status('suspect')}</span><span>${status('lost')}</span>
      <span class="key"><i class="stroke kept"></i>users within objective</span>
      <span class="key"><i class="stroke missed"></i>outside</span>
      <span class="key"><i class="stroke backbone"></i>backbone, lag</span>
      <span class="key"><svg viewBox="-8 -8 16 18" class="held" aria-hidden="true"><path d="M0-7l6 2.2v4c0 4-3 6.3-6 7.8-3-1.5-6-3.8-6-7.8v-4z"></path><path class="bar" d="M-3.2 0h6.4"></path></svg>kept some records home</span>
      ${shown.law ? html`<span class="key"><i class="patch allowed"></i>may be</span><span class="key"><i class="patch denied"></i>may not</span><span class="note">by jurisdiction; an outline is a drawing, not a border</span>` : nothing}
    </footer>`;
}
