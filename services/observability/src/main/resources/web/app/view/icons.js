/** Shapes that say a state without colour. Drawn, because a bare machine has no symbol fonts. */
import { html, svg } from '../lib/lit.js';

const SHAPES = {
  healthy: svg`<circle cx="8" cy="8" r="6.5" class="fill"/><path d="M5 8.2l2.1 2.1L11 6.3" class="mark"/>`,
  suspect: svg`<path d="M8 1.6L15 14H1z" class="fill"/><path d="M8 6v3.6M8 11.6v.6" class="mark"/>`,
  lost: svg`<rect x="1.8" y="1.8" width="12.4" height="12.4" rx="2" class="fill"/><path d="M5.4 5.4l5.2 5.2M10.6 5.4l-5.2 5.2" class="mark"/>`,
  unknown: svg`<circle cx="8" cy="8" r="6" class="ring"/><path d="M6.2 6.4a1.8 1.8 0 1 1 2.5 1.7c-.5.2-.7.5-.7 1M8 11.2v.5" class="ink"/>`,
};

const ALIAS = { up: 'healthy', kept: 'healthy', ok: 'healthy', slow: 'suspect', warn: 'suspect', missed: 'suspect',
  silent: 'lost', bad: 'lost', error: 'lost' };

/** The colour family of a state: good, warn, bad or idle. */
export function tone(state) {
  return { healthy: 'good', suspect: 'warn', lost: 'bad' }[ALIAS[state] ?? state] ?? 'idle';
}

/** A state's shape; the text beside it says the same. */
export function shape(state) {
  const name = ALIAS[state] ?? state;
  return html`<svg class="shape ${tone(state)}" viewBox="0 0 16 16" aria-hidden="true">${SHAPES[name] ?? SHAPES.unknown}</svg>`;
}

/** The same shape within the map's drawing, centred at a point. */
export function shapeAt(state, x, y, size) {
  const name = ALIAS[state] ?? state;
  return svg`<g class="shape ${tone(state)}" transform="translate(${x - size / 2} ${y - size / 2}) scale(${size / 16})">${SHAPES[name] ?? SHAPES.unknown}</g>`;
}

/** A state's shape and its word. */
export function status(state, text = state) {
  return html`<span class="status">${shape(state)}<span>${text}</span></span>`;
}

export const tick = () => html`<svg class="shape good" viewBox="0 0 16 16" role="img" aria-label="yes"><path d="M3.5 8.4l3 3L12.6 5" class="ink"/></svg>`;
export const cross = () => html`<svg class="shape bad" viewBox="0 0 16 16" role="img" aria-label="no"><path d="M4 4l8 8M12 4l-8 8" class="ink"/></svg>`;
export const dot = () => html`<svg class="shape idle" viewBox="0 0 16 16" role="img" aria-label="not looked at"><circle cx="8" cy="8" r="1.6" class="fill"/></svg>`;

/** The mark of the product: three islands. */
export const mark = () => html`<svg class="mark" viewBox="0 0 32 32" aria-hidden="true">
  <circle cx="11" cy="12" r="6.5"/><circle cx="23" cy="9" r="3.5"/><circle cx="21" cy="22" r="5"/>
  <path d="M3 27c3-2 5 2 8.5 0s5.5 2 9 0 5.5 1 8.5-.5"/></svg>`;
