/** The one connection of the page: snapshot and changes as server-sent events. */

/** Trying again when the connection ended, in milliseconds, unless the server says otherwise. */
const RETRY_MS = 2000;

/**
 * Opens the stream and keeps it open; resumes by Last-Event-ID. By fetch, since an EventSource cannot say who is asking.
 *
 * @param url where the stream is
 * @param headers called for each attempt: what else to send
 * @param on {state(delta), events(array), alive(asOf)}: called for each message of its kind;
 *           {refused(response)} when the service does not let the page in
 * @returns {again(), close()}: to try at once, and to close it for good
 */
export function open(url, headers, on) {
  const use = {
    'state-delta': data => on.state(data),
    event: data => on.events(data),
    heartbeat: data => on.alive(data.asOf),
  };
  let cursor;
  let pauseMs = RETRY_MS;
  let attempt;
  let retry;

  const connect = async () => {
    const mine = (attempt = new AbortController());
    try {
      const known = cursor ? { 'Last-Event-ID': cursor } : {};
      const response = await fetch(url, { headers: { Accept: 'text/event-stream', ...known, ...headers() }, signal: mine.signal });
      if (!response.ok) await on.refused(response);
      else await read(response.body, message => {
        cursor = message.id ?? cursor;
        pauseMs = message.retry ?? pauseMs;
        if (message.data) use[message.event]?.(JSON.parse(message.data));
      });
    } catch {
      // the banner says that nothing is heard
    }
    if (attempt === mine) retry = setTimeout(connect, pauseMs);
  };

  const close = () => {
    clearTimeout(retry);
    const last = attempt;
    attempt = undefined;
    last?.abort();
  };
  connect();
  return {
    close,
    again() {
      close();
      connect();
    },
  };
}

/** Hands over the messages of a body as they arrive, until it ends. */
async function read(body, use) {
  const reader = body.pipeThrough(new TextDecoderStream()).getReader();
  let rest = '';
  for (let { done, value } = await reader.read(); !done; { done, value } = await reader.read()) {
    const parts = (rest + value).replaceAll('\r\n', '\n').split('\n\n');
    rest = parts.pop();
    parts.forEach(part => use(message(part)));
  }
}

/** "id: 1\nevent: heartbeat\ndata: {}" -> its fields; lines of data are joined, comments left out. */
export function message(text) {
  const read = { event: 'message', data: '' };
  for (const line of text.split('\n')) {
    const [, field, value] = /^([a-z]+): ?(.*)$/.exec(line) ?? [];
    if (field === 'data') read.data += (read.data && '\n') + value;
    else if (field === 'retry') read.retry = Number(value);
    else if (field) read[field] = value;
  }
  return read;
}
