// What the console promises, checked in a browser against a recorded cloud in which us-east was just lost.
import { check, equal, near } from '/console/check.js';
import { LAND } from '/app/map/land.js';
import { WORLD_HEIGHT, WORLD_WIDTH, project } from '/app/map/projection.js';
import { arrange, overlap, spread } from '/app/map/declutter.js';
import { bowed, roundGlobe, widthOf } from '/app/map/arcs.js';
import { outline, scene } from '/app/map/scene.js';
import * as say from '/app/model/format.js';
import { format, parse } from '/app/model/address.js';
import { message } from '/app/model/stream.js';
import { bearer, split } from '/app/model/token.js';
import { clockOffset, connection, merge, NOTHING_YET, perSecond, remember, sample } from '/app/model/state.js';
import { figures, matching, needsYou, oldestInput } from '/app/model/summary.js';
import { pagePromises } from '/console/page.js';

const state = merge(NOTHING_YET, await (await fetch('/api/v1/state')).json());
const noon = Date.parse('2026-11-25T12:00:00Z');
const seen = (focus = 'world', selected = '') => scene(state, { width: 1100, height: 480 }, focus, selected);

const promises = {
  'the equator and the middle meridian meet in the middle of the map': () => {
    near(project(0, 0).x, WORLD_WIDTH / 2, 1e-9);
    near(project(180, 0).x, WORLD_WIDTH, 1e-6);
    near(project(-180, 0).x, 0, 1e-6);
  },
  'the projection is the Natural Earth one': () => {
    // Patterson's table: how long a parallel is, and how far from the equator as a share of the pole's distance.
    const length = latitude => (project(180, latitude).x - WORLD_WIDTH / 2) / (WORLD_WIDTH / 2);
    const distance = latitude => (project(0, 0).y - project(0, latitude).y) / (project(0, 0).y - project(0, 90).y);
    near(length(45), 0.9006, 0.001);
    near(length(60), 0.8196, 0.001);
    near(distance(45), 0.5571, 0.001);
    near(distance(-45), -0.5571, 0.001);
  },
  'every outline lies on the map': () => {
    check(LAND.length > 150);
    for (const [code, d] of LAND) {
      let x = 0; let y = 0;
      for (const [, move, numbers] of d.matchAll(/([Ml])([^Mlz]+)/g)) {
        const values = numbers.match(/-?\d+/g).map(Number);
        if (move === 'M') [x, y] = [0, 0];
        for (let i = 0; i < values.length; i += 2) {
          x += values[i]; y += values[i + 1];
          check(x >= 0 && x <= WORLD_WIDTH && y >= 0 && y <= WORLD_HEIGHT, `${code} leaves the map at ${x},${y}`);
        }
      }
    }
  },
  'places lie within the outline of their country': () => {
    const pen = document.createElement('canvas').getContext('2d');
    const outline = new Map(LAND);
    for (const [code, longitude, latitude] of [['DE', 8.7, 50.1], ['US', -83, 40], ['IN', 77, 24], ['BR', -46.6, -22], ['AU', 134, -25], ['RU', 100, 60]]) {
      const { x, y } = project(longitude, latitude);
      check(pen.isPointInPath(new Path2D(outline.get(code)), x, y), code);
    }
  },

  'discs that coincide part, and fixed ones stay': () => {
    const discs = [{ x: 50, y: 50, r: 10, fixed: true }, { x: 50, y: 50, r: 10 }, { x: 52, y: 50, r: 6 }, { x: 49, y: 47, r: 6 }];
    const at = spread(discs, 2);
    equal(at[0], { x: 50, y: 50 });
    for (let i = 0; i < discs.length; i++) {
      for (let j = i + 1; j < discs.length; j++) {
        check(Math.hypot(at[i].x - at[j].x, at[i].y - at[j].y) >= discs[i].r + discs[j].r - 0.1, `${i} touches ${j}`);
      }
    }
    equal(spread(discs, 2), at, 'the same places, the same picture');
  },
  'labels of European sites do not cover each other': () => {
    for (const focus of ['world', 'eu-central']) {
      const { sites, regions } = seen(focus);
      const labels = [...regions, ...sites].filter(({ x, y }) => x > 0 && y > 0 && x < 1100 && y < 480).map(({ label }) => label);
      for (let i = 0; i < labels.length; i++) {
        for (let j = i + 1; j < labels.length; j++) check(overlap(labels[i], labels[j]) === 0, `${focus}: label ${i} covers ${j}`);
      }
    }
  },
  'labels stay on the map': () => {
    const [label] = arrange([{ x: 98, y: 3, r: 5, width: 60, height: 14 }], [], { width: 100, height: 100 });
    check(label.x >= 0 && label.x + 60 <= 100 && label.y >= 0 && label.y + 14 <= 100, JSON.stringify(label));
  },
  'the two directions of a pair do not lie on each other': () => {
    const [there, back] = [bowed({ x: 0, y: 0 }, { x: 100, y: 0 }, 0.1), bowed({ x: 100, y: 0 }, { x: 0, y: 0 }, 0.1)];
    check(there.middle.y * back.middle.y < 0);
  },
  'a line from Tokyo to Oregon crosses the Pacific': () => {
    const curves = roundGlobe({ x: 900, y: 0, longitude: 140 }, { x: 150, y: 0, longitude: -120 }, 0.1, 1000);
    equal(curves.length, 2);
    check(curves[0].d.endsWith('1150.0,0.0'), curves[0].d);
  },
  'more traffic is a wider line, never none': () => {
    check(widthOf(10, 100) < widthOf(100, 100));
    equal(widthOf(0, 0), 1);
  },
  'a selected workload is counted and routed alone': () => {
    const picture = seen('world', 'cart');
    const cart = state.workloads.find(({ workload }) => workload === 'cart');
    equal(picture.sites.reduce((sum, site) => sum + site.replicas, 0), cart.placed);
    check(picture.areas.every(area => area.weights.every(({ workload }) => workload === 'cart')));
  },
  'a lost region is drawn lost, and so are its sites': () => {
    const { sites, regions, links } = seen();
    equal(regions.find(({ id }) => id === 'us-east').region.verdict, 'lost');
    check(sites.filter(({ site }) => site.region === 'us-east').every(({ verdict }) => verdict === 'lost'));
    check(links.filter(({ link }) => link.to === 'us-east').every(({ link }) => link.state === 'silent'));
  },
  'a probe alone does not draw the map anew, a verdict does': () => {
    const probed = merge(state, { regions: state.regions.map(region => ({ ...region, lastWordAt: '2026-11-25T12:00:09Z' })) });
    equal(outline(probed), outline(state));
    const healed = merge(state, { regions: state.regions.map(region => ({ ...region, verdict: 'healthy' })) });
    check(outline(healed) !== outline(state));
  },

  'what is not known is a dash, never a zero': () => {
    for (const tell of [say.count, say.money, say.bytes, say.rate, say.millis, say.duration, say.percent]) equal(tell(undefined), say.UNKNOWN);
    equal(say.age(undefined, noon), say.UNKNOWN);
  },
  'numbers read as people write them': () => {
    equal(say.money(1234.5), '$1,235');
    equal(say.money(12.3), '$12.30');
    equal(say.money(0.01234), '$0.0123');
    equal(say.moneyChange(-0.5), '−$0.500');
    equal(say.bytes(999), '999 B');
    equal(say.bytes(1234567), '1.23 MB');
    equal(say.rate(9820), '9.82 k');
    equal(say.millis(0.44), '0.4 ms');
    equal(say.millis(2345), '2.3 s');
    equal(say.duration(7_500_000), '2 h 5 min');
    equal(say.age('2026-11-25T11:59:58.500Z', noon), '1.5 s');
  },
  'a missed share is never rounded up to all': () => {
    equal(say.percent(0.99996), '99.99 %');
    equal(say.percent(1), '100 %');
    equal(say.percent(0.994), '99.4 %');
  },

  'an address says what is shown and comes back the same': () => {
    const shown = { ...parse(''), tab: 'links', workload: 'web', law: 'dataset/customers', filter: 'a & b' };
    equal(parse(format(shown)), shown);
    equal(format(parse('')), '');
    equal(parse('#tab=nonsense&evil=1'), parse(''));
  },
  'a token is taken out of the address and what is shown stays': () => {
    equal(split('#token=a.b.c&workload=web&tab=links'), { token: 'a.b.c', hash: '#workload=web&tab=links' });
    equal(split('#tab=links').token, undefined);
    equal(format(parse('#token=a.b.c')), '', 'it is never written back');
  },
  'a token says who it is for, and nonsense says nothing': () => {
    equal(bearer(`x.${btoa(JSON.stringify({ sub: 'olga' })).replaceAll('=', '')}.y`), 'olga');
    equal(bearer('nonsense'), undefined);
  },
  'a message of the stream is read by its fields': () => {
    equal(message('id: 7\nevent: heartbeat\n: a comment\ndata: {"a":\ndata: 1}'), { event: 'heartbeat', data: '{"a":\n1}', id: '7' });
    equal(message('retry: 500').retry, 500);
  },
  'a stream that is silent for more than five seconds is not live': () => {
    equal(connection(undefined, noon - 100, noon), 'connecting');
    equal(connection(undefined, noon - 5100, noon), 'stale');
    equal(connection(noon - 4900, noon - 60_000, noon), 'live');
    equal(connection(noon - 5100, noon - 60_000, noon), 'stale');
  },
  'ages follow the clock of the service': () => {
    equal(clockOffset(undefined, new Date(noon).toISOString(), noon + 3000), -3000);
    equal(clockOffset(-3000, new Date(noon).toISOString(), noon + 900), -900);
  },
  'a repeated event is shown once, newest first': () => {
    const event = sequence => ({ sequence });
    equal(remember([event(2), event(1)], [event(2), event(3)]).map(({ sequence }) => sequence), [3, 2, 1]);
  },
  'events of a service that started anew replace those of before': () => {
    const event = (sequence, time) => ({ sequence, time });
    const before = remember([], [event(7, 'a'), event(8, 'b')]);
    equal(remember(before, [event(1, 'c')]).map(({ sequence }) => sequence), [1]);
    equal(remember(before, [event(8, 'd')]), [event(8, 'd')]);
    equal(remember(before, [event(8, 'b'), event(9, 'e')]).length, 3);
  },
  'a rate needs two samples and survives a counter that starts anew': () => {
    let samples = sample([], 0, 1000);
    equal(perSecond(samples), undefined);
    samples = sample(samples, 2000, 3000);
    equal(perSecond(samples), 1000);
    equal(perSecond(sample(samples, 3000, 10)), undefined);
  },
  'a delta replaces its sections and leaves the others': () => {
    const changed = merge(state, { asOf: 'later', links: [] });
    equal(changed.links, []);
    equal(changed.sites, state.sites);
  },
  'the figures add up': () => {
    const f = figures(state);
    equal([f.regions, f.healthy], [3, 2]);
    equal(f.placed, state.sites.reduce((sum, site) => sum + site.replicas, 0));
    equal(f.wanted - f.placed, f.waiting);
    equal(oldestInput(state).region, 'us-east');
  },
  'what needs somebody starts with the worst, and a lost region speaks for its links': () => {
    const needs = needsYou(state);
    equal(needs[0].what, 'region/us-east');
    check(needs.some(({ workload, title }) => workload === 'recommender' && title.includes('waits for 1 replica')));
    check(needs.every(({ what }) => !what.includes('link/') || !what.includes('us-east')));
    equal(needsYou(NOTHING_YET), []);
    const alarm = { region: 'us-east', source: 'eu-central', reason: 'UNGATED', topic: 't', dataClasses: [], count: 2, firstAt: state.asOf, lastAt: state.asOf };
    const [need] = needsYou({ ...NOTHING_YET, alarms: [alarm] });
    equal([need.level, need.title, need.reason], ['bad', 'canary of eu-central in us-east', '2 canaries in t: no gate let it cross']);
  },
  'a filter keeps events that hold all its words': () => {
    const events = [{ topic: 'a.b.v1', key: 'web', region: 'eu', summary: 'Placed' }, { topic: 'a.b.v1', key: 'cart', region: 'us', summary: 'Moved' }];
    equal(matching(events, 'placed EU').length, 1);
    equal(matching(events, '').length, 2);
  },
  ...pagePromises(document.getElementById('page')),
};

const results = [];
for (const [name, holds] of Object.entries(promises)) {
  try {
    await holds();
    results.push({ name, error: '' });
  } catch (error) {
    results.push({ name, error: String(error?.stack ?? error) });
  }
}
await fetch('/results', { method: 'POST', body: JSON.stringify(results) });
