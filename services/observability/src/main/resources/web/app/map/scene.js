/** Turns the state into places, lines and labels in pixels. Pure: the same state and size give the same picture. */
import { WORLD_HEIGHT, WORLD_WIDTH, project } from './projection.js';
import { roundGlobe, upward, widthOf } from './arcs.js';
import { arrange, spread } from './declutter.js';
import { millis } from '../model/format.js';
import { keptHome } from '../model/summary.js';

/** Lines of traffic drawn at most, the largest first. */
const TRAFFIC_LINES = 90;
const SITE_RADIUS = 5.5;
const COUNT_RADIUS = 9.5;
const REGION_RING = 6;

/**
 * @param state the sections of the state
 * @param size {width, height} of the map in pixels
 * @param focus 'world' or a region whose sites fill the map
 * @param selected a workload to show alone, or ''
 * @param measure (text, font size) -> pixels the text takes
 */
export function scene(state, size, focus, selected, measure = textWidth) {
  const frame = frameOf(state, size, focus);
  const sites = sitesOf(state, frame, selected);
  const regions = regionsOf(state, frame, sites);
  const links = linksOf(state, regions, frame, measure);
  const { areas, traffic } = trafficOf(state, frame, sites, selected);
  label(regions, sites, links, size, measure);
  return { frame, sites, regions, links, areas, traffic };
}

/**
 * What of regions and links the drawing shows. They change with every probe, the drawing seldom: equal outlines mean
 * that the last scene still holds.
 */
export function outline({ regions, links }) {
  return JSON.stringify([
    regions.map(region => [region.region, region.verdict, region.location, region.latitude, region.longitude]),
    links.map(link => [link.from, link.to, link.state, linkText(link), keptHome(link) > 0]),
  ]);
}

/** How world units become pixels: x * k + tx, y * k + ty. */
export function frameOf(state, size, focus) {
  const box = focus === 'world' ? worldBox() : boxAround(state.sites.filter(site => site.region === focus));
  const k = Math.min(size.width / box.width, size.height / box.height);
  return {
    k,
    tx: size.width / 2 - (box.x + box.width / 2) * k,
    ty: size.height / 2 - (box.y + box.height / 2) * k,
  };
}

function worldBox() {
  return { x: 0, y: 0, width: WORLD_WIDTH, height: WORLD_HEIGHT };
}

function boxAround(places) {
  const points = places.filter(located).map(place => project(place.longitude, place.latitude));
  if (!points.length) return worldBox();
  const [xs, ys] = [points.map(p => p.x), points.map(p => p.y)];
  const [left, right] = [Math.min(...xs), Math.max(...xs)];
  const [top, bottom] = [Math.min(...ys), Math.max(...ys)];
  const width = Math.max(260, (right - left) * 1.7);
  const height = Math.max(130, (bottom - top) * 1.7);
  return { x: (left + right - width) / 2, y: (top + bottom - height) / 2, width, height };
}

const located = place => Number.isFinite(place.latitude) && Number.isFinite(place.longitude);

function pixel(frame, place) {
  const { x, y } = project(place.longitude, place.latitude);
  return { x: x * frame.k + frame.tx, y: y * frame.k + frame.ty };
}

function sitesOf(state, frame, selected) {
  const verdicts = new Map(state.regions.map(region => [region.region, region.verdict]));
  const chosen = selected ? state.workloads.find(workload => workload.workload === selected) : undefined;
  const hosted = new Map((chosen?.sites ?? []).map(({ site, replicas }) => [site, replicas]));
  const sites = state.sites.filter(located).map(site => {
    const replicas = chosen ? hosted.get(site.site) ?? 0 : site.replicas ?? 0;
    return {
      id: site.site, site, replicas, home: pixel(frame, site), longitude: site.longitude,
      r: replicas > 0 ? COUNT_RADIUS : SITE_RADIUS, verdict: verdicts.get(site.region) ?? 'unknown',
    };
  });
  const places = spread(sites.map(({ home, r }) => ({ ...home, r })), 3);
  return sites.map((site, i) => ({ ...site, ...places[i], moved: distance(site.home, places[i]) > site.r }));
}

function regionsOf(state, frame, sites) {
  return state.regions.filter(located).map(region => {
    const home = pixel(frame, region);
    const beside = sites.find(({ site }) => site.cloudRegion === region.location);
    const at = beside ? { x: beside.x, y: beside.y } : home;
    return { id: region.region, region, ...at, longitude: region.longitude, r: (beside?.r ?? SITE_RADIUS) + REGION_RING };
  });
}

function linksOf(state, regions, frame, measure) {
  const byName = new Map(regions.map(region => [region.id, region]));
  return state.links.flatMap(link => {
    const [from, to] = [byName.get(link.from), byName.get(link.to)];
    if (!from || !to) return [];
    const curves = roundGlobe(from, to, 0.11, WORLD_WIDTH * frame.k);
    const held = keptHome(link) > 0;
    const gone = from.region.verdict === 'lost' || to.region.verdict === 'lost'; // its badge says so already
    const text = gone ? '' : linkText(link);
    const width = measure(text, 10.5) + (link.state === 'up' ? 12 : 30);
    return [{ id: `${link.from}->${link.to}`, link, curves, held, middle: curves[0].middle, text, width }];
  });
}

function linkText(link) {
  if (link.state === 'silent') return 'silent';
  const lag = link.lagMsP50 === undefined ? '' : millis(link.lagMsP50);
  return link.state === 'slow' ? `slow ${lag}`.trim() : lag;
}

function trafficOf(state, frame, sites, selected) {
  const bySite = new Map(sites.map(site => [site.id, site]));
  const promised = new Map(state.workloads.map(workload => [workload.workload, workload.share]));
  const lines = new Map();
  const areas = new Map();
  for (const weight of state.weights) {
    if (!located(weight) || (selected && weight.workload !== selected)) continue;
    const area = areas.get(weight.area) ?? newArea(weight, frame);
    area.requestsPerSecond += weight.requestsPerSecond ?? 0;
    area.weights.push(weight);
    areas.set(weight.area, area);
    for (const { site, permille } of weight.sites ?? []) {
      const target = bySite.get(site);
      if (target && permille > 0) addTo(lines, area, target, weight, permille, promised.get(weight.workload));
    }
  }
  const largest = Math.max(0, ...[...lines.values()].map(line => line.requestsPerSecond));
  const busiest = Math.max(0, ...[...areas.values()].map(area => area.requestsPerSecond));
  const traffic = [...lines.values()]
    .sort((a, b) => b.requestsPerSecond - a.requestsPerSecond)
    .slice(0, TRAFFIC_LINES)
    .map(line => ({
      ...line,
      width: widthOf(line.requestsPerSecond, largest, 0.9, 5),
      curves: roundGlobe(line.area, line.target, upward(line.area, line.target, 0.16), WORLD_WIDTH * frame.k),
    }));
  return {
    traffic,
    areas: [...areas.values()].map(area => ({ ...area, r: widthOf(area.requestsPerSecond, busiest, 2, 4.5) })),
  };
}

function newArea(weight, frame) {
  return {
    id: weight.area, ...pixel(frame, weight), longitude: weight.longitude, name: weight.city ?? weight.country ?? weight.area,
    requestsPerSecond: 0, weights: [],
  };
}

function addTo(lines, area, target, weight, permille, share) {
  const key = `${area.id}|${target.id}`;
  const line = lines.get(key) ?? { key, area, target, requestsPerSecond: 0, promise: 'none' };
  line.requestsPerSecond += ((weight.requestsPerSecond ?? 0) * permille) / 1000;
  if (share !== undefined && weight.withinObjective !== undefined && line.promise !== 'missed') {
    line.promise = weight.withinObjective >= share ? 'kept' : 'missed';
  }
  lines.set(key, line);
}

function label(regions, sites, links, size, measure) {
  const labels = [
    ...regions.map(region => ({ of: region, ...region, width: measure(region.id, 12) + 30, height: 20 })),
    ...[...sites].sort((a, b) => b.replicas - a.replicas || (a.id < b.id ? -1 : 1))
      .map(site => ({ of: site, ...site, r: ringOf(site, regions), width: measure(site.id, 10.5) + 4, height: 14 })),
  ];
  const obstacles = [
    ...regions.map(({ x, y, r }) => ({ x, y, r })),
    ...sites.map(({ x, y, r }) => ({ x, y, r })),
    ...links.filter(link => link.text).map(({ middle }) => ({ ...middle, r: 13 })),
  ];
  arrange(labels, obstacles, size).forEach((place, i) => {
    labels[i].of.label = { ...place, width: labels[i].width, height: labels[i].height };
  });
}

/** A site where its region's own stack runs wears the region's ring as well. */
function ringOf(site, regions) {
  return regions.find(({ region }) => region.location === site.site.cloudRegion)?.r ?? site.r;
}

/** Pixels a text takes, near enough where nobody measures. */
function textWidth(text, fontSize) {
  return text.length * fontSize * 0.56;
}

function distance(a, b) {
  return Math.hypot(a.x - b.x, a.y - b.y);
}
