/** Small things every panel uses. */
import { html, nothing } from '../lib/lit.js';

/** An empty state that teaches: what would be here, and the command that fills it. */
export function empty(text, command) {
  return html`<div class="empty"><p>${text}</p>${command ? html`<code>${command}</code>` : nothing}</div>`;
}

/** Before the first word nothing is claimed, not even that there is nothing. */
export function silence() {
  return html`<div class="empty"><p>Waiting for the first word from the service.</p></div>`;
}

/** A table with a caption for screen readers; columns are [title, class?, hint?]. */
export function table(caption, columns, rows) {
  return html`
    <div class="scroll" tabindex="0" role="region" aria-label=${caption}>
      <table>
        <caption class="unseen">${caption}</caption>
        <thead><tr>${columns.map(([title, kind, hint]) => html`<th scope="col" class=${kind ?? ''} title=${hint ?? nothing}>${title}</th>`)}</tr></thead>
        <tbody>${rows}</tbody>
      </table>
    </div>`;
}

/** A share as a bar with its number. */
export function meter(share, text, tone = '') {
  return html`<span class="meter ${tone}"><svg viewBox="0 0 100 6" preserveAspectRatio="none" aria-hidden="true">
    <rect class="track" width="100" height="6"></rect><rect class="level" width=${Math.max(0, Math.min(1, share ?? 0)) * 100} height="6"></rect></svg>${text}</span>`;
}
