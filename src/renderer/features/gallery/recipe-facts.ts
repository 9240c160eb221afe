import type { Asset, Recipe } from '../../../shared/domain/asset.ts'
import { formatSeconds, formatSize } from '../../lib/format.ts'
import { formatUsd } from '../../lib/price-words.ts'

type Generation = NonNullable<Recipe['generation']>

/** "asked 1536x1024, got 1024 × 1024", or the size alone where nothing else was asked for. */
export function sizeFact(asset: Asset): string {
  const asked = asset.recipe.generation?.requestedSize ?? null
  const got = formatSize(asset)
  if (asked === null || asked === `${asset.widthPx}x${asset.heightPx}`) return got
  return `asked ${asked.replace('x', ' × ')}, got ${got}`
}

/** What it cost and how long it took. Empty where neither is known. */
export function priceFact({ provider, costUsd, timingMs, generation }: Recipe): string {
  const estimate = generation?.estimateUsd ?? null
  const price =
    costUsd !== null
      ? costUsd === 0
        ? 'free'
        : `${formatUsd(costUsd)} billed`
      : estimate !== null
        ? `about ${formatUsd(estimate)}`
        : provider === null
          ? null
          : 'not told'
  return [price, timingMs === null ? null : formatSeconds(timingMs)].filter((part) => part !== null).join(' · ')
}

/** Whatever else was asked for, as pairs of name and value. */
export function settingFacts(generation: Generation): readonly (readonly [string, string])[] {
  const { quality, stylePreset, guidance, steps, strength, loras, options, referenceIds } = generation
  const facts: (readonly [string, string | number | null])[] = [
    ['Quality', quality],
    ['Style', stylePreset],
    ['Guidance', guidance],
    ['Steps', steps],
    ['Strength', strength],
    ['References', referenceIds.length === 0 ? null : referenceIds.length],
    ...loras.map(({ path, scale }) => ['LoRA', `${path} × ${scale}`] as const),
    ...Object.entries(options).map(([name, value]) => [name, String(value)] as const),
  ]
  return facts.flatMap(([name, value]) => (value === null ? [] : [[name, String(value)] as const]))
}
