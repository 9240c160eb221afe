import type { Asset } from '../../../../shared/domain/asset.ts'
import type { JobSnapshot } from '../../../../shared/domain/job.ts'
import { formatNumber, formatSeconds, formatSize } from '../../../lib/format.ts'
import { formatUsd } from '../../../lib/price-words.ts'

export interface DetailFact {
  readonly name: string
  readonly value: string
  /** It is otherwise than asked, or may have cost something. */
  readonly isNotable?: boolean
}

type Made = Pick<Asset, 'widthPx' | 'heightPx' | 'recipe'>

/** What is known of one result in names and values; `asset` null as long as, or where, there is none. */
export function detailFacts(job: JobSnapshot, asset: Made | null): readonly DetailFact[] {
  const generation = asset?.recipe.generation ?? null
  const ms = asset?.recipe.timingMs ?? job.timingMs
  const requestId = job.requestId ?? generation?.requestId ?? null
  const facts: (DetailFact | null)[] = [
    { name: 'Price', value: priceFact(job) },
    billedFact(job),
    ms === null ? null : { name: 'Took', value: formatSeconds(ms) },
    job.seed === null ? null : { name: 'Seed', value: String(job.seed) },
    asset === null ? null : sizeFact(asset),
    qualityFact(job, asset),
    ...Object.entries(generation?.usage ?? {}).map(([unit, amount]) => ({
      name: unit.replaceAll('_', ' '),
      value: formatNumber(amount),
    })),
    requestId === null ? null : { name: 'Request', value: requestId },
  ]
  return facts.filter((fact) => fact !== null)
}

function priceFact({ costUsd, estimateUsd }: JobSnapshot): string {
  if (costUsd !== null) {
    const wasOther = estimateUsd !== null && Math.abs(estimateUsd - costUsd) > 0.000_05
    return `${formatUsd(costUsd)}${costUsd === 0 ? '' : ', as the service says'}${wasOther ? ` (estimated ${formatUsd(estimateUsd)})` : ''}`
  }
  if (estimateUsd === null) return 'unknown: the service does not tell it'
  return estimateUsd === 0 ? 'free' : `≈ ${formatUsd(estimateUsd)}, by the price list`
}

/** Where something came of it, it was billed as the price says. */
function billedFact({ state, isBilled }: JobSnapshot): DetailFact | null {
  if (state !== 'refused' && state !== 'failed' && state !== 'cancelled') return null
  switch (isBilled) {
    case 'yes':
      return { name: 'Billed', value: 'yes', isNotable: true }
    case 'no':
      return { name: 'Billed', value: 'no' }
    case 'unknown':
      return { name: 'Billed', value: 'it may have been; the service’s own bill tells', isNotable: true }
  }
}

/** Shapes of services are round: 1344 × 768 counts as 16:9. */
const shapeTolerance = 0.02

/** `asked`: `1024x1024` or `16:9`. */
export function isAsAsked(asked: string, { widthPx, heightPx }: Pick<Asset, 'widthPx' | 'heightPx'>): boolean {
  const [width = 0, height = 1] = asked.split(/[x:]/).map(Number)
  if (asked.includes('x')) return width === widthPx && height === heightPx
  return Math.abs(widthPx / heightPx / (width / height) - 1) <= shapeTolerance
}

function sizeFact(asset: Made): DetailFact {
  const asked = asset.recipe.generation?.requestedSize ?? null
  // What was cut into a picture has that picture's size, whatever was asked for its part.
  const isCutIn = asset.recipe.changedOutside !== null
  const came = formatSize(asset)
  if (asked === null || isCutIn || isAsAsked(asked, asset)) return { name: 'Size', value: came }
  return { name: 'Size', value: `${came}, asked for ${asked.replace('x', ' × ')}`, isNotable: true }
}

function qualityFact({ warnings }: JobSnapshot, asset: Made | null): DetailFact | null {
  const quality = asset?.recipe.generation?.quality ?? null
  if (quality === null) return null
  const isOther = warnings.some(({ code }) => code === 'quality-mapped' || code === 'quality-ignored')
  return isOther
    ? { name: 'Quality', value: `asked for ${quality}`, isNotable: true }
    : { name: 'Quality', value: quality }
}
