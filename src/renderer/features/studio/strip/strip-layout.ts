import type { StripCard, Run } from './run-groups.ts'

/** Cards lie by counting, as wide as their images are. All in CSS pixels; the style sheet has the same. */
export const gapPx = 12
export const runGapPx = 25
export const padPx = 14

/** The head of a run, the text of a card and the scrollbar: what a list is higher by than its images. */
const besidePicturePx = 88
const leastPicturePx = 48

/** Room for the text of a card. */
const leastCardPx = 132
/** A card without an image has words in its place. */
export const wordsCardPx = 164
/** Room for an error or a refusal, and for what can be done about it. */
export const messageCardPx = 340
/** Panoramas are shown smaller. */
const widestRatio = 2.2

export function pictureHeight(listHeightPx: number): number {
  return Math.max(leastPicturePx, Math.round(listHeightPx) - besidePicturePx)
}

/** `ratio`: width by height of the image; null = there is none. */
export function cardWidth(ratio: number | null, pictureHeightPx: number): number {
  if (ratio === null) return wordsCardPx
  return Math.max(leastCardPx, Math.round(pictureHeightPx * Math.min(widestRatio, ratio)))
}

export interface PlacedCard extends StripCard {
  /** From the left edge of its run. */
  readonly leftPx: number
  readonly widthPx: number
}

export interface PlacedRun extends Run {
  readonly leftPx: number
  readonly widthPx: number
  /** The place of its first card among all, from 0. */
  readonly first: number
  readonly cards: readonly PlacedCard[]
}

export interface StripLayout {
  readonly runs: readonly PlacedRun[]
  readonly widthPx: number
  readonly cards: number
}

export function layOut(runs: readonly Run[], widthOf: (card: StripCard) => number): StripLayout {
  let leftPx = padPx
  let first = 0
  const placed = runs.map((run): PlacedRun => {
    const cards = placeCards(run, widthOf)
    const last = cards.at(-1)
    const widthPx = last === undefined ? 0 : last.leftPx + last.widthPx
    const place = { ...run, leftPx, widthPx, first, cards }
    leftPx += widthPx + runGapPx
    first += cards.length
    return place
  })
  return { runs: placed, widthPx: runs.length === 0 ? 0 : leftPx - runGapPx + padPx, cards: first }
}

function placeCards({ cards }: Run, widthOf: (card: StripCard) => number): readonly PlacedCard[] {
  let leftPx = 0
  return cards.map((card) => {
    const place = { ...card, leftPx, widthPx: widthOf(card) }
    leftPx += place.widthPx + gapPx
    return place
  })
}

/** A part of a run that is drawn: its cards from `from` up to, not including, `to`. */
export interface DrawnRun {
  readonly run: PlacedRun
  readonly from: number
  readonly to: number
}

/** What lies between two places of the strip; a card that is only touched is in. */
export function drawnBetween({ runs }: StripLayout, fromPx: number, toPx: number): readonly DrawnRun[] {
  return runs.slice(firstEndingAfter(runs, fromPx)).flatMap((run) => {
    if (run.leftPx > toPx) return []
    const from = run.cards.findIndex(({ leftPx, widthPx }) => run.leftPx + leftPx + widthPx >= fromPx)
    const to = run.cards.findLastIndex(({ leftPx }) => run.leftPx + leftPx <= toPx) + 1
    return from >= 0 && from < to ? [{ run, from, to }] : []
  })
}

/** By halving: there may be thousands. */
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

/** Where a card lies; null where it is not in the strip. */
export function placeOfCard({ runs }: StripLayout, jobId: string): { leftPx: number; rightPx: number } | null {
  for (const run of runs) {
    const card = run.cards.find(({ jobs }) => jobs.some(({ id }) => id === jobId))
    if (card === undefined) continue
    const leftPx = run.leftPx + card.leftPx
    return { leftPx, rightPx: leftPx + card.widthPx }
  }
  return null
}

/** The scroll that shows all of what lies there, moved as little as can be. */
export function scrollToShow(
  { leftPx, rightPx }: { readonly leftPx: number; readonly rightPx: number },
  view: { readonly scrollPx: number; readonly widthPx: number },
): number {
  const least = rightPx + padPx - view.widthPx
  const most = leftPx - padPx
  // What is wider than the view begins at its left.
  return Math.max(0, Math.min(most, Math.max(least, view.scrollPx)))
}
