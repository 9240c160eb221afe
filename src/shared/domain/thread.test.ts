import { describe, expect, it } from 'vitest'
import type { AssetId, JobId, ThreadId } from './ids.ts'
import { currentImage, livingSteps, shownSteps, tipFrom, type ThreadStep, type Thread } from './thread.ts'

const rootId = 'root' as AssetId

function step(id: string, from: string, change: Partial<ThreadStep> = {}): ThreadStep {
  return {
    id: id as JobId,
    assetId: from as AssetId,
    resultId: id as AssetId,
    state: 'done',
    verdict: 'open',
    prompt: id,
    provider: 'openai',
    model: 'm',
    createdAtMs: 0,
    ...change,
  }
}

const failed = { resultId: null, state: 'failed' } as const

function threadAt(currentId: string | null, tipId: string | null): Thread {
  const ids = { currentId: currentId as JobId | null, tipId: tipId as JobId | null }
  return { id: 't' as ThreadId, documentId: null, rootId, createdAtMs: 0, draft: null, ...ids }
}

const idsOf = (thread: Thread, steps: readonly ThreadStep[]) =>
  shownSteps(thread, steps).map(({ step: { id }, siblings, isUndone }) => [id, siblings.length, isUndone])

describe('a thread', () => {
  const steps = [step('a', 'root'), step('b', 'a'), step('c', 'a'), step('d', 'c')]

  it('shows the branch of its tip, with how many go on from each image', () => {
    expect(idsOf(threadAt('d', 'd'), steps)).toEqual([
      ['a', 1, false],
      ['c', 2, false],
      ['d', 1, false],
    ])
    expect(idsOf(threadAt('b', 'b'), steps)).toEqual([
      ['a', 1, false],
      ['b', 2, false],
    ])
  })

  it('keeps steps that were undone, after the current one', () => {
    expect(idsOf(threadAt('a', 'd'), steps).map(([, , isUndone]) => isUndone)).toEqual([false, true, true])
    expect(idsOf(threadAt(null, 'd'), steps).map(([, , isUndone]) => isUndone)).toEqual([true, true, true])
    expect(currentImage(threadAt('a', 'd'), steps)).toBe('a')
    expect(currentImage(threadAt(null, 'd'), steps)).toBe('root')
  })

  it('leads to the newest end of a branch', () => {
    expect(tipFrom(steps, steps[0]!)).toBe('d')
    expect(tipFrom(steps, steps[1]!)).toBe('b')
    expect(idsOf(threadAt(null, 'gone'), steps).map(([id]) => id)).toEqual(['a', 'c', 'd'])
  })

  it('goes on from the image before a step that failed, and its retry takes its place', () => {
    const first = step('x', 'a', { ...failed, prompt: 'hat' })
    const retry = step('y', 'a', { prompt: 'hat' })
    expect(currentImage(threadAt('x', 'x'), [steps[0]!, first])).toBe('a')
    expect(livingSteps([steps[0]!, first]).map(({ id }) => id)).toEqual(['a', 'x'])
    expect(livingSteps([steps[0]!, first, retry]).map(({ id }) => id)).toEqual(['a', 'y'])
    expect(livingSteps([first, step('z', 'a', { prompt: 'hat', model: 'other' })])).toHaveLength(2)
  })

  it('hides rejected steps, unless others go on from them', () => {
    const rejected = { verdict: 'rejected' } as const
    expect(livingSteps([step('a', 'root', rejected), step('b', 'a')])).toHaveLength(2)
    expect(livingSteps([step('a', 'root'), step('b', 'a', rejected)])).toHaveLength(1)
  })

  it('ends where its steps are damaged', () => {
    const loop = [step('a', 'b'), step('b', 'a')]
    expect(idsOf(threadAt('a', 'a'), loop).map(([id]) => id)).toEqual(['b', 'a'])
    expect(tipFrom(loop, loop[0]!)).toBeDefined()
  })
})
