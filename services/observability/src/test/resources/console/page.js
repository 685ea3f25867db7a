// The page as people use it, in a frame under the policy it is served with.
import { check, equal, until } from '/console/check.js';

export function pagePromises(frame) {
  const violations = [];
  const page = () => frame.contentDocument;
  const find = selector => page().querySelector(selector);
  const text = selector => find(selector)?.textContent.replace(/\s+/g, ' ').trim() ?? '';
  const load = async hash => {
    frame.src = `/?${Math.random()}${hash}`;
    await new Promise(loaded => frame.addEventListener('load', loaded, { once: true }));
  };
  const open = async hash => {
    await load(hash);
    page().addEventListener('securitypolicyviolation', event => violations.push(`${event.violatedDirective} ${event.blockedURI}`));
    await until(() => find('.badge'), 'the map shows the regions');
  };
  const press = (target, key) => target.dispatchEvent(new frame.contentWindow.KeyboardEvent('keydown', { key, bubbles: true }));

  return {
    'a stranger is shown nothing and told the way in': async () => {
      await load('');
      await until(() => text('.banner').includes('shows nothing to strangers'), 'the banner');
      check(text('.banner').includes('./archipelago console'), text('.banner'));
    },
    'a token in the address lets one in and leaves the address': async () => {
      const token = `x.${btoa(JSON.stringify({ sub: 'olga' }))}.good`;
      frame.contentWindow.location.hash = `#token=${token}&tab=links`;
      await until(() => find('.badge'), 'the map shows the regions');
      equal(frame.contentWindow.location.hash, '#tab=links');
      check(text('.top').includes('as olga'), text('.top'));
    },
    'the first lines say whose view it is and how old': async () => {
      await open('');
      check(text('.top').includes('viewing from eu-central'), text('.top'));
      check(/as known at \d\d:\d\d:\d\d UTC/.test(text('.top')), text('.top'));
      check(text('.top').includes('oldest input'), text('.top'));
    },
    'what needs somebody leads there': async () => {
      check(text('.needs').includes('us-east is lost'), text('.needs'));
      [...page().querySelectorAll('.needs button')].find(button => button.textContent.includes('recommender waits')).click();
      await until(() => text('.decision').includes('Why recommender runs there'), 'the decision opens');
    },
    'a selected workload shows its candidates, and the rule that excludes each': async () => {
      await open('#workload=cart');
      await until(() => find('.candidate.chosen'), 'the decision arrives');
      const excluded = [...page().querySelectorAll('.candidate.excluded .verdict')].map(cell => cell.textContent);
      check(excluded.some(words => words.includes('gdpr#no-adequacy')), excluded.join('|'));
      check(text('.decision').includes('What would change the answer'));
      check(text('.decision').includes('Where its users are sent'));
    },
    'every tab opens, by arrow keys as well, and is kept in the address': async () => {
      for (const [tab, words] of [['sites', 'eu-frankfurt'], ['links', 'silent'], ['transfers', 'unlabelled record'], ['journeys', 'POST /api/v1/declarations'], ['law', 'no adequacy decision'], ['bill', 'shop-web']]) {
        press(find('[role=tab][aria-selected=true]'), 'ArrowRight');
        await until(() => text('#tab-panel').includes(words), `${tab} shows ${words}`);
        check(frame.contentWindow.location.hash.includes(`tab=${tab}`), frame.contentWindow.location.hash);
      }
    },
    'a journey is a waterfall over regions': async () => {
      await open('#tab=journeys&journey=4bf92f3577b34da6a3ce929d0e0e4736');
      await until(() => find('.waterfall .hop'), 'the hops arrive');
      check(text('.waterfall').includes('outbox → Debezium → gate → mirror'));
    },
    'events are filtered as one types, and slash leads there': async () => {
      press(page().body, '/');
      equal(page().activeElement?.id, 'filter');
      const filter = find('#filter');
      filter.value = 'reservations';
      filter.dispatchEvent(new frame.contentWindow.Event('input', { bubbles: true }));
      await until(() => [...page().querySelectorAll('.events li .topic')].every(topic => topic.textContent === 'reservations'), 'only reservations');
      check(page().querySelectorAll('.events li').length > 0);
    },
    'the law shades the map for one question': async () => {
      await open('#law=dataset/customers');
      await until(() => find('.land .denied'), 'countries that may not hold it');
      check(page().querySelectorAll('.land .allowed').length > 10);
    },
    'every control has a name, and the map has a table that says the same': async () => {
      const nameless = [...page().querySelectorAll('button, input, select, [role=button]')]
        .filter(control => !(control.textContent.trim() || control.getAttribute('aria-label') || control.closest('label')?.textContent.trim()));
      equal(nameless.map(control => control.outerHTML.slice(0, 80)), []);
      find('.map button.quiet').click();
      await until(() => find('#tab-sites[aria-selected=true]'), 'the table of sites');
    },
    'an old stream is said to be old': async () => {
      await until(() => text('.banner').includes('Nothing new for'), 'the banner of a silent stream');
      check(text('.connection').includes('not live'), text('.connection'));
    },
    'an expired token is said to have expired, and what was seen stays': async () => {
      await open('');
      frame.contentWindow.location.hash = '#token=x.y.expired';
      await until(() => text('.banner').includes('Your token has expired'), 'the banner');
      check(text('.banner').includes('was known at'), text('.banner'));
      check(find('.badge'), 'the map is still there');
    },
    'nothing broke the policy the page is served with': () => equal(violations, []),
  };
}
