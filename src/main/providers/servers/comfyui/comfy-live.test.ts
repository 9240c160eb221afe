import { afterEach, describe, expect, it } from 'vitest'
import { createNodeTransport } from '../../../../../test/support/node-transport.ts'
import { buildAdapterInput } from '../../../../../test/support/build-adapter-input.ts'
import { eventFrame, previewFrame } from '../../../../../test/support/services/comfyui/comfy-frames.ts'
import { comfyuiStub } from '../../../../../test/support/services/comfyui-stub.ts'
import { startStubServer, type StubServer } from '../../../../../test/support/services/stub-server.ts'
import type { LiveUpdate } from '../../core/adapter.ts'
import { createSession } from '../../core/create-session.ts'
import { comfyLive } from './comfy-live.ts'
import { comfyui } from './comfyui.ts'

const ticket = '6f0c3a52-5a5e-4c0e-9a47-2f6f1f0d7b11'

function progress(value: number, prompt_id = ticket): string {
  return eventFrame('progress', { value, max: 10, prompt_id, node: '5' })
}

/** Gives a frame its own buffer, like one from a socket. */
function binary(frame: Uint8Array): Uint8Array<ArrayBuffer> {
  return Uint8Array.from(frame)
}

describe('socket frames', () => {
  it('raise the progress step by step and never lower it', () => {
    const read = comfyLive.createReader(ticket)
    const start = read(eventFrame('execution_start', { prompt_id: ticket }))
    expect(start?.progress).toBeGreaterThan(0)
    const half = read(progress(5))?.progress ?? 0
    expect(half).toBeCloseTo(0.48)
    // A second sampler starts at its own first step.
    expect(read(progress(1))?.progress).toBe(half)
    expect(read(progress(10))?.progress).toBeCloseTo(0.9)
    expect(read(eventFrame('executing', { node: null, prompt_id: ticket }))?.progress).toBe(1)
  })

  it('are ignored when they are unknown, malformed or from another prompt', () => {
    const read = comfyLive.createReader(ticket)
    const frames = [
      progress(5, 'other'),
      eventFrame('status', { status: {} }),
      eventFrame('crystools.monitor', { cpu: 1 }),
      'no JSON',
      binary(new Uint8Array(3)),
      binary(previewFrame(new Uint8Array([1]), 'other')),
      binary(Uint8Array.from([0, 0, 0, 3, 0, 0, 0, 0])),
    ]
    expect(frames.map((frame) => read(frame))).toEqual(frames.map(() => null))
  })

  it('are accepted under the prompt id of an older server', () => {
    const read = comfyLive.createReader(ticket)
    read(eventFrame('execution_start', { prompt_id: 'theirs' }))
    expect(read(progress(5, 'theirs'))?.progress).toBeGreaterThan(0.4)
  })

  it('show previews in both formats', () => {
    const read = comfyLive.createReader(ticket)
    const image = new Uint8Array([9, 8, 7])
    expect(read(binary(previewFrame(image, null)))).toEqual({
      progress: null,
      preview: { bytes: image, mime: 'image/png' },
    })
    read(progress(5))
    const named = read(binary(previewFrame(image, ticket)))
    expect(named?.preview).toEqual({ bytes: image, mime: 'image/png' })
    expect(named?.progress).toBeCloseTo(0.48)
  })
})

describe('with a real socket', () => {
  let server: StubServer
  afterEach(() => server.close())

  it('reports progress and previews during the run', async () => {
    server = await startStubServer(comfyuiStub)
    const updates: LiveUpdate[] = []
    const session = createSession({
      adapter: comfyui,
      credentialHeaders: {},
      secrets: [],
      baseUrl: server.origin,
      transport: createNodeTransport(),
      signal: new AbortController().signal,
      appVersion: '0.0.0',
      onUpdate: (update) => updates.push(update),
      onSending: () => {},
      onAnswer: () => {},
    })
    const close = await session.listen(ticket)
    const state = await session.submit(buildAdapterInput(comfyuiStub.cards![0]!, { ticket, seed: 1 }))
    expect(state).toMatchObject({ type: 'waiting', handle: ticket })
    await expect.poll(() => updates.length, { timeout: 2_000 }).toBe(4)
    close()
    expect(updates.map((update) => update.progress?.toFixed(2))).toEqual(['0.01', '0.27', '0.27', '0.48'])
    expect(updates[2]?.preview?.mime).toBe('image/png')
  })
})
