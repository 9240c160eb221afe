import type { Run } from './run-groups.ts'

/** Cards have one width, so where each lies is a matter of counting. All in CSS pixels; the style sheet has the same. */
export const cardPx = 164
export const gapPx = 12
export const runGapPx = 25
export const padPx = 14
export const stepPx = cardPx + gapPx

export interface PlacedRun extends Run {
  readonly leftPx: number
  readonly widthPx: number
  /** The place of its first card among all, from 0. */
  readonly first: number
}

export interface StripLayout {
  readonly runs: readonly PlacedRun[]
  readonly widthPx: number
  readonly cards: number
}

export function layOut(runs: readonly Run[]): StripLayout {
  let leftPx = padPx
  let first = 0
  const placed = runs.map((run): PlacedRun => {
    const widthPx = run.jobs.length * stepPx - gapPx
    const place = { ...run, leftPx, widthPx, first }
    leftPx += widthPx + runGapPx
    first += run.jobs.length
    return place
  })
  return { runs: placed, widthPx: runs.length === 0 ? 0 : leftPx - runGapPx + padPx, cards: first }
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
    const from = Math.max(0, Math.floor((fromPx - run.leftPx) / stepPx))
    const to = Math.min(run.jobs.length, Math.floor((toPx - run.leftPx) / stepPx) + 1)
    return from < to ? [{ run, from, to }] : []
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
  for (const { jobs, leftPx } of runs) {
    const at = jobs.findIndex(({ id }) => id === jobId)
    if (at >= 0) return { leftPx: leftPx + at * stepPx, rightPx: leftPx + at * stepPx + cardPx }
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
