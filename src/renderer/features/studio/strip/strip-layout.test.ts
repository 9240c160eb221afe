import { describe, expect, it } from 'vitest'
import { assetId, sampleJob } from '../../../../../test/support/window/sample-records.ts'
import { cardsOf, runsOf, sourceOf, type StripCard } from './run-groups.ts'
import {
  cardAt,
  cardWidth,
  drawnBetween,
  stripGapPx,
  layOutStrip,
  padPx,
  imageHeight,
  placeOfCard,
  runGapPx,
  scrollToKeep,
  scrollToShow,
  textCardPx,
} from './strip-layout.ts'

const click = (runId: string | null, createdAtMs: number, count: number, from = 0) =>
  Array.from({ length: count }, (_, at) => sampleJob(from + at, { runId, createdAtMs, callId: `${from + at}` }))

describe('runs', () => {
  it('contain the jobs of one click', () => {
    const runs = runsOf([...click('a', 0, 3), ...click('b', 10, 1, 3), ...click('a', 20, 1, 4)])
    expect(runs.map(({ jobs }) => jobs.length)).toEqual([3, 1, 1])
    expect(new Set(runs.map(({ key }) => key)).size).toBe(3)
  })

  it('include local jobs of the same moment, which have no run ID', () => {
    const local = sampleJob(0, { createdAtMs: 5_000 })
    const runs = runsOf([local, ...click('a', 5_200, 2, 1), sampleJob(3, { createdAtMs: 9_000, callId: '3' })])
    expect(runs.map(({ jobs }) => jobs.length)).toEqual([3, 1])
  })

  it('separate jobs of different source images, however close in time', () => {
    const made = [1, 1, 2].map((image, at) =>
      sampleJob(at, { createdAtMs: 5_000 + at * 100, callId: `${at}`, assetId: assetId(image) }),
    )
    expect(runsOf(made).map(({ jobs }) => jobs.length)).toEqual([2, 1])
  })

  it('keep the images of one call together, however far apart in time', () => {
    const runs = runsOf([sampleJob(0, { callId: 'x' }), sampleJob(1, { callId: 'x', createdAtMs: 60_000 })])
    expect(runs).toHaveLength(1)
  })

  it('have the source of any of their jobs', () => {
    const jobs = [sampleJob(0, { assetId: null }), sampleJob(1)]
    expect(sourceOf({ key: '', jobs, cards: [] })).toBe(jobs[1]?.assetId)
  })
})

const failed = (number: number, message: string, runId = 'a') =>
  sampleJob(number, {
    runId,
    provider: 'openai',
    state: 'failed',
    resultId: null,
    error: { code: 'provider/unavailable', message },
  })
const refused = (number: number, what: 'prompt' | 'output', id: string) =>
  sampleJob(number, {
    runId: 'a',
    provider: 'openai',
    state: 'refused',
    resultId: null,
    refusal: { what, words: `Rejected by the safety system, request ID ${id}.` },
  })
const seedsOfCards = (jobs: Parameters<typeof cardsOf>[0]) =>
  cardsOf(jobs).map((card) => card.jobs.map(({ seed }) => seed))

describe('cards of a run', () => {
  it('group equal failures and keep other jobs separate', () => {
    const jobs = [
      failed(0, 'busy'),
      sampleJob(1, { runId: 'a' }),
      failed(2, 'busy'),
      failed(3, 'gone'),
      failed(4, 'busy'),
    ]
    expect(seedsOfCards(jobs)).toEqual([[0, 2, 4], [1], [3]])
    expect(cardsOf(jobs)[0]?.job).toBe(jobs[0])
  })

  it('group equal refusals regardless of their request IDs', () => {
    const jobs = [
      refused(0, 'prompt', 'req_4f1c0d9e8b7a6f5e'),
      refused(1, 'prompt', 'req_0a9b8c7d6e5f4a3b'),
      refused(2, 'output', 'req_1111222233334444'),
      refused(3, 'prompt', '0b7f1c52-9a4e-4d0e-8a43-6f0d4f9c2b11'),
      failed(4, 'Rejected by the safety system, request ID .'),
    ]
    expect(seedsOfCards(jobs)).toEqual([[0, 1, 3], [2], [4]])
  })

  it('separate by run, service and possible billing', () => {
    const jobs = [
      failed(0, 'busy'),
      { ...failed(1, 'busy'), provider: 'bfl' },
      { ...failed(2, 'busy'), isBilled: 'unknown' as const },
      failed(3, 'busy', 'b'),
    ]
    expect(seedsOfCards(jobs)).toEqual([[0], [1], [2], [3]])
  })
})

describe('card', () => {
  it('takes its width from the image, within limits', () => {
    expect(cardWidth(1.5, 100)).toBe(150)
    expect(cardWidth(0.5, 100)).toBe(132)
    expect(cardWidth(0.75, 300)).toBe(225)
    expect(cardWidth(8, 100)).toBe(220)
    expect(cardWidth(null, 300)).toBe(textCardPx)
  })

  it('takes the height that texts and scrollbar leave', () => {
    expect(imageHeight(190)).toBe(102)
    expect(imageHeight(0)).toBe(48)
  })
})

const widthOf = ({ job }: StripCard) => 132 + (Number(job.callId) % 5) * 20

describe('results strip', () => {
  const layout = layOutStrip(runsOf([...click('a', 0, 3), ...click('b', 60_000, 1_000, 3)]), widthOf)

  it('places cards side by side by width, with a gap between runs', () => {
    const [first, second] = layout.runs
    const widthPx = 132 + stripGapPx + 152 + stripGapPx + 172
    expect(first).toMatchObject({ leftPx: padPx, widthPx, first: 0 })
    expect(first?.cards[1]).toMatchObject({ leftPx: 132 + stripGapPx, widthPx: 152 })
    expect(second).toMatchObject({ leftPx: padPx + widthPx + runGapPx, first: 3 })
    expect(layout.cards).toBe(1_003)
    expect(layOutStrip([], widthOf)).toEqual({ runs: [], widthPx: 0, cards: 0 })
  })

  it.each([0, 500, 5_000, 100_000, layout.widthPx - 700])('draws exactly the visible cards at %d px', (fromPx) => {
    const toPx = fromPx + 700
    const drawn = drawnBetween(layout, fromPx, toPx).flatMap(({ run, from, to }) =>
      run.cards.slice(from, to).map(({ job }) => job),
    )
    const seen = layout.runs
      .flatMap(({ jobs }) => jobs)
      .filter(({ id }) => {
        const place = placeOfCard(layout, id)!
        return place.rightPx >= fromPx && place.leftPx <= toPx
      })
    expect(drawn).toEqual(seen)
  })

  it('scrolls by the smallest amount needed, and to the start of a card wider than the view', () => {
    const view = { scrollPx: 1_000, widthPx: 700 }
    expect(scrollToShow({ leftPx: 1_100, rightPx: 1_264 }, view)).toBe(1_000)
    expect(scrollToShow({ leftPx: 500, rightPx: 664 }, view)).toBe(500 - padPx)
    expect(scrollToShow({ leftPx: 2_000, rightPx: 2_164 }, view)).toBe(2_164 + padPx - 700)
    expect(scrollToShow({ leftPx: 2_000, rightPx: 90_000 }, view)).toBe(2_000 - padPx)
    expect(scrollToShow({ leftPx: 4, rightPx: 160 }, view)).toBe(0)
  })

  it('keeps a card in place when those before it become wider, as images arrive', () => {
    const jobs = click('a', 0, 5)
    const [before, after] = [60, 100].map((byPx) => layOutStrip(runsOf(jobs), () => 132 + byPx))
    const aimed = cardAt(before!, 500)
    expect(aimed).toBe(jobs[2]?.id)
    const scrollPx = scrollToKeep(aimed, before!, after!, 300)
    expect(placeOfCard(after!, aimed!)!.leftPx - scrollPx).toBe(placeOfCard(before!, aimed!)!.leftPx - 300)
    // A card that is gone leaves the rest where it is.
    expect(
      scrollToKeep(
        aimed,
        before!,
        layOutStrip([], () => 0),
        300,
      ),
    ).toBe(300)
    expect(cardAt(before!, 90_000)).toBeNull()
  })
})
