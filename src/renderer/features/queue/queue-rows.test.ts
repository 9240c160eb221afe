import { describe, expect, it } from 'vitest'
import type { QueueEntry } from '../../../shared/domain/queue.ts'
import type { ArrangedLane } from '../../client/index.ts'
import { jobId, sampleJob } from '../../../../test/support/window/sample-records.ts'
import { pickedOf, headPx, heightOf, rowAt, rowPx, rowsOf, rowTargetOf, topsOf } from './queue-rows.ts'
import { describeLane, priceOf, describeLaneState, summaryOf, titleOf } from './queue-labels.ts'

const entry = (number: number, change: Partial<QueueEntry> = {}): QueueEntry => ({
  callId: `call-${number}`,
  runId: null,
  jobIds: [jobId(number)],
  documentId: null,
  assetId: null,
  lane: 'openai',
  model: 'maker',
  operation: 'generate',
  prompt: 'a cat',
  pictures: 1,
  state: 'waiting',
  progress: null,
  endsAtMs: null,
  estimateUsd: 0.04,
  createdAtMs: number,
  position: number,
  note: null,
  isElsewhere: false,
  ...change,
})
const waiting = [1, 2, 3].map((number) => entry(number))
const running = [entry(9, { state: 'running' })]
const lane: ArrangedLane = {
  id: 'openai',
  label: 'OpenAI',
  isPaused: false,
  runningMax: 2,
  waitingUntilMs: null,
  running,
  waiting,
}

describe('queue rows', () => {
  const rows = rowsOf([lane], [sampleJob(5, { state: 'failed' })])

  it('list each lane with running before waiting calls, and failed jobs at the end', () => {
    expect(rows.map(({ key }) => key)).toEqual([
      'lane openai',
      'call-9',
      'call-1',
      'call-2',
      'call-3',
      'failed',
      `failed ${jobId(5)}`,
    ])
    expect(rows.map((row) => (row.type === 'call' ? row.place : null))).toEqual([null, null, 1, 2, 3, null, null])
  })

  it('are stacked vertically and found by offset', () => {
    const tops = topsOf(rows)
    expect(tops).toEqual([
      0,
      ...rows.map((_, at) => rows.slice(0, at + 1).reduce((sum, row) => sum + heightOf(row), 0)),
    ])
    expect(tops[1]).toBe(headPx)
    for (const [at, top] of tops.slice(0, -1).entries()) {
      expect([rowAt(tops, top), rowAt(tops, top + headPx - 1)]).toEqual([at, at])
    }
    expect([rowAt(tops, -50), rowAt(tops, 99_999), rowAt([0], 10)]).toEqual([0, rows.length - 1, 0])
    expect(rowPx).toBeGreaterThan(headPx)
  })
})

describe('moving calls', () => {
  it.each([
    [1, 'front', undefined],
    [1, 'up', undefined],
    [1, 'down', 'call-3'],
    [1, 'end', null],
    [2, 'up', 'call-1'],
    [2, 'down', null],
    [3, 'front', 'call-1'],
    [3, 'down', undefined],
    [3, 'end', undefined],
    [9, 'up', undefined],
  ] as const)('moves call %d %s before %s', (number, step, target) => {
    expect(rowTargetOf([lane], entry(number), step)).toBe(target)
  })

  it('picks the selected calls in queue order, else the active one', () => {
    const entries = new Map(waiting.map((each) => [each.callId, each]))
    const ids = (chosen: readonly string[], active: string | null) =>
      pickedOf(entries, new Set(chosen), active).map(({ callId }) => callId)
    expect(ids(['call-3', 'call-1'], 'call-2')).toEqual(['call-1', 'call-3'])
    expect(ids([], 'call-2')).toEqual(['call-2'])
    expect(ids(['gone'], null)).toEqual([])
  })
})

describe('queue labels', () => {
  it('describe title, progress and price', () => {
    expect(titleOf(entry(1))).toBe('a cat')
    expect(titleOf(entry(1, { prompt: null, operation: 'fill' }))).toBe('Fill')
    expect([1, 2].map((place) => describeLaneState(entry(1), place, null))).toEqual(['next', 'no. 2'])
    const runs = (progress: number | null, seconds: number | null) =>
      describeLaneState(entry(1, { state: 'running', progress }), null, seconds)
    expect([runs(null, null), runs(0.4, null), runs(0.4, 9), runs(null, 9), runs(1, 5)]).toEqual([
      'running',
      '40%',
      '40% · 9 s left',
      '9 s left',
      'finishing',
    ])
    expect([0.04, 0, null].map((estimateUsd) => priceOf({ estimateUsd }))).toEqual(['≈ $0.04', 'free', 'price unknown'])
  })

  it('summarize the queue', () => {
    expect(summaryOf([lane], true)).toBe('paused · 1 running · 3 waiting · ≈ $0.16')
    expect(summaryOf([], false)).toBe('The queue is empty.')
    expect(summaryOf([{ ...lane, waiting: [entry(1, { estimateUsd: null })] }], false)).toBe(
      '1 running · 1 waiting · ≈ $0.04 + unknown',
    )
    expect(describeLane(lane)).toBe('1 of 2 running, 3 waiting')
    expect(describeLane({ ...lane, running: [], waiting: [] })).toBe('idle')
  })
})
