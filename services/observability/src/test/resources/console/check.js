/** Three ways to find a promise broken. */
export function check(holds, message = 'does not hold') {
  if (!holds) throw new Error(message);
}

export function equal(actual, expected, message = '') {
  const [a, b] = [JSON.stringify(actual), JSON.stringify(expected)];
  if (a !== b) throw new Error(`${message} expected ${b} but was ${a}`);
}

export function near(actual, expected, tolerance) {
  if (!(Math.abs(actual - expected) <= tolerance)) throw new Error(`expected ${expected} ± ${tolerance} but was ${actual}`);
}

/** Waits until a condition holds, as drawing happens once a frame. */
export async function until(holds, what) {
  for (const end = Date.now() + 20_000; Date.now() < end;) {
    const value = holds();
    if (value) return value;
    await new Promise(later => setTimeout(later, 50));
  }
  throw new Error(`never: ${what}`);
}
