import { expect, it } from 'vitest'
import type { JobSnapshot } from '../../../shared/domain/job.ts'
import { buildJob } from '../../../../test/support/build-job.ts'
import { createTaskbarProgress, taskbarState, type TaskbarState } from './taskbar-progress.ts'

function setUp() {
  const world = { isInFront: false }
  const shown: TaskbarState[] = []
  const bar = createTaskbarProgress({ isInFront: () => world.isInFront, show: (state) => shown.push(state) })
  const update = (job: JobSnapshot, changes: Partial<JobSnapshot>) => bar.heed({ ...job, ...changes })
  return { world, shown, bar, tell: update, last: () => shown.at(-1) }
}

it('is indeterminate until a job reports progress, and disappears when all have ended', () => {
  const { bar, tell, last } = setUp()
  const [a, b] = [buildJob(), buildJob()]
  bar.heed(a)
  bar.heed(b)
  expect(last()).toEqual({ mode: 'indeterminate', value: 0, open: 2 })
  tell(a, { state: 'running', progress: null })
  expect(last()).toEqual({ mode: 'indeterminate', value: 0, open: 2 })
  tell(a, { state: 'running', progress: 0.5 })
  expect(last()).toEqual({ mode: 'normal', value: 0.25, open: 2 })
  tell(a, { state: 'done', progress: 1 })
  expect(last()).toEqual({ mode: 'normal', value: 0.5, open: 1 })
  tell(b, { state: 'cancelled' })
  expect(last()).toEqual({ mode: 'none', value: 0, open: 0 })
})

it('shows a failure in the background until the window is focused', () => {
  const { bar, tell, last, world } = setUp()
  const [a, b] = [buildJob(), buildJob()]
  bar.heed(a)
  bar.heed(b)
  tell(a, { state: 'failed' })
  expect(last()).toEqual({ mode: 'error', value: 0.5, open: 1 })
  tell(b, { state: 'done' })
  expect(last()).toEqual({ mode: 'error', value: 0, open: 0 })
  bar.lookedAt()
  expect(last()).toEqual({ mode: 'none', value: 0, open: 0 })
  world.isInFront = true
  const c = buildJob()
  bar.heed(c)
  tell(c, { state: 'failed' })
  expect(last()?.mode).toBe('none')
})

it('emits nothing when nothing visible has changed', () => {
  const { bar, tell, shown } = setUp()
  const job = buildJob()
  bar.heed(job)
  for (let progress = 0; progress < 0.2; progress += 0.0001) tell(job, { state: 'running', progress })
  expect(shown.length).toBeLessThan(25)
  tell(job, { state: 'done' })
  tell(job, { state: 'done', verdict: 'kept' })
  expect(shown.at(-1)).toEqual({ mode: 'none', value: 0, open: 0 })
})

it('counts correctly over thousands of events in any order', () => {
  const { bar, tell, shown, last } = setUp()
  const jobs = Array.from({ length: 1_000 }, () => buildJob())
  for (const job of jobs) bar.heed(job)
  for (const [at, job] of jobs.entries())
    tell(job, { state: 'running', progress: at % 3 === 0 ? null : (at % 100) / 100 })
  for (const job of jobs.slice(0, 500)) tell(job, { state: 'done', progress: 1 })
  expect(last()!.open).toBe(500)
  expect(last()!.value).toBeGreaterThan(0.5)
  expect(last()!.value).toBeLessThan(1)
  for (const job of jobs.slice(500).toReversed()) tell(job, { state: 'done' })
  expect(last()).toEqual({ mode: 'none', value: 0, open: 0 })
  const ofTheEnd = shown.filter(({ mode }) => mode === 'normal').map(({ value }) => value)
  expect(Math.max(...ofTheEnd)).toBeLessThanOrEqual(1)
})

it.each([
  [{ total: 0, open: 0, known: 0, progressSum: 0, hasFailed: false }, 'none', 0],
  [{ total: 4, open: 1, known: 0, progressSum: 0, hasFailed: false }, 'normal', 0.75],
  [{ total: 3, open: 3, known: 1, progressSum: 0.3, hasFailed: false }, 'normal', 0.1],
] as const)('%j', (tally, mode, value) => {
  expect(taskbarState(tally)).toEqual({ mode, value, open: tally.open })
})
