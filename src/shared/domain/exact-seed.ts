import type { Recipe } from './asset.ts'

const seedMax = 2n ** 64n - 1n

/** The seed in full: those beyond 32 bits, as ComfyUI and Fooocus draw them, are kept as text among the options. */
export function exactSeed({ seed, generation }: Pick<Recipe, 'seed' | 'generation'>): string | null {
  if (seed !== null) return String(seed)
  const long = String(generation?.options['seed'] ?? '')
  return /^\d{1,20}$/.test(long) && BigInt(long) <= seedMax ? BigInt(long).toString() : null
}
