import type { SizeRule } from '../../../../shared/domain/model-card.ts'
import type { Size } from '../../../../shared/util/geometry.ts'
import type { SentPart } from '../../../../shared/domain/edit.ts'
import * as messages from '../../../../shared/messages/en/provider-plan.ts'
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
  /** The image to edit, whose shape counts if no other was requested. */
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

/** Shapes closer than this look the same. */
const sameShape = 0.01
/** 1 in a tier's `megapixels`. */
const tierPixels = 1024 * 1024

/**
 * Returns the size to request from a model: the wanted one, moved to the nearest it makes, with a warning if it was
 * moved.
 */
export function planSize(rule: SizeRule, wanted: WantedSize, label: string, notes: PlanNotes): PlannedSize {
  if (rule.kind === 'source') {
    if (wanted.size ?? wanted.aspectRatio) {
      notes.warn('size-ignored', messages.sizeNotUsed({ model: label }))
    }
    return { size: null, aspectRatio: null, tier: null }
  }
  const planned = rule.kind === 'ratios' ? onRatios(rule, wanted) : { ...noRatio, size: onPixels(rule, wanted) }
  // An aspect ratio at a resolution has no exact size.
  const moved = rule.kind === 'ratios' ? movedAbout : movedExactly
  warnWhereMoved(wanted, planned.size, { model: label, moved }, notes)
  return planned
}

const movedExactly = { size: messages.otherSize, ratio: messages.closestRatio } as const
const movedAbout = { size: messages.aboutOtherSize, ratio: messages.aboutClosestRatio } as const

interface MovedSize {
  readonly model: string
  readonly moved: typeof movedExactly | typeof movedAbout
}

const noRatio = { aspectRatio: null, tier: null }

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
  // A model draws best near its usual size, and larger images cost more: photographs are limited to twice that.
  const pixels = Math.min(2 * usual, Math.max(usual, pixelsOf(source)))
  return snapToGrid(pixels === pixelsOf(source) ? source : sizeOf(ratioOf(source), pixels), rule, sourceRatioWeight)
}

/** Returns whether an edit of this image keeps its size unless another is requested. */
export function keepsSize(rule: SizeRule, source: Size): boolean {
  return rule.kind === 'grid' && pixelsOf(source) <= (rule.keepsSourcePixels ?? 0)
}

/** Plans an image that is returned at its own size, padded to the grid; null = it is not. */
export function keptSource(rule: SizeRule, source: Size): SentPart | null {
  if (rule.kind !== 'grid' || !keepsSize(rule, source)) return null
  const sideOf = (length: number) => roundUp(Math.max(length, rule.minSidePx), rule.multiplePx)
  const frame = { widthPx: sideOf(source.widthPx), heightPx: sideOf(source.heightPx) }
  if (!isOnGrid(frame, rule)) return null
  const x = Math.floor((frame.widthPx - source.widthPx) / 2)
  const y = Math.floor((frame.heightPx - source.heightPx) / 2)
  return { crop: { x: 0, y: 0, ...source }, frame, box: { x, y, ...source } }
}

/** The cost of a ratio that is 1 percent off, in percent of area. */
const ratioWeight = 4
/** For an image being edited: its own shape needs no padding. */
const sourceRatioWeight = 12

/** Returns the size on the grid that is nearest in shape and area. */
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

function warnWhereMoved(
  { size, aspectRatio }: WantedSize,
  planned: Size,
  { model, moved }: MovedSize,
  notes: PlanNotes,
): void {
  if (size && (size.widthPx !== planned.widthPx || size.heightPx !== planned.heightPx)) {
    notes.warn('size-snapped', moved.size({ model, size: formatSizeName(planned), wanted: formatSizeName(size) }))
  }
  if (!size && aspectRatio && distance(ratioOf(readRatio(aspectRatio)), ratioOf(planned)) > sameShape) {
    notes.warn('ratio-snapped', moved.ratio({ model, size: formatSizeName(planned), ratio: aspectRatio }))
  }
}

export function formatSizeName({ widthPx, heightPx }: Size): string {
  return `${widthPx} × ${heightPx}`
}

function sizeOf(ratio: number, pixels: number): Size {
  const widthPx = Math.max(1, Math.round(Math.sqrt(pixels * ratio)))
  return { widthPx, heightPx: Math.max(1, Math.round(widthPx / ratio)) }
}

function nearest<T>(items: readonly T[], costOf: (item: T) => number): T {
  return items.reduce((best, one) => (costOf(one) < costOf(best) ? one : best))
}
