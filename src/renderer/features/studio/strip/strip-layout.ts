import type { JobId } from '../../../../shared/domain/ids.ts'
import type { StripCard, Run } from './run-groups.ts'

/** Card positions are computed; cards are as wide as their images. All in CSS pixels, matching the style sheet. */
export const stripGapPx = 12
export const runGapPx = 25
export const padPx = 14

/** Height of the list beyond its images: the head of a run, the text of a card and the scrollbar. */
const besideImagePx = 88
const leastImagePx = 48

/** Minimum width for the text of a card. */
const leastCardPx = 132
/** A card without an image shows text instead. */
export const textCardPx = 164
/** Width for an error or a refusal, and its actions. */
export const messageCardPx = 340
/** Panoramas are shown smaller. */
const widestRatio = 2.2

export function imageHeight(listHeightPx: number): number {
  return Math.max(leastImagePx, Math.round(listHeightPx) - besideImagePx)
}

/** `ratio`: width by height of the image; null = no image. */
export function cardWidth(ratio: number | null, imageHeightPx: number): number {
  if (ratio === null) return textCardPx
  return Math.max(leastCardPx, Math.round(imageHeightPx * Math.min(widestRatio, ratio)))
}

export interface PlacedCard extends StripCard {
  /** From the left edge of its run. */
  readonly leftPx: number
  readonly widthPx: number
}

export interface PlacedRun extends Run {
  readonly leftPx: number
  readonly widthPx: number
  /** The index of its first card among all, from 0. */
  readonly first: number
  readonly cards: readonly PlacedCard[]
}

export interface StripLayout {
  readonly runs: readonly PlacedRun[]
  readonly widthPx: number
  readonly cards: number
}

export function layOutStrip(runs: readonly Run[], widthOf: (card: StripCard) => number): StripLayout {
  let leftPx = padPx
  let first = 0
  const placed = runs.map((run): PlacedRun => {
    const cards = placeCards(run, widthOf)
    const last = cards.at(-1)
    const widthPx = last === undefined ? 0 : last.leftPx + last.widthPx
    const placedRun = { ...run, leftPx, widthPx, first, cards }
    leftPx += widthPx + runGapPx
    first += cards.length
    return placedRun
  })
  return { runs: placed, widthPx: runs.length === 0 ? 0 : leftPx - runGapPx + padPx, cards: first }
}

function placeCards({ cards }: Run, widthOf: (card: StripCard) => number): readonly PlacedCard[] {
  let leftPx = 0
  return cards.map((card) => {
    const placedCard = { ...card, leftPx, widthPx: widthOf(card) }
    leftPx += placedCard.widthPx + stripGapPx
    return placedCard
  })
}

/** The rendered part of a run: its cards from `from` up to, but excluding, `to`. */
export interface DrawnRun {
  readonly run: PlacedRun
  readonly from: number
  readonly to: number
}

/** Runs and cards between two positions of the strip; partly visible cards are included. */
export function drawnBetween({ runs }: StripLayout, fromPx: number, toPx: number): readonly DrawnRun[] {
  return runs.slice(firstEndingAfter(runs, fromPx)).flatMap((run) => {
    if (run.leftPx > toPx) return []
    const from = run.cards.findIndex(({ leftPx, widthPx }) => run.leftPx + leftPx + widthPx >= fromPx)
    const to = run.cards.findLastIndex(({ leftPx }) => run.leftPx + leftPx <= toPx) + 1
    return from >= 0 && from < to ? [{ run, from, to }] : []
  })
}

/** Binary search: there may be thousands. */
function firstEndingAfter(runs: readonly PlacedRun[], px: number): number {
  let low = 0
  let high = runs.length
  while (low < high) {
    const middle = (low + high) >> 1
    const run = runs[middle]!
    if (run.leftPx + run.widthPx < px) low = middle + 1
    else high = middle
  }
  return low
}

/** Position of a card; null if it is not in the strip. */
export function placeOfCard({ runs }: StripLayout, jobId: string): { leftPx: number; rightPx: number } | null {
  for (const run of runs) {
    const card = run.cards.find(({ jobs }) => jobs.some(({ id }) => id === jobId))
    if (card === undefined) continue
    const leftPx = run.leftPx + card.leftPx
    return { leftPx, rightPx: leftPx + card.widthPx }
  }
  return null
}

interface StripScroll {
  readonly scrollPx: number
  readonly widthPx: number
}

/** The card at a position of the strip, or the first one beyond it; null if there is none. */
export function cardAt({ runs }: StripLayout, px: number): JobId | null {
  for (const run of runs.slice(firstEndingAfter(runs, px))) {
    const card = run.cards.find(({ leftPx, widthPx }) => run.leftPx + leftPx + widthPx > px)
    if (card !== undefined) return card.job.id
  }
  return null
}

/**
 * The scroll position at which a card stays where it is, however wide those before it have become: what somebody looks
 * at, or is about to press, must not move.
 */
export function scrollToKeep(jobId: JobId | null, before: StripLayout, after: StripLayout, scrollPx: number): number {
  const from = jobId === null ? null : placeOfCard(before, jobId)
  const to = jobId === null ? null : placeOfCard(after, jobId)
  return from === null || to === null ? scrollPx : Math.max(0, scrollPx + to.leftPx - from.leftPx)
}

/** The scroll position that shows the whole range with the smallest movement. */
export function scrollToShow(
  { leftPx, rightPx }: { readonly leftPx: number; readonly rightPx: number },
  view: StripScroll,
): number {
  const least = rightPx + padPx - view.widthPx
  const most = leftPx - padPx
  // Anything wider than the view is aligned to its left edge.
  return Math.max(0, Math.min(most, Math.max(least, view.scrollPx)))
}
