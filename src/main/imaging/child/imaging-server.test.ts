import { describe, expect, it, vi } from 'vitest'
import { AppError } from '../../../shared/errors/index.ts'
import { imagingCalls, type FromChild } from './imaging-protocol.ts'
import { serveImaging, type ImagingCallContext, type ImagingHandlers } from './imaging-server.ts'

const facts = { mime: 'image/png', widthPx: 1, heightPx: 1, hasAlpha: false, isShowable: true }

const never = (): Promise<never> => Promise.reject(new Error('not called here'))

function setUp(probe: (path: string, context: ImagingCallContext) => Promise<typeof facts>) {
  const posted: FromChild[] = []
  const listeners: ((message: unknown) => void)[] = []
  const others = Object.fromEntries(Object.keys(imagingCalls).map((method) => [method, never]))
  const handlers = {
    ...(others as unknown as ImagingHandlers),
    probe: ({ path }, context) => probe(path, context),
  } satisfies ImagingHandlers
  const endProcess = vi.fn()
  const channel = {
    post: (message: unknown) => void posted.push(message as FromChild),
    onMessage: (listener: (message: unknown) => void) => void listeners.push(listener),
  }
  serveImaging(channel, handlers, endProcess)
  const send = async (message: unknown): Promise<void> => {
    for (const listener of listeners) listener(message)
    await new Promise((resolve) => setImmediate(resolve))
  }
  return { send, posted, endProcess, handlers }
}

const probeCall = (id: number): unknown => ({ kind: 'call', id, method: 'probe', input: { path: 'a.png' } })

describe('serveImaging', () => {
  it('does not count images that are held on purpose', async () => {
    const posted: FromChild[] = []
    const listeners: ((message: unknown) => void)[] = []
    const channel = {
      post: (message: unknown) => void posted.push(message as FromChild),
      onMessage: (listener: (message: unknown) => void) => void listeners.push(listener),
    }
    const { handlers } = setUp(async () => facts)
    serveImaging(channel, handlers, vi.fn(), () => 1e12)
    listeners[0]!(probeCall(1))
    await vi.waitFor(() => expect(posted).toHaveLength(1))
    expect(posted[0]).toMatchObject({ kind: 'done', rssBytes: expect.closeTo(-1e12, -10) })
  })

  it('answers with the value and what the process holds', async () => {
    const { send, posted } = setUp(async () => facts)
    await send(probeCall(7))
    expect(posted).toEqual([{ kind: 'done', id: 7, value: facts, rssBytes: expect.any(Number) }])
  })

  it('sends failures as plain data and stays alive', async () => {
    const { send, posted, endProcess } = setUp(async () => {
      throw new AppError('media/undecodable', 'broken', { detail: { decoder: 'x' } })
    })
    await send(probeCall(1))
    expect(posted[0]).toMatchObject({ kind: 'failed', error: { code: 'media/undecodable', detail: { decoder: 'x' } } })
    expect(endProcess).not.toHaveBeenCalled()
  })

  it('ends the process after a WebAssembly trap, having said what failed', async () => {
    const { send, posted, endProcess } = setUp(async () => {
      throw new AppError('media/undecodable', 'broken', {
        cause: Object.assign(new Error('unreachable'), { name: 'RuntimeError' }),
      })
    })
    await send(probeCall(1))
    expect(posted[0]).toMatchObject({ kind: 'failed', id: 1 })
    expect(endProcess).toHaveBeenCalledTimes(1)
  })

  it('cancels one call and says nothing more of it but that', async () => {
    const { send, posted } = setUp(
      (path, { signal, onProgress }) =>
        new Promise((_, reject) => {
          signal.addEventListener('abort', () => {
            onProgress(0.9)
            reject(new Error(`stopped ${path}`))
          })
        }),
    )
    await send(probeCall(1))
    await send(probeCall(2))
    await send({ kind: 'cancel', id: 2 })
    await send({ kind: 'cancel', id: 99 })
    expect(posted).toEqual([
      {
        kind: 'failed',
        id: 2,
        error: { code: 'request/cancelled', message: 'Canceled.' },
        rssBytes: expect.any(Number),
      },
    ])
  })

  it.each([
    ['an unknown call', { kind: 'call', id: 3, method: 'format', input: {} }],
    ['a name every object has', { kind: 'call', id: 3, method: 'constructor', input: {} }],
    ['a malformed input', { kind: 'call', id: 3, method: 'probe', input: { path: 5 } }],
    ['a seed out of range', { kind: 'call', id: 3, method: 'fill', input: { seed: -1 } }],
  ])('refuses %s', async (_, message) => {
    const { send, posted } = setUp(async () => facts)
    await send(message)
    expect(posted[0]).toMatchObject({ kind: 'failed', id: 3, error: { code: 'request/invalid' } })
  })
})
