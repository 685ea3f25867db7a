/** Who is looking: a token of the region's issuer, which comes in the address and stays in this tab. */

/** "#token=eyJ…&tab=links" -> the token, and the hash without it; the token is undefined when there is none. */
export function split(hash) {
  const words = new URLSearchParams(hash.replace(/^#/, ''));
  const token = words.get('token') ?? undefined;
  words.delete('token');
  return { token, hash: words.size ? `#${words}` : '' };
}

/** Who the token says it is, or undefined when it cannot be read; only the service knows whether it is true. */
export function bearer(token) {
  try {
    const claims = JSON.parse(atob(token.split('.')[1].replaceAll('-', '+').replaceAll('_', '/')));
    return claims.preferred_username ?? claims.sub;
  } catch {
    return undefined;
  }
}

/** What a refusal means to a person, by the last word of the problem's type. */
export function explain(refusal) {
  return {
    'token-missing': 'The console shows nothing to strangers.',
    'token-expired': 'Your token has expired.',
    'role-missing': 'Your token lacks the role reader.',
  }[refusal] ?? 'Your token is not one that this region takes.';
}
