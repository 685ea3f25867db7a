/** What the page says in its first lines, worked out from the sections of the state. Pure. */

const sum = (items, of) => items.reduce((total, item) => total + (of(item) ?? 0), 0);

/** The figures of the strip at the top. */
export function figures(state) {
  return {
    regions: state.regions.length,
    healthy: state.regions.filter(region => region.verdict === 'healthy').length,
    wanted: sum(state.workloads, workload => workload.wanted),
    placed: sum(state.workloads, workload => workload.placed),
    waiting: sum(state.workloads, waitingReplicas),
    perHour: state.money?.perHour,
    keptHome: state.links.some(link => link.keptHome) ? sum(state.links, keptHome) : undefined,
    requestsPerSecond: sum(state.weights, weight => weight.requestsPerSecond),
  };
}

export function waitingReplicas(workload) {
  return sum(workload.waiting ?? [], wait => wait.replicas);
}

/** Records a link did not carry. */
export function keptHome(link) {
  return sum(Object.values(link.keptHome ?? {}), records => records);
}

/** Whoever was heard longest ago: {region, at}, or undefined while nobody was heard. */
export function oldestInput(state) {
  return state.regions
    .filter(region => region.lastWordAt)
    .map(region => ({ region: region.region, at: region.lastWordAt }))
    .sort((a, b) => Date.parse(a.at) - Date.parse(b.at))[0];
}

/** Whether a workload answers its promise: 'kept', 'missed', or 'none' where there is no promise or no traffic. */
export function promise(workload) {
  if (workload.share === undefined || workload.withinObjective === undefined) return 'none';
  return workload.withinObjective >= workload.share ? 'kept' : 'missed';
}

const URGENCY = { bad: 0, warn: 1 };

/** Why a canary must not be where it was seen. */
const LEAKS = {
  FORBIDDEN: 'no law lets it be there', UNGATED: 'no gate let it cross',
  MISPLACED: 'it does not belong there', FORGED: 'its region has not signed it',
};

/**
 * Everything that waits, fails or is about to: [{level, what, title, reason, since, workload?, tab?}], worst and
 * oldest first. `since` is absent where the state does not tell it.
 */
export function needsYou(state) {
  const needs = [
    ...state.alarms.map(alarm => ({
      level: 'bad', what: `alarm/${alarm.region}/${alarm.source}/${alarm.reason}/${alarm.topic}`,
      title: `canary of ${alarm.source} in ${alarm.region}`,
      reason: `${alarm.count} ${alarm.count === 1 ? 'canary' : 'canaries'} in ${alarm.topic}: ${LEAKS[alarm.reason] ?? alarm.reason}`,
      since: alarm.firstAt, tab: 'data',
    })),
    ...state.regions.filter(region => region.verdict !== 'healthy').map(region => ({
      level: region.verdict === 'lost' ? 'bad' : 'warn', what: `region/${region.region}`,
      title: region.verdict === 'unknown' ? `${region.region} was never heard` : `${region.region} is ${region.verdict}`,
      reason: region.reason, since: region.since, tab: 'links',
    })),
    ...state.links.filter(link => link.state === 'slow' || link.state === 'silent').map(link => ({
      level: link.state === 'silent' ? 'bad' : 'warn', what: `link/${link.from}->${link.to}`,
      title: `${link.from} → ${link.to} is ${link.state}`,
      reason: link.state === 'slow' && link.lagMsP99 !== undefined ? `probes take up to ${Math.round(link.lagMsP99)} ms` : undefined,
      since: link.since, tab: 'links',
    })),
    ...state.workloads.flatMap(workload => (workload.waiting ?? []).map(wait => ({
      level: workload.placed === 0 ? 'bad' : 'warn', what: `workload/${workload.workload}`, workload: workload.workload,
      title: `${workload.workload} waits for ${wait.replicas} ${wait.replicas === 1 ? 'replica' : 'replicas'}`,
      reason: wait.reason ?? wait.rule, since: workload.decidedAt,
    }))),
    ...state.workloads.filter(workload => promise(workload) === 'missed').map(workload => ({
      level: 'warn', what: `workload/${workload.workload}`, workload: workload.workload,
      title: `${workload.workload} misses its objective`,
      reason: `${(workload.withinObjective * 100).toFixed(1)} % of requests within ${workload.latencyMs} ms, ${workload.share * 100} % promised`,
      since: workload.decidedAt,
    })),
    ...state.workloads.filter(overBudget).map(workload => ({
      level: 'warn', what: `workload/${workload.workload}`, workload: workload.workload,
      title: `${workload.workload} is at its budget`,
      reason: `$${workload.perHour.toFixed(2)} of $${workload.budgetPerHour.toFixed(2)} an hour`, since: workload.decidedAt,
    })),
    ...state.sites.filter(site => site.place === 'contradicted').map(site => ({
      level: 'bad', what: `site/${site.site}`, title: `${site.site} is not where it claims`,
      reason: site.placeReason, tab: 'sites',
    })),
    ...state.sites.filter(site => site.fill >= 0.95).map(site => ({
      level: 'warn', what: `site/${site.site}`, title: `${site.site} is full`,
      reason: `${Math.round(site.fill * 100)} % of what it may promise`, tab: 'sites',
    })),
  ];
  const lost = new Set(state.regions.filter(region => region.verdict === 'lost').map(region => region.region));
  return needs
    .filter(need => !(need.what.startsWith('link/') && need.what.slice(5).split('->').some(end => lost.has(end))))
    .sort((a, b) => URGENCY[a.level] - URGENCY[b.level]
      || (a.since ? Date.parse(a.since) : Infinity) - (b.since ? Date.parse(b.since) : Infinity) || 0);
}

function overBudget(workload) {
  return workload.budgetPerHour > 0 && workload.perHour >= workload.budgetPerHour * 0.95;
}

/** Events whose text holds every word of the filter. */
export function matching(events, filter) {
  const words = filter.toLowerCase().split(/\s+/).filter(Boolean);
  if (!words.length) return events;
  return events.filter(event => {
    const text = `${event.topic} ${event.key} ${event.region} ${event.summary}`.toLowerCase();
    return words.every(word => text.includes(word));
  });
}
