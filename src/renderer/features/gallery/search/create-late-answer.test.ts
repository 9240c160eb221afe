import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { AppError } from '../../../../shared/errors/index.ts'
import { createLateAnswer } from './create-late-answer.ts'

beforeEach(() => {
  vi.useFakeTimers()
})
afterEach(() => {
  vi.useRealTimers()
})

function setUp() {
  const asked: {
    question: string
    signal: AbortSignal
    answer: (text: string) => void
    fail: (error: unknown) => void
  }[] = []
  const [onAnswer, onError] = [vi.fn(), vi.fn()]
  const late = createLateAnswer<string, string>({
    ask: (question, signal) =>
      new Promise((answer, fail) => {
        asked.push({ question, signal, answer, fail })
      }),
    onAnswer,
    onError,
    delayMs: 100,
  })
  return { late, asked, onAnswer, onError }
}

describe('asking while somebody types', () => {
  it('waits until they rest', async () => {
    const { late, asked } = setUp()
    for (const question of ['r', 're', 'red']) late.ask(question)
    await vi.advanceTimersByTimeAsync(100)
    expect(asked.map(({ question }) => question)).toEqual(['red'])
  })

  it('drops an answer that another question has overtaken', async () => {
    const { late, asked, onAnswer, onError } = setUp()
    late.ask('a', 0)
    late.ask('b', 0)
    expect(asked[0]?.signal.aborted).toBe(true)
    asked[1]?.answer('of b')
    asked[0]?.answer('of a')
    await vi.advanceTimersByTimeAsync(0)
    expect(onAnswer.mock.calls).toEqual([['of b']])
    expect(onError).not.toHaveBeenCalled()
  })

  it('tells of failures, but not of what was called off', async () => {
    const { late, asked, onError } = setUp()
    late.ask('a', 0)
    asked[0]?.fail(AppError.cancelled())
    await vi.advanceTimersByTimeAsync(0)
    expect(onError).not.toHaveBeenCalled()
    late.ask('b', 0)
    asked[1]?.fail(new AppError('internal/bug', 'x'))
    await vi.advanceTimersByTimeAsync(0)
    expect(onError).toHaveBeenCalledTimes(1)
  })
})
