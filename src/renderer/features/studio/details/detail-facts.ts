import type { Asset } from '../../../../shared/domain/asset.ts'
import type { JobSnapshot } from '../../../../shared/domain/job.ts'
import { unmetSize } from '../../../../shared/domain/unmet-size.ts'
import * as messages from '../../../../shared/messages/en/studio-parts.ts'
import { formatNumber, formatSeconds, formatSize } from '../../../lib/format.ts'
import { localRecordFacts } from '../../../lib/models/local-record-facts.ts'
import { formatUsd } from '../../../lib/models/price-labels.ts'

export interface DetailFact {
  readonly name: string
  readonly value: string
  /** It differs from the request, or may have been billed. */
  readonly isNotable?: boolean
  /** The full value if it is shortened. */
  readonly whole?: string
}

type Made = Pick<Asset, 'widthPx' | 'heightPx' | 'recipe'>

/** Facts of a result; `asset` is null without one. */
export function detailFacts(job: JobSnapshot, asset: Made | null): readonly DetailFact[] {
  const generation = asset?.recipe.generation ?? null
  const ms = asset?.recipe.timingMs ?? job.timingMs
  const requestId = job.requestId ?? generation?.requestId ?? null
  const facts: (DetailFact | null)[] = [
    { name: messages.price, value: priceFact(job) },
    billedFact(job),
    ms === null ? null : { name: messages.time, value: formatSeconds(ms) },
    job.seed === null ? null : { name: messages.seed, value: String(job.seed) },
    asset === null ? null : sizeFact(asset),
    qualityFact(job, asset),
    ...Object.entries(generation?.usage ?? {}).map(([unit, amount]) => ({
      name: unit.replaceAll('_', ' '),
      value: formatNumber(amount),
    })),
    requestId === null ? null : { name: messages.request, value: requestId },
    generation?.servedModel ? { name: messages.servedModel, value: generation.servedModel, isNotable: true } : null,
    ...(generation?.local ? localRecordFacts(generation.local) : []),
  ]
  return facts.filter((fact) => fact !== null)
}

function priceFact({ costUsd, estimateUsd }: JobSnapshot): string {
  if (costUsd !== null) {
    const wasOther = estimateUsd !== null && Math.abs(estimateUsd - costUsd) > 0.000_05
    if (!wasOther) return costUsd === 0 ? messages.freePrice : messages.priceBilled({ usd: formatUsd(costUsd) })
    const estimate = formatUsd(estimateUsd)
    if (costUsd === 0) return messages.freeWithEstimate({ estimate })
    return messages.billedWithEstimate({ usd: formatUsd(costUsd), estimate })
  }
  if (estimateUsd === null) return messages.unknown
  return estimateUsd === 0 ? messages.freePrice : messages.priceEstimate({ usd: formatUsd(estimateUsd) })
}

/** Only without a result: a result was billed as the price says. */
function billedFact({ state, isBilled }: JobSnapshot): DetailFact | null {
  if (state !== 'refused' && state !== 'failed' && state !== 'cancelled') return null
  switch (isBilled) {
    case 'yes':
      return { name: messages.billed, value: messages.yes, isNotable: true }
    case 'no':
      return { name: messages.billed, value: messages.no }
    case 'unknown':
      return { name: messages.billed, value: messages.possiblyBilled, isNotable: true }
  }
}

function sizeFact(asset: Made): DetailFact {
  const unmet = unmetSize(asset)
  const value = formatSize(asset)
  return unmet === null
    ? { name: messages.size, value }
    : { name: messages.size, value: messages.sizeRequested({ size: value, requested: unmet }), isNotable: true }
}

function qualityFact({ warnings }: JobSnapshot, asset: Made | null): DetailFact | null {
  const quality = asset?.recipe.generation?.quality ?? null
  if (quality === null) return null
  const isOther = warnings.some(({ code }) => code === 'quality-mapped' || code === 'quality-ignored')
  return isOther
    ? { name: messages.quality, value: messages.qualityRequested({ quality }), isNotable: true }
    : { name: messages.quality, value: quality }
}
