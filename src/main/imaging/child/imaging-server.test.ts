import { describe, expect, it, vi } from 'vitest'
import { AppError } from '../../../shared/errors/index.ts'
import type { FromProcess } from '../../platform/pure/call-map.ts'
import { imagingCalls, type ImagingHandlers } from '../imaging-calls.ts'
import { serveImaging } from './imaging-server.ts'

const facts = { mime: 'image/png', widthPx: 1, heightPx: 1, hasAlpha: false, isShowable: true }

const never = (): Promise<never> => Promise.reject(new Error('not called here'))

function setUp(probe: ImagingHandlers['probe'], keptBytes?: () => number) {
  const posted: FromProcess[] = []
  const listeners: ((message: unknown) => void)[] = []
  const others = Object.fromEntries(Object.keys(imagingCalls).map((name) => [name, never]))
  const handlers = { ...(others as unknown as ImagingHandlers), probe }
  const endProcess = vi.fn()
  const channel = {
    post: (message: unknown) => void posted.push(message as FromProcess),
    onMessage: (listener: (message: unknown) => void) => void listeners.push(listener),
  }
  serveImaging(channel, handlers, endProcess, keptBytes)
  const call = async (name: string, input: unknown): Promise<FromProcess | undefined> => {
    for (const listener of listeners) listener({ type: 'call', id: 1, name, input })
    await new Promise((resolve) => setImmediate(resolve))
    return posted[0]
  }
  return { call, endProcess }
}

describe('serveImaging', () => {
  it('does not count cached images as memory in use', async () => {
    const { call } = setUp(
      async () => facts,
      () => 1e12,
    )
    expect(await call('probe', { path: 'a.png' })).toMatchObject({
      type: 'done',
      value: facts,
      rssBytes: expect.closeTo(-1e12, -10),
    })
  })

  it('stays alive after a failure', async () => {
    const { call, endProcess } = setUp(() => Promise.reject(new AppError('media/undecodable', 'broken')))
    expect(await call('probe', { path: 'a.png' })).toMatchObject({
      type: 'failed',
      error: { code: 'media/undecodable' },
    })
    expect(endProcess).not.toHaveBeenCalled()
  })

  it('reports the failure of a WebAssembly trap, then ends the process', async () => {
    const trap = Object.assign(new Error('unreachable'), { name: 'RuntimeError' })
    const { call, endProcess } = setUp(() =>
      Promise.reject(new AppError('media/undecodable', 'broken', { cause: trap })),
    )
    expect(await call('probe', { path: 'a.png' })).toMatchObject({ type: 'failed', id: 1 })
    expect(endProcess).toHaveBeenCalledTimes(1)
  })

  it.each([
    ['an unknown call', 'format', {}],
    ['a malformed input', 'probe', { path: 5 }],
    ['a seed out of range', 'fill', { seed: -1 }],
  ])('refuses %s', async (_, name, input) => {
    const { call } = setUp(async () => facts)
    expect(await call(name, input)).toMatchObject({ type: 'failed', error: { code: 'request/invalid' } })
  })
})
