/** Wires the page: the stream in, the address in, one drawing out. */
import { render } from './lib/lit.js';
import { page } from './view/page.js';
import { outline, scene } from './map/scene.js';
import { format, parse } from './model/address.js';
import { open } from './model/stream.js';
import { bearer, split } from './model/token.js';
import { NOTHING_YET, clockOffset, connection, crossed, merge, perSecond, remember, sample } from './model/state.js';

/** Journeys come by asking; while their tab is open, this often, in milliseconds. */
const JOURNEYS_EVERY_MS = 4000;

const model = {
  state: NOTHING_YET, events: [], held: undefined, samples: [], offset: undefined, lastMessageAt: undefined,
  shown: parse(location.hash), hovered: undefined, size: undefined, scene: undefined,
  decision: undefined, journeys: undefined, journey: undefined, who: undefined, refusal: undefined,
};

/** The token's place: this tab, until it is closed. */
const TOKEN = 'token';

/** Takes a token out of the address, so that it is neither kept in the history nor pasted into a ticket. */
function takeToken() {
  const { token, hash } = split(location.hash);
  if (!token) return false;
  sessionStorage.setItem(TOKEN, token);
  history.replaceState(null, '', hash || location.pathname + location.search);
  return true;
}

function authorization() {
  const token = sessionStorage.getItem(TOKEN);
  model.who = token ? bearer(token) : undefined;
  return token ? { Authorization: `Bearer ${token}` } : {};
}

const openedAt = Date.now();

const act = {
  show(changes) {
    model.shown = { ...model.shown, ...changes };
    const hash = format(model.shown);
    history.replaceState(null, '', hash || location.pathname + location.search);
    look();
    draw();
  },
  hover(what) {
    model.hovered = what;
    draw();
  },
  pause() {
    model.held = model.held ? undefined : model.events;
    draw();
  },
};

/* ---- the stream ---- */

function heard(asOf) {
  model.lastMessageAt = Date.now();
  model.offset = clockOffset(model.offset, asOf, model.lastMessageAt);
  draw();
}

takeToken();
const stream = open('/api/v1/stream', authorization, {
  state(delta) {
    model.refusal = undefined;
    model.state = merge(model.state, delta);
    model.samples = sample(model.samples, Date.parse(model.state.asOf), crossed(model.state.links));
    look();
    heard(delta.asOf);
  },
  events(arrived) {
    model.events = remember(model.events, arrived);
    model.lastMessageAt = Date.now();
    draw();
  },
  alive(asOf) {
    model.refusal = undefined;
    model.state = { ...model.state, asOf };
    heard(asOf);
  },
  async refused(response) {
    if (response.status !== 401 && response.status !== 403) return;
    const problem = await response.json().catch(() => ({}));
    model.refusal = problem.type?.split(':').at(-1) ?? 'token-refused';
    draw();
  },
});

/* ---- what is asked for when it is looked at ---- */

let asked = {};

/** Reads the selected decision and journey when they are new, and never twice at once. */
function look() {
  const { shown, state } = model;
  const workload = state.workloads.find(item => item.workload === shown.workload);
  const decisionKey = shown.workload && `${shown.workload}@${workload?.decidedAt}`;
  if (decisionKey && asked.decision !== decisionKey) {
    asked.decision = decisionKey;
    const name = shown.workload;
    read(`/api/v1/decisions/${encodeURIComponent(name)}`, body => { model.decision = { for: name, body, missing: !body }; },
      () => { asked.decision = undefined; });
  }
  if (shown.tab !== 'journeys') asked.journeysAt = undefined;
  else if (!asked.journeysAt || Date.now() - asked.journeysAt > JOURNEYS_EVERY_MS) {
    asked.journeysAt = Date.now();
    read('/api/v1/journeys', body => { model.journeys = body?.items ?? []; });
    if (shown.journey) asked.journey = undefined; // a journey grows while its last hops arrive
  }
  if (shown.tab === 'journeys' && shown.journey && asked.journey !== shown.journey) {
    const id = (asked.journey = shown.journey);
    read(`/api/v1/journeys/${encodeURIComponent(id)}`, body => { model.journey = { id, body, missing: !body }; });
  }
}

/** Hands over the answer, or undefined when there is none (404); other failures leave things as they are. */
async function read(path, use, failed = () => {}) {
  try {
    const response = await fetch(path, { headers: { Accept: 'application/json', ...authorization() } });
    if (!response.ok && response.status !== 404) return failed();
    use(response.ok ? await response.json() : undefined);
    draw();
  } catch {
    failed(); // the banner already says that the service is not heard
  }
}

/* ---- drawing ---- */

let waiting = false;
let drawnAt = 0;
let sceneOf = [];

/** Draws once before the next frame, however often it is asked. */
function draw() {
  if (waiting || document.hidden) return;
  waiting = true;
  requestAnimationFrame(() => {
    waiting = false;
    const now = Date.now();
    drawnAt = now;
    model.scene = currentScene();
    render(page({
      ...model, now: now + (model.offset ?? 0), silentMs: now - (model.lastMessageAt ?? openedAt),
      connection: connection(model.lastMessageAt, openedAt, now), crossingPerSecond: perSecond(model.samples),
    }, act), document.getElementById('console'));
    if (!measured) resized.observe(document.getElementById('canvas'));
    measured = true;
  });
}

/** Tells the drawing how large the map is; the map exists after the first drawing. */
const resized = new ResizeObserver(([{ contentRect: { width, height } }]) => {
  if (width < 1 || height < 1 || (model.size?.width === width && model.size?.height === height)) return;
  model.size = { width, height };
  draw();
});
let measured = false;

const pen = document.createElement('canvas').getContext('2d');
const widths = new Map();

/** Pixels a label takes in the page's own font. */
function measure(text, fontSize) {
  const key = `${fontSize} ${text}`;
  if (!widths.has(key)) {
    pen.font = `600 ${fontSize}px ${getComputedStyle(document.body).fontFamily}`;
    widths.set(key, pen.measureText(text).width);
  }
  return widths.get(key);
}

/** The map's picture, worked out anew only when something in it changed. */
function currentScene() {
  const { state, size, shown } = model;
  if (!size) return undefined;
  const inputs = [outline(state), state.sites, state.workloads, state.weights, size, shown.focus, shown.workload];
  if (inputs.some((input, i) => input !== sceneOf[i])) {
    sceneOf = inputs;
    model.scene = scene(state, size, shown.focus, shown.workload, measure);
  }
  return model.scene;
}

/* ---- the browser ---- */

addEventListener('hashchange', () => {
  if (takeToken()) stream.again();
  model.shown = parse(location.hash);
  look();
  draw();
});
document.addEventListener('visibilitychange', draw);
document.addEventListener('keydown', event => {
  const typing = event.target.closest?.('input, select');
  if (event.key === '/' && !typing) {
    event.preventDefault();
    document.getElementById('filter').focus();
  } else if (event.key === 'Escape') {
    if (typing) event.target.blur();
    else if (model.shown.workload) act.show({ workload: '' });
  }
});
setInterval(() => {
  look();
  if (Date.now() - drawnAt > 900) draw(); // ages grow even when nothing arrives
}, 1000);

draw();
