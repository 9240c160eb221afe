import type { Asset } from '../../../../shared/domain/asset.ts'
import type { JobSnapshot } from '../../../../shared/domain/job.ts'
import { unmetSize } from '../../../../shared/domain/unmet-size.ts'
import { formatNumber, formatSeconds, formatSize } from '../../../lib/format.ts'
import { localRecordFacts } from '../../../lib/local-record-facts.ts'
import { formatUsd } from '../../../lib/price-labels.ts'

export interface DetailFact {
  readonly name: string
  readonly value: string
  /** It is otherwise than asked, or may have cost something. */
  readonly isNotable?: boolean
  /** All of it, where the value is short of it. */
  readonly whole?: string
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
    ...(generation?.local ? localRecordFacts(generation.local) : []),
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

function sizeFact(asset: Made): DetailFact {
  const unmet = unmetSize(asset)
  const value = formatSize(asset)
  return unmet === null
    ? { name: 'Size', value }
    : { name: 'Size', value: `${value}, requested ${unmet}`, isNotable: true }
}

function qualityFact({ warnings }: JobSnapshot, asset: Made | null): DetailFact | null {
  const quality = asset?.recipe.generation?.quality ?? null
  if (quality === null) return null
  const isOther = warnings.some(({ code }) => code === 'quality-mapped' || code === 'quality-ignored')
  return isOther
    ? { name: 'Quality', value: `asked for ${quality}`, isNotable: true }
    : { name: 'Quality', value: quality }
}
