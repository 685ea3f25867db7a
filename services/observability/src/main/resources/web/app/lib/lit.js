/** The one place that names the rendering library. */
export { html, svg, render, nothing } from 'lit/html.js';
export { guard } from 'lit/directives/guard.js';
export { repeat } from 'lit/directives/repeat.js';
