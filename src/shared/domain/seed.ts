/**
 * A seed of up to 64 bits, exact: a number where JavaScript holds it without loss, otherwise its decimal digits. JSON,
 * the database and the command line use this form.
 */
export type Seed = number | string

const seedMax = 2n ** 64n - 1n

/**
 * Returns the seed in canonical form; null for anything that is not a whole number of at most 64 bits, or has lost
 * digits.
 */
export function toSeed(value: unknown): Seed | null {
  if (typeof value === 'number') return Number.isSafeInteger(value) && value >= 0 ? value : null
  if (typeof value !== 'string' || !/^\s{0,9}\d{1,40}\s{0,9}$/.test(value)) return null
  return fromBigInt(BigInt(value.trim()))
}

function fromBigInt(value: bigint): Seed | null {
  if (value > seedMax) return null
  return value <= BigInt(Number.MAX_SAFE_INTEGER) ? Number(value) : String(value)
}

/** Returns the seed of the image `count` positions later in a run; wraps around to 0. */
export function addToSeed(seed: Seed, count: number): Seed {
  return fromBigInt(BigInt.asUintN(64, BigInt(seed) + BigInt(count))) ?? 0
}

/** Maps a seed to a model's range, always to the same value; unchanged if in range. */
export function wrapSeed(seed: Seed, max: number): number {
  return Number(BigInt(seed) % (BigInt(max) + 1n))
}
