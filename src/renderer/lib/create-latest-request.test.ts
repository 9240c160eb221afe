import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { AppError } from '../../shared/errors/index.ts'
import { createLatestRequest } from './create-latest-request.ts'

beforeEach(() => {
  vi.useFakeTimers()
})
afterEach(() => {
  vi.useRealTimers()
})

function setUp() {
  const sent: {
    input: string
    signal: AbortSignal
    resolve: (text: string) => void
    reject: (error: unknown) => void
  }[] = []
  const [onResult, onError] = [vi.fn(), vi.fn()]
  const latest = createLatestRequest<string, string>({
    request: (input, signal) =>
      new Promise((resolve, reject) => {
        sent.push({ input, signal, resolve, reject })
      }),
    onResult,
    onError,
    delayMs: 100,
  })
  return { latest, sent, onResult, onError }
}

describe('createLatestRequest', () => {
  it('debounces delayed requests', async () => {
    const { latest, sent } = setUp()
    for (const input of ['r', 're', 'red']) latest.sendLater(input)
    await vi.advanceTimersByTimeAsync(100)
    expect(sent.map(({ input }) => input)).toEqual(['red'])
  })

  it('aborts a superseded request and ignores its result', async () => {
    const { latest, sent, onResult, onError } = setUp()
    void latest.send('a')
    void latest.send('b')
    expect(sent[0]?.signal.aborted).toBe(true)
    sent[1]?.resolve('of b')
    sent[0]?.resolve('of a')
    await vi.advanceTimersByTimeAsync(0)
    expect(onResult.mock.calls).toEqual([['of b']])
    expect(onError).not.toHaveBeenCalled()
  })

  it('reports failures but not cancellations', async () => {
    const { latest, sent, onError } = setUp()
    void latest.send('a')
    sent[0]?.reject(AppError.cancelled())
    await vi.advanceTimersByTimeAsync(0)
    expect(onError).not.toHaveBeenCalled()
    void latest.send('b')
    sent[1]?.reject(new AppError('internal/bug', 'x'))
    await vi.advanceTimersByTimeAsync(0)
    expect(onError).toHaveBeenCalledTimes(1)
  })
})
