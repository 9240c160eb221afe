import { describe, expect, it } from 'vitest'
import { buildJob } from '../../../test/support/build-job.ts'
import type { AssetId } from '../../shared/domain/ids.ts'
import type { JobSnapshot } from '../../shared/domain/job.ts'
import { newId } from '../platform/pure/new-id.ts'
import { createJobNotifier, type JobNotice, describeWork } from './notify-jobs.ts'

function setUp({ isInFront = false } = {}) {
  const world = { nowMs: 1_000, isInFront }
  const shown: JobNotice[] = []
  const notify = createJobNotifier({
    clock: { nowMs: () => world.nowMs },
    isInFront: () => world.isInFront,
    show: (notice) => shown.push(notice),
  })
  const start = (runId: string, changes: Partial<JobSnapshot> = {}): JobSnapshot => {
    const job = buildJob({ runId, prompt: 'a secret', ...changes })
    notify(job)
    return job
  }
  const end = (job: JobSnapshot, changes: Partial<JobSnapshot> = {}): void => {
    const isDone = changes.state === undefined
    notify({
      ...job,
      state: 'done',
      resultId: isDone ? newId<AssetId>() : null,
      costUsd: 0.04,
      isBilled: 'yes',
      ...changes,
    })
  }
  return { world, shown, heed: notify, start, end }
}

describe('createJobNotifier', () => {
  it('notifies once about a long run with image count and cost, but never the prompt', () => {
    const { world, shown, heed, start, end } = setUp()
    const jobs = [start('one'), start('one'), start('one')]
    heed({ ...jobs[0]!, state: 'running', progress: 0.5 })
    world.nowMs += 21_000
    end(jobs[0]!)
    end(jobs[1]!, { state: 'refused', costUsd: 0, isBilled: 'no' })
    expect(shown).toEqual([])
    end(jobs[2]!)
    expect(shown).toEqual([expect.objectContaining({ title: '2 images ready', body: '1 refused · $0.08' })])
    expect(`${shown[0]!.title} ${shown[0]!.body}`).not.toContain('secret')
    expect(shown[0]!.job.id).toBe(jobs[2]!.id)
  })

  it('links to a result if there is one', () => {
    const { world, shown, start, end } = setUp()
    const [first, second] = [start('one'), start('one')]
    world.nowMs += 30_000
    end(first)
    end(second, { state: 'failed', costUsd: null, isBilled: 'unknown' })
    expect(shown[0]!.job.id).toBe(first.id)
    expect(shown[0]!.body).toBe('1 failed · at least $0.04')
  })

  it.each([
    ['it was short', 19_000, false],
    ['the window is in front', 60_000, true],
  ])('does not notify when %s', (_name, tookMs, isInFront) => {
    const { world, shown, start, end } = setUp({ isInFront })
    const job = start('one')
    world.nowMs += tookMs
    end(job)
    expect(shown).toEqual([])
  })

  it('does not notify about canceled jobs', () => {
    const { world, shown, start, end } = setUp()
    const job = start('one')
    world.nowMs += 60_000
    end(job, { state: 'cancelled', costUsd: null })
    expect(shown).toEqual([])
  })

  it('notifies about the whole queue at its end if each run was short', () => {
    const { world, shown, start, end } = setUp()
    const jobs = [start('one'), start('two'), start('three')]
    for (const job of jobs) {
      world.nowMs += 9_000
      end(job)
    }
    expect(shown.map(({ title, body }) => [title, body])).toEqual([['3 images ready', '$0.12']])
  })

  it('starts over when the queue has been empty', () => {
    const { world, shown, start, end } = setUp()
    for (const run of ['one', 'two', 'three']) {
      const job = start(run)
      world.nowMs += 15_000
      end(job)
    }
    expect(shown).toEqual([])
  })

  it('notifies about a long run while another continues, and ignores later decisions', () => {
    const { world, shown, heed, start, end } = setUp()
    const long = start('one')
    start('two')
    world.nowMs += 40_000
    end(long)
    heed({ ...long, state: 'done', verdict: 'kept' })
    expect(shown).toHaveLength(1)
  })
})

describe('describeWork', () => {
  const nothing = { done: 0, refused: 0, failed: 0, cancelled: 0, costUsd: 0, isCostOpen: false }
  it.each([
    [{ done: 1 }, 'Image ready', 'free'],
    [{ done: 12, costUsd: 1.5 }, '12 images ready', '$1.50'],
    [{ done: 1, isCostOpen: true }, 'Image ready', 'cost pending'],
    [{ refused: 1, failed: 2 }, 'No images were made', '1 refused · 2 failed · free'],
  ])('%j', (changes, title, body) => {
    expect(describeWork({ ...nothing, ...changes })).toEqual({ title, body })
  })
  it('returns null without results', () => {
    expect(describeWork({ ...nothing, cancelled: 3 })).toBeNull()
  })
})
