/** The page's address says what is shown, so that any view can be pasted into a ticket. */

export const TABS = ['workloads', 'sites', 'links', 'transfers', 'journeys', 'law', 'bill'];

/** What an address without a hash shows. */
export const HOME = Object.freeze({ tab: 'workloads', workload: '', journey: '', focus: 'world', law: '', filter: '' });

/** "#tab=links&workload=web" -> what is shown; unknown keys and tabs are ignored. */
export function parse(hash) {
  const shown = { ...HOME };
  for (const [key, value] of new URLSearchParams(hash.replace(/^#/, ''))) {
    if (key in HOME && (key !== 'tab' || TABS.includes(value))) shown[key] = value;
  }
  return shown;
}

/** The shortest hash that shows the same; '' for HOME. */
export function format(shown) {
  const parts = Object.keys(HOME)
    .filter(key => shown[key] !== HOME[key])
    .map(key => `${key}=${encodeURIComponent(shown[key]).replaceAll('%2F', '/')}`);
  return parts.length ? `#${parts.join('&')}` : '';
}
