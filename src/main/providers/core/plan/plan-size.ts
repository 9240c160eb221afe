import type { SizeRule } from '../../../../shared/domain/model-card.ts'
import type { Size } from '../../../../shared/util/geometry.ts'
import type { SentPart } from '../../../../shared/domain/edit.ts'
import { nearestSize } from '../../../editing/fit-frame.ts'
import {
  cheapestOnGrid,
  clampRatio,
  distance,
  isOnGrid,
  pixelsOf,
  ratioOf,
  readRatio,
  roundUp,
} from '../../../editing/pixel-grid.ts'
import type { PlanNotes } from './plan-notes.ts'

export interface WantedSize {
  readonly size: Size | null
  readonly aspectRatio: string | null
  /** The picture to edit, whose shape counts where nothing else was asked for. */
  readonly source: Size | null
}

export interface PlannedSize {
  readonly size: Size | null
  readonly aspectRatio: string | null
  readonly tier: string | null
}

type ListRule = Extract<SizeRule, { kind: 'list' }>
type RatiosRule = Extract<SizeRule, { kind: 'ratios' }>
type GridRule = Extract<SizeRule, { kind: 'grid' }>

/** Shapes nearer than this look the same. */
const sameShape = 0.01
/** 1 in a tier's `megapixels`. */
const tierPixels = 1024 * 1024

/** What to ask a model for: what was wanted, moved to the nearest thing it makes, with a warning where it was moved. */
export function planSize(rule: SizeRule, wanted: WantedSize, label: string, notes: PlanNotes): PlannedSize {
  if (rule.kind === 'source') {
    if (wanted.size ?? wanted.aspectRatio) {
      notes.warn('size-ignored', `${label} takes no size: the result has the size of the image that is sent.`)
    }
    return { size: null, aspectRatio: null, tier: null }
  }
  const planned = rule.kind === 'ratios' ? onRatios(rule, wanted) : { ...nothing, size: onPixels(rule, wanted) }
  // A shape at a resolution has no exact size.
  const makes = rule.kind === 'ratios' ? `${label} makes about` : `${label} makes`
  warnWhereMoved(wanted, planned.size, makes, notes)
  return planned
}

const nothing = { aspectRatio: null, tier: null }

function onPixels(rule: ListRule | GridRule, wanted: WantedSize): Size {
  return rule.kind === 'list' ? onList(rule, wanted) : onGrid(rule, wanted)
}

function onList({ sizes }: ListRule, { size, aspectRatio, source }: WantedSize): Size {
  const usual = sizes[0]!
  if (size) return nearestSize(sizes, size, size)
  if (aspectRatio) return nearestSize(sizes, readRatio(aspectRatio), usual)
  return source ? nearestSize(sizes, source, usual) : usual
}

function onRatios(rule: RatiosRule, { size, aspectRatio, source }: WantedSize) {
  const shape = size ?? (aspectRatio ? readRatio(aspectRatio) : source)
  const usual = rule.ratios[0]!
  const ratio = shape ? nearest(rule.ratios, (one) => distance(ratioOf(readRatio(one)), ratioOf(shape))) : usual
  const firstTier = rule.tiers[0]!
  const tier = size ? nearest(rule.tiers, (one) => distance(one.megapixels * tierPixels, pixelsOf(size))) : firstTier
  return { size: sizeOf(ratioOf(readRatio(ratio)), tier.megapixels * tierPixels), aspectRatio: ratio, tier: tier.id }
}

function onGrid(rule: GridRule, { size, aspectRatio, source }: WantedSize): Size {
  if (size) return snapToGrid(size, rule)
  const usual = pixelsOf(rule.default)
  if (aspectRatio) return snapToGrid(sizeOf(ratioOf(readRatio(aspectRatio)), usual), rule)
  if (source === null) return rule.default
  // A model draws best near its usual size, and larger pictures cost more: a photograph comes back at twice that at most.
  const pixels = Math.min(2 * usual, Math.max(usual, pixelsOf(source)))
  return snapToGrid(pixels === pixelsOf(source) ? source : sizeOf(ratioOf(source), pixels), rule, sourceRatioWeight)
}

/** Whether an edit of this picture comes back at its size unless another is asked for. */
export function keepsSize(rule: SizeRule, source: Size): boolean {
  return rule.kind === 'grid' && pixelsOf(source) <= (rule.keepsSourcePixels ?? 0)
}

/** A picture that comes back at its own size, padded to the grid; null = it does not. */
export function keptSource(rule: SizeRule, source: Size): SentPart | null {
  if (rule.kind !== 'grid' || !keepsSize(rule, source)) return null
  const sideOf = (length: number) => roundUp(Math.max(length, rule.minSidePx), rule.multiplePx)
  const frame = { widthPx: sideOf(source.widthPx), heightPx: sideOf(source.heightPx) }
  if (!isOnGrid(frame, rule)) return null
  const x = Math.floor((frame.widthPx - source.widthPx) / 2)
  const y = Math.floor((frame.heightPx - source.heightPx) / 2)
  return { crop: { x: 0, y: 0, ...source }, frame, box: { x, y, ...source } }
}

/** What a ratio off by 1 per cent costs, in per cent of area. */
const ratioWeight = 4
/** Of a picture that is changed: a shape of its own needs no padding. */
const sourceRatioWeight = 12

/** The size on the grid that is nearest in shape and area. */
export function snapToGrid(wanted: Size, rule: GridRule, weight = ratioWeight): Size {
  if (isOnGrid(wanted, rule)) return { ...wanted }
  const ratio = clampRatio(ratioOf(wanted), rule.maxRatio)
  const pixels = pixelsOf(wanted)
  const found = cheapestOnGrid(
    rule,
    (widthPx) => [widthPx / ratio],
    (size) => weight * distance(ratioOf(size), ratio) + distance(pixelsOf(size), pixels),
  )
  return found ?? rule.default
}

function warnWhereMoved({ size, aspectRatio }: WantedSize, planned: Size, makes: string, notes: PlanNotes): void {
  if (size && (size.widthPx !== planned.widthPx || size.heightPx !== planned.heightPx)) {
    notes.warn('size-snapped', `${makes} ${nameOf(planned)} instead of ${nameOf(size)}.`)
  }
  if (!size && aspectRatio && distance(ratioOf(readRatio(aspectRatio)), ratioOf(planned)) > sameShape) {
    notes.warn('ratio-snapped', `${makes} ${nameOf(planned)}, the nearest it has to ${aspectRatio}.`)
  }
}

export function nameOf({ widthPx, heightPx }: Size): string {
  return `${widthPx} × ${heightPx}`
}

function sizeOf(ratio: number, pixels: number): Size {
  const widthPx = Math.max(1, Math.round(Math.sqrt(pixels * ratio)))
  return { widthPx, heightPx: Math.max(1, Math.round(widthPx / ratio)) }
}

function nearest<T>(all: readonly T[], costOf: (one: T) => number): T {
  return all.reduce((best, one) => (costOf(one) < costOf(best) ? one : best))
}
