// Full jitter: many pages that lost one server must not come back in one instant.
export const LONGEST_WAIT = 30_000;

export function backoff(failures, random = Math.random) {
  const ceiling = Math.min(LONGEST_WAIT, 500 * 2 ** failures);
  return Math.round(250 + random() * ceiling);
}
