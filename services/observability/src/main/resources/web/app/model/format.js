/** Numbers as people read them. Every function answers UNKNOWN for what is not known, never 0. */

export const UNKNOWN = '–';

const known = value => value !== undefined && value !== null && Number.isFinite(Number(value));

/** 1234567 -> "1,234,567" */
export function count(value) {
  return known(value) ? Math.round(value).toLocaleString('en-US') : UNKNOWN;
}

/** Dollars with as many digits as matter: 12.3 -> "$12.30", 0.01234 -> "$0.0123", 12345 -> "$12,345" */
export function money(value) {
  if (!known(value)) return UNKNOWN;
  const size = Math.abs(value);
  const digits = size === 0 ? 2 : size >= 1000 ? 0 : size >= 1 ? 2 : size >= 0.1 ? 3 : 4;
  const text = size.toLocaleString('en-US', { minimumFractionDigits: digits, maximumFractionDigits: digits });
  return `${value < 0 ? '−' : ''}$${text}`;
}

/** A difference in dollars, with its sign. */
export function moneyChange(value) {
  return known(value) && value > 0 ? `+${money(value)}` : money(value);
}

/** Bytes in decimal units: 1234567 -> "1.23 MB" */
export function bytes(value) {
  return scaled(value, ['B', 'kB', 'MB', 'GB', 'TB', 'PB']);
}

/** Requests per second: 1234 -> "1.23 k" */
export function rate(value) {
  return scaled(value, ['', 'k', 'M', 'G']).trim();
}

function scaled(value, units) {
  if (!known(value)) return UNKNOWN;
  let size = Number(value);
  let unit = 0;
  while (Math.abs(size) >= 999.5 && unit < units.length - 1) {
    size /= 1000;
    unit++;
  }
  const digits = unit === 0 && Number.isInteger(size) ? 0 : Math.abs(size) >= 99.95 ? 0 : Math.abs(size) >= 9.995 ? 1 : 2;
  return `${size.toFixed(digits)} ${units[unit]}`.trimEnd();
}

/** Milliseconds: 0.4 -> "0.4 ms", 41.7 -> "42 ms", 2345 -> "2.3 s" */
export function millis(value) {
  if (!known(value)) return UNKNOWN;
  if (value >= 1000) return duration(value);
  return `${value < 10 ? Number(value).toFixed(1).replace(/\.0$/, '') : Math.round(value)} ms`;
}

/** How long: 800 -> "0.8 s", 61000 -> "1 min", 7.5e6 -> "2 h 5 min", 2e8 -> "2 d 7 h" */
export function duration(ms) {
  if (!known(ms)) return UNKNOWN;
  const seconds = Math.max(0, ms) / 1000;
  if (seconds < 9.95) return `${seconds.toFixed(1)} s`;
  if (seconds < 60) return `${Math.floor(seconds)} s`;
  if (seconds < 3600) return `${Math.floor(seconds / 60)} min`;
  if (seconds < 86400) return pair(seconds, 3600, 'h', 60, 'min');
  return pair(seconds, 86400, 'd', 3600, 'h');
}

function pair(seconds, large, largeName, small, smallName) {
  const rest = Math.floor((seconds % large) / small);
  return `${Math.floor(seconds / large)} ${largeName}${rest ? ` ${rest} ${smallName}` : ''}`;
}

/** The age of an ISO time at `now` (epoch milliseconds). */
export function age(time, now) {
  return time ? duration(now - Date.parse(time)) : UNKNOWN;
}

/** Share 0..1 as per cent; never rounds a miss up to 100 %. */
export function percent(share) {
  if (!known(share)) return UNKNOWN;
  const value = share * 100;
  if (value > 99 && value < 100) return `${(Math.floor(value * 100) / 100).toFixed(value > 99.9 ? 2 : 1)} %`;
  return `${Number.isInteger(value) || value >= 10 ? Math.round(value) : value.toFixed(1)} %`;
}

/** Time of day in UTC: "12:03:09" */
export function clock(time) {
  return time ? new Date(time).toISOString().slice(11, 19) : UNKNOWN;
}
