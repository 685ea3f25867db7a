/** The whole page. */
import { html } from '../lib/lit.js';
import { banner, header, needs, strip } from './header.js';
import { mapView } from './map.js';
import { decision } from './decision.js';
import { events } from './events.js';
import { journeys } from './journeys.js';
import { bill, law, links, sites, transfers, workloads } from './tables.js';
import { silence } from './parts.js';
import { TABS } from '../model/address.js';

const BODIES = { workloads, sites, links, transfers, journeys, law, bill };
const NAMES = { workloads: 'Workloads', sites: 'Sites', links: 'Links & lag', transfers: 'Transfers', journeys: 'Journeys', law: 'Law', bill: 'Bill' };

export function page(model, act) {
  return html`
    ${header(model)}${banner(model)}
    <main class=${model.connection === 'stale' ? 'old' : ''}>
      ${strip(model)}
      ${needs(model, act)}
      ${mapView(model, act)}
      <section class="tables panel">
        <div class="tabs" role="tablist" aria-label="Tables" @keydown=${event => walk(event, model.shown.tab, act)}>
          ${TABS.map(tab => html`<button role="tab" id="tab-${tab}" aria-controls="tab-panel" aria-selected=${model.shown.tab === tab}
            tabindex=${model.shown.tab === tab ? 0 : -1} @click=${() => act.show({ tab })}>${NAMES[tab]}</button>`)}
        </div>
        <div class="body" id="tab-panel" role="tabpanel" aria-labelledby="tab-${model.shown.tab}">${model.state.asOf ? BODIES[model.shown.tab](model, act) : silence()}</div>
      </section>
      ${decision(model, act)}
      ${events(model, act)}
    </main>`;
}

/** Arrow keys walk the tabs, as in every tab list. */
function walk(event, current, act) {
  const step = { ArrowRight: 1, ArrowLeft: -1 }[event.key];
  if (!step) return;
  const tab = TABS[(TABS.indexOf(current) + step + TABS.length) % TABS.length];
  act.show({ tab });
  requestAnimationFrame(() => requestAnimationFrame(() => document.getElementById(`tab-${tab}`)?.focus()));
}
