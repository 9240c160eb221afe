import { formatFixed, joinList } from '../../../../shared/messages/formats.ts'
import type { Asset, Recipe } from '../../../../shared/domain/asset.ts'
import type { Alignment, EditRecord } from '../../../../shared/domain/edit.ts'
import type { Control } from '../../../../shared/domain/generation.ts'
import { unmetSize } from '../../../../shared/domain/unmet-size.ts'
import { numberSettingNames } from '../../../../shared/domain/number-settings.ts'
import * as messages from '../../../../shared/messages/en/gallery-info.ts'
import { labels } from '../../../../shared/messages/en/number-settings.ts'
import { formatNumber, formatSeconds, formatSize } from '../../../lib/format.ts'
import { formatUsd } from '../../../lib/models/price-labels.ts'
import { settingName } from '../../../lib/setting-names.ts'

type Fact = readonly [name: string, value: string]

/** Returns the origin of an image that no model made; null if one did. */
export function originFact({ operation, provider, model, background }: Recipe): string | null {
  switch (operation) {
    case 'import':
      return messages.imported
    case 'compose':
      return messages.compositedLayers
    case 'crop':
      return messages.croppedFromAnotherImage
    case 'merge':
      return messages.areaMergedFromAnother
    case 'cutout':
      return background
        ? backgroundMessage(background, model ?? '')
        : model === null
          ? messages.backgroundRemoved
          : messages.backgroundRemovedBy({ model })
    case 'depth':
      return messages.depthMapBy({ model: model ?? '' })
    case 'pose':
      return messages.poseBy({ model: model ?? '' })
    case 'external':
      return messages.editedInAnotherApp
    case 'expand':
    case 'fill':
    case 'generate':
    case 'edit':
    case 'variations':
      return provider === null ? messages.madeInAtelier : null
  }
}

function backgroundMessage(background: NonNullable<Recipe['background']>, model: string): string {
  switch (background.type) {
    case 'color':
      return messages.backgroundReplacedByColor({ color: background.color, model })
    case 'image':
      return messages.backgroundReplacedByImage({ model })
    case 'blur':
      return messages.backgroundBlurred({ percent: formatNumber(background.radiusPercent), model })
  }
}

const intentMessages: Readonly<Record<EditRecord['intent'], string>> = {
  fill: messages.fill,
  add: messages.add,
  remove: messages.remove,
  background: messages.newBackground,
  expand: messages.expand,
  whole: messages.wholeImage,
}

const verdictMessages: Readonly<Record<EditRecord['maskVerdict'], string | null>> = {
  kept: messages.followedByModel,
  ignored: messages.ignoredByModel,
  nothing: messages.nothingChangedInside,
  unknown: null,
}

/** Returns how an edit was sent and composited back, as name–value pairs. */
export function editFacts(edit: EditRecord): readonly Fact[] {
  const { intent, sent, answer, blend, alignment, insidePx, outsidePx, maskVerdict, isRefused, reblendOf } = edit
  const { crop, frame } = sent
  const verdict = verdictMessages[maskVerdict]
  const facts: readonly (Fact | null)[] = [
    [messages.edit, intentMessages[intent]],
    [messages.area, messages.sizeAtXY({ size: formatSize(crop), x: crop.x, y: crop.y })],
    [messages.sentSize, formatSize(frame)],
    formatSize(answer) === formatSize(frame) ? null : [messages.receivedSize, formatSize(answer)],
    isRefused ? [messages.merged, messages.resultDidNotFit] : null,
    alignment === null ? null : [messages.alignment, alignmentFact(alignment)],
    [messages.blend, blendFact(blend)],
    reblendOf === null ? null : [messages.reblended, messages.blendedAgain],
    [messages.changed, messages.changedPx({ inside: formatNumber(insidePx), outside: formatNumber(outsidePx) })],
    verdict === null ? null : [messages.mask, verdict],
  ]
  return facts.filter((fact) => fact !== null)
}

/** Smaller displacements count as none. */
const stillPx = 0.05

function alignmentFact({ shiftXPx, shiftYPx, scale, rotationDeg, correlation, basis }: Alignment): string {
  if (basis !== 'measured') return basis === 'flat' ? messages.noSurroundingDetail : messages.notMeasured
  const isMoved = Math.hypot(shiftXPx, shiftYPx) >= stillPx
  const parts = [
    isMoved ? messages.movedBy({ x: formatFixed(shiftXPx, 1), y: formatFixed(shiftYPx, 1) }) : messages.inPlace,
    Math.abs(scale - 1) >= 0.0005 ? messages.scaledPercent({ percent: formatFixed(scale * 100, 1) }) : null,
    Math.abs(rotationDeg) >= 0.05 ? messages.rotatedDegrees({ degrees: formatFixed(rotationDeg, 1) }) : null,
    messages.matchPercent({ percent: Math.round(correlation * 100) }),
  ]
  return joinList(parts.filter((part) => part !== null))
}

function blendFact({ match, softenPx, offsetXPx, offsetYPx, opacity }: EditRecord['blend']): string {
  const parts = [
    messages.colorMatchPercent({ percent: Math.round(match * 100) }),
    messages.softnessPx({ px: Math.round(softenPx) }),
    offsetXPx === 0 && offsetYPx === 0 ? null : messages.movedManually({ x: offsetXPx, y: offsetYPx }),
    opacity === 1 ? null : messages.opacityPercent({ percent: Math.round(opacity * 100) }),
  ]
  return joinList(parts.filter((part) => part !== null))
}

type Generation = NonNullable<Recipe['generation']>

/** Returns "600 × 400, requested 1536 × 1024", or just the size if it is as requested. */
export function sizeFact(asset: Asset): string {
  const unmet = unmetSize(asset)
  return unmet === null ? formatSize(asset) : messages.sizeRequested({ size: formatSize(asset), requested: unmet })
}

/** Returns the cost and duration; empty if neither is known. */
export function priceFact({ provider, costUsd, timingMs, generation }: Recipe): string {
  const estimate = generation?.estimateUsd ?? null
  const price =
    costUsd !== null
      ? costUsd === 0
        ? messages.free
        : messages.priceBilled({ usd: formatUsd(costUsd) })
      : estimate !== null
        ? messages.priceAbout({ usd: formatUsd(estimate) })
        : provider === null
          ? null
          : messages.priceUnknown
  return [price, timingMs === null ? null : formatSeconds(timingMs)].filter((part) => part !== null).join(' · ')
}

const formatControl = ({ net, strength, findsEdges }: Control) =>
  [`${net} × ${strength}`, findsEdges ? messages.fromEdges : null].filter((part) => part !== null).join(' · ')

/** Returns the remaining requested settings as name–value pairs. */
export function settingFacts(generation: Generation): readonly (readonly [string, string])[] {
  const { quality, stylePreset, loras, options, referenceIds, control } = generation
  const facts: (readonly [string, string | number | null])[] = [
    [messages.quality, quality],
    [messages.style, stylePreset],
    ...numberSettingNames.map((name) => [labels[name], generation[name]] as const),
    [messages.references, referenceIds.length === 0 ? null : referenceIds.length],
    [messages.controlImage, control ? formatControl(control) : null],
    ...loras.map(({ path, scale }) => ['LoRA', `${path} × ${scale}`] as const),
    ...Object.entries(options).map(([name, value]) => [settingName(name), String(value)] as const),
  ]
  return facts.flatMap(([name, value]) => (value === null ? [] : [[name, String(value)] as const]))
}
