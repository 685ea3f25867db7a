/** The one connection of the page: snapshot and changes as server-sent events. */

/** Reconnecting when the browser has given up (it does on an HTTP error), in milliseconds. */
const RETRY_MS = 2000;

/**
 * Opens the stream and keeps it open. The browser resumes by Last-Event-ID by itself.
 *
 * @param url where the stream is
 * @param on {state(delta), events(array), alive(asOf)}: called for each message of its kind
 * @returns a function that closes it for good
 */
export function open(url, on) {
  let source;
  let retry;
  const connect = () => {
    source = new EventSource(url);
    source.addEventListener('state-delta', message => on.state(JSON.parse(message.data)));
    source.addEventListener('event', message => on.events(JSON.parse(message.data)));
    source.addEventListener('heartbeat', message => on.alive(JSON.parse(message.data).asOf));
    source.onerror = () => {
      if (source.readyState === EventSource.CLOSED) retry = setTimeout(connect, RETRY_MS);
    };
  };
  connect();
  return () => {
    clearTimeout(retry);
    source.close();
  };
}
