import type { Asset, Recipe } from '../../../../shared/domain/asset.ts'
import type { Alignment, EditRecord } from '../../../../shared/domain/edit.ts'
import type { Control } from '../../../../shared/domain/generation.ts'
import { unmetSize } from '../../../../shared/domain/unmet-size.ts'
import { formatNumber, formatSeconds, formatSize } from '../../../lib/format.ts'
import { formatUsd } from '../../../lib/price-words.ts'
import { settingName } from '../../../lib/setting-names.ts'

type Fact = readonly [name: string, value: string]

/** Where a picture comes from that no engine has made; null where one has. */
export function originFact({ operation, provider }: Recipe): string | null {
  switch (operation) {
    case 'import':
      return 'Imported'
    case 'compose':
      return 'An image and its layers in one'
    case 'crop':
      return 'A part of another image'
    case 'merge':
      return 'A part of another image taken in'
    case 'external':
      return 'Changed in another program'
    case 'expand':
    case 'fill':
    case 'generate':
    case 'edit':
    case 'variations':
      return provider === null ? 'Made here' : null
  }
}

const intentWords: Readonly<Record<EditRecord['intent'], string>> = {
  fill: 'fill',
  add: 'add',
  remove: 'remove',
  background: 'new background',
  expand: 'expand',
  whole: 'whole image',
}

const verdictWords: Readonly<Record<EditRecord['maskVerdict'], string | null>> = {
  kept: 'the model kept to it',
  ignored: 'the model ignored it',
  nothing: 'the model changed nothing inside',
  unknown: null,
}

/** How an edit was sent and laid back, as pairs of name and value. */
export function editFacts(edit: EditRecord): readonly Fact[] {
  const { intent, sent, answer, blend, alignment, insidePx, outsidePx, maskVerdict, isRefused, reblendOf } = edit
  const { crop, frame } = sent
  const verdict = verdictWords[maskVerdict]
  const facts: readonly (Fact | null)[] = [
    ['Edit', intentWords[intent]],
    ['Part', `${formatSize(crop)} at ${crop.x}, ${crop.y}`],
    ['Sent as', formatSize(frame)],
    formatSize(answer) === formatSize(frame) ? null : ['Answer', formatSize(answer)],
    isRefused ? ['Pasted', 'no: the answer did not fit'] : null,
    alignment === null ? null : ['Aligned', alignmentFact(alignment)],
    ['Blend', blendFact(blend)],
    reblendOf === null ? null : ['Blended', 'anew, from the kept answer'],
    ['Mask', `${formatNumber(insidePx)} px inside, ${formatNumber(outsidePx)} outside`],
    verdict === null ? null : ['Verdict', verdict],
  ]
  return facts.filter((fact) => fact !== null)
}

/** Movement smaller than this is none. */
const stillPx = 0.05

function alignmentFact({ shiftXPx, shiftYPx, scale, rotationDeg, correlation, basis }: Alignment): string {
  if (basis !== 'measured') return basis === 'flat' ? 'nothing around it to go by' : 'not measured'
  const isMoved = Math.hypot(shiftXPx, shiftYPx) >= stillPx
  const parts = [
    isMoved ? `moved ${shiftXPx.toFixed(1)}, ${shiftYPx.toFixed(1)} px` : 'in place',
    Math.abs(scale - 1) >= 0.0005 ? `scaled ${(scale * 100).toFixed(1)} %` : null,
    Math.abs(rotationDeg) >= 0.05 ? `turned ${rotationDeg.toFixed(1)}°` : null,
    `fits ${Math.round(correlation * 100)} %`,
  ]
  return parts.filter((part) => part !== null).join(', ')
}

function blendFact({ match, softenPx, offsetXPx, offsetYPx, opacity }: EditRecord['blend']): string {
  const parts = [
    `match ${Math.round(match * 100)} %`,
    `soften ${Math.round(softenPx)} px`,
    offsetXPx === 0 && offsetYPx === 0 ? null : `moved ${offsetXPx}, ${offsetYPx} px by hand`,
    opacity === 1 ? null : `opacity ${Math.round(opacity * 100)} %`,
  ]
  return parts.filter((part) => part !== null).join(', ')
}

type Generation = NonNullable<Recipe['generation']>

/** "600 × 400, requested 1536 × 1024", or the size alone where it is the requested one. */
export function sizeFact(asset: Asset): string {
  const unmet = unmetSize(asset)
  return unmet === null ? formatSize(asset) : `${formatSize(asset)}, requested ${unmet}`
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

const controlWords = ({ net, strength, findsEdges }: Control) =>
  `${net} × ${strength}${findsEdges ? ', by its edges' : ''}`

/** Whatever else was asked for, as pairs of name and value. */
export function settingFacts(generation: Generation): readonly (readonly [string, string])[] {
  const { quality, stylePreset, guidance, steps, strength, loras, options, referenceIds, control } = generation
  const facts: (readonly [string, string | number | null])[] = [
    ['Quality', quality],
    ['Style', stylePreset],
    ['Guidance', guidance],
    ['Steps', steps],
    ['Strength', strength],
    ['References', referenceIds.length === 0 ? null : referenceIds.length],
    ['Control image', control ? controlWords(control) : null],
    ...loras.map(({ path, scale }) => ['LoRA', `${path} × ${scale}`] as const),
    ...Object.entries(options).map(([name, value]) => [settingName(name), String(value)] as const),
  ]
  return facts.flatMap(([name, value]) => (value === null ? [] : [[name, String(value)] as const]))
}
