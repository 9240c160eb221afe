import * as fc from 'fast-check'
import { expect, it, vi } from 'vitest'
import type { LiveState } from '../../../../shared/domain/live.ts'
import { AppError } from '../../../../shared/errors/index.ts'
import { createLiveCanvas } from './create-live-canvas.ts'
import type { FramePrompts } from './frame-prompts.ts'

const settle = () => new Promise<void>((resolve) => setTimeout(resolve, 0))
const going: LiveState = { pause: null, framesPerSecond: 4 }

type Outcome = { readonly frame: number } | { readonly paused: LiveState } | { readonly error: unknown }

/** Main as the window sees it: it answers a frame when the test says so. The snapshot's byte is what was painted. */
function createPlayedMain() {
  let painted = 0
  let number = 0
  let emit: ((state: LiveState & { id: string }) => void) | null = null
  const calls: { readonly name: string; readonly input: unknown }[] = []
  const drawing = new Map<number, (outcome: Outcome) => void>()
  let most = 0
  const draw = (input: { snapshotPng: Uint8Array }, signal?: AbortSignal) => {
    const snapshot = input.snapshotPng[0] ?? 0
    return new Promise((resolve, reject) => {
      drawing.set(snapshot, (outcome) => {
        drawing.delete(snapshot)
        if ('error' in outcome) reject(outcome.error)
        else if ('paused' in outcome) resolve({ frame: null, state: outcome.paused })
        else resolve({ frame: { number: ++number, png: new Uint8Array([snapshot]), timingMs: 1 }, state: going })
      })
      most = Math.max(most, drawing.size)
      signal?.addEventListener('abort', () => {
        drawing.delete(snapshot)
        reject(AppError.cancelled())
      })
    })
  }
  const client = {
    call: vi.fn(async (name: string, input: never, options: { signal?: AbortSignal } = {}) => {
      calls.push({ name, input })
      if (name === 'live.draw') return draw(input, options.signal)
      if (name === 'live.start') return { id: 'session', size: { widthPx: 8, heightPx: 8 }, strength: 0.5, ...going }
      return undefined
    }),
    on: (_name: string, listener: never) => {
      emit = listener
      return () => {
        emit = null
      }
    },
  }
  let prompts: FramePrompts = { prompt: 'a kite', negativePrompt: '' }
  const live = createLiveCanvas({
    client: client as never,
    documentSize: () => ({ widthPx: 80, heightPx: 80 }),
    prompts: async () => prompts,
    openSnapshots: () => ({ take: async () => new Uint8Array([painted]), dispose: () => undefined }),
    settings: { model: 'paper', strength: 0.5, seed: 7, view: 'beside', opacity: 1 },
  })
  return {
    live,
    calls,
    drawing,
    most: () => most,
    paint: () => {
      painted += 1
      live.touch()
    },
    write: (next: FramePrompts) => {
      prompts = next
      live.touch()
    },
    painted: () => painted,
    announce: (state: LiveState) => emit?.({ id: 'session', ...state }),
    finish: (outcome: Outcome) => {
      const [first] = drawing
      first?.[1](outcome)
      return first?.[0] ?? null
    },
    shown: async () => {
      const { frame } = live.store.getState()
      return frame === null ? null : (new Uint8Array(await frame.blob.arrayBuffer())[0] ?? null)
    },
  }
}

it('one snapshot is on its way at a time, and the canvas as it is by then follows', async () => {
  const main = createPlayedMain()
  await main.live.start(false)
  await settle()
  expect([...main.drawing.keys()]).toEqual([0])
  for (let stroke = 0; stroke < 5; stroke++) main.paint()
  await settle()
  expect([...main.drawing.keys()]).toEqual([0])
  main.finish({ frame: 1 })
  await settle()
  expect(await main.shown()).toBe(0)
  expect([...main.drawing.keys()]).toEqual([5])
  expect(main.calls.find(({ name }) => name === 'live.draw')?.input).toMatchObject({
    id: 'session',
    prompt: 'a kite',
    strength: 0.5,
    seed: 7,
  })
})

it('stops at once when a job needs the engine, and shows the newest canvas after it', async () => {
  const main = createPlayedMain()
  await main.live.start(false)
  await settle()
  main.announce({ pause: 'job', framesPerSecond: 4 })
  await settle()
  expect(main.drawing.size).toBe(0)
  main.paint()
  await settle()
  expect([main.drawing.size, main.live.store.getState().pause]).toEqual([0, 'job'])
  main.announce(going)
  await settle()
  expect([...main.drawing.keys()]).toEqual([1])
})

it('gives way to the pointer and to a hidden window', async () => {
  const main = createPlayedMain()
  await main.live.start(false)
  await settle()
  main.live.hold('input', true)
  main.live.hold('hidden', true)
  await settle()
  expect([main.drawing.size, main.live.store.getState().pause]).toEqual([0, 'input'])
  main.live.hold('input', false)
  await settle()
  expect([main.drawing.size, main.live.store.getState().pause]).toEqual([0, 'hidden'])
  main.live.hold('hidden', false)
  await settle()
  expect(main.drawing.size).toBe(1)
})

it('an error stops it until it is started again', async () => {
  const main = createPlayedMain()
  await main.live.start(false)
  await settle()
  const error = new AppError('engine/stopped', 'The engine stopped.')
  main.finish({ error })
  await settle()
  main.paint()
  await settle()
  expect([main.drawing.size, main.live.store.getState().error]).toEqual([0, error])
  await main.live.start(false)
  await settle()
  expect(main.drawing.size).toBe(1)
})

it('shows the frame of the last finished snapshot, and nothing after it is turned off, in any order of events', async () => {
  const event = fc.constantFrom('paint', 'paint', 'finish', 'finish', 'job', 'go on', 'hide', 'show', 'paused' as const)
  await fc.assert(
    fc.asyncProperty(fc.array(event, { maxLength: 30 }), async (events) => {
      const main = createPlayedMain()
      await main.live.start(false)
      await settle()
      let last: number | null = null
      for (const each of events) {
        if (each === 'paint') main.paint()
        if (each === 'finish') last = main.finish({ frame: 1 }) ?? last
        if (each === 'paused') main.finish({ paused: { pause: 'job', framesPerSecond: 4 } })
        if (each === 'job') main.announce({ pause: 'job', framesPerSecond: 4 })
        if (each === 'go on') main.announce(going)
        if (each === 'hide' || each === 'show') main.live.hold('hidden', each === 'hide')
        await settle()
        expect(main.drawing.size).toBeLessThanOrEqual(1)
        expect(await main.shown()).toBe(last)
        if (main.live.store.getState().pause !== null) expect(main.drawing.size).toBe(0)
      }
      main.live.hold('hidden', false)
      main.announce(going)
      await settle()
      while (main.drawing.size > 0) {
        main.finish({ frame: 1 })
        await settle()
      }
      // In the end the frame is that of the canvas as it is.
      expect(await main.shown()).toBe(main.painted())
      main.paint()
      await settle()
      main.live.stop()
      main.finish({ frame: 1 })
      await settle()
      expect([main.drawing.size, await main.shown()]).toEqual([0, main.painted() - 1])
      expect(main.most()).toBe(1)
    }),
    { numRuns: 60 },
  )
})

it('a prompt that cannot be read yet keeps the frame shown, and drawing goes on with the next one', async () => {
  const main = createPlayedMain()
  await main.live.start(false)
  await settle()
  main.finish({ frame: 1 })
  await settle()
  main.write({ problem: 'A bracket is open.' })
  await settle()
  expect([main.drawing.size, main.live.store.getState().promptProblem]).toEqual([0, 'A bracket is open.'])
  expect(main.live.store.getState().error).toBeNull()
  expect(await main.shown()).toBe(0)
  main.write({ prompt: 'a {red} kite', negativePrompt: '' })
  await settle()
  expect([main.drawing.size, main.live.store.getState().promptProblem]).toEqual([1, null])
})
