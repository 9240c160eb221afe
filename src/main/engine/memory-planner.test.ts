import { describe, expect, it } from 'vitest'
import type { EngineFacts } from '../../shared/domain/local-setup.ts'
import { AppError } from '../../shared/errors/index.ts'
import { createMemoryPlanner } from './memory-planner.ts'

const gib = 1_024 ** 3
const size = { widthPx: 512, heightPx: 512 }
const weights = { drawingBytes: 5 * gib, encoderBytes: 0, vaeBytes: 0.2 * gib, pixelsPerToken: 64, heads: 8 }
const model = { id: 'paper', label: 'Paper', weights }

type Devices = EngineFacts['devices']
const gpu = (freeGib: number, totalGib = 12): Devices => [
  { name: 'CPU', label: 'A processor', kind: 'cpu', freeBytes: 8 * gib, totalBytes: 16 * gib },
  { name: 'cuda0', label: 'A card', kind: 'gpu', freeBytes: freeGib * gib, totalBytes: totalGib * gib },
]

function plannerWith(devices: Devices, later: Devices | null = null, systemGib = 2) {
  const planner = createMemoryPlanner(
    () => systemGib * gib,
    () => Promise.resolve(later),
  )
  planner.note(devices)
  return planner
}

const runsOut = () => Promise.reject(new AppError('engine/out-of-memory', 'Memory ran out.'))
const remedyOf = (planner: ReturnType<typeof plannerWith>) =>
  planner.draw(model, size, runsOut).then(
    () => '',
    (thrown: AppError) => thrown.message,
  )

describe('when other apps use most of the memory', () => {
  it('warns before drawing', () => {
    expect(plannerWith(gpu(2)).warnings(model, size)).toEqual([
      {
        code: 'memory-short',
        message:
          'Paper needs about 5.6 GB for this, but other apps use 10.7 GB of the 12.9 GB on A card, so it will probably fail. Close them, or choose a smaller model or image.',
      },
    ])
    const [offloaded] = plannerWith(gpu(4), null, 32).warnings(model, size)
    expect(offloaded?.message).toMatch(
      /^Paper fits with offload, which is slower: .* It would fit without, but other apps use/,
    )
  })

  it('explains running out of memory by the current state of the devices', async () => {
    expect(await remedyOf(plannerWith(gpu(12), gpu(2)))).toBe(
      'Out of memory: other apps use 10.7 GB of the 12.9 GB on A card. Close them, or choose a smaller model or image. Memory ran out.',
    )
    // The device is gone by then, or was never there.
    for (const later of [gpu(12), null]) {
      expect(await remedyOf(plannerWith(gpu(12), later))).toContain('Not enough memory, even with all memory')
    }
  })

  it('does not mention other apps when the model is too large anyway', async () => {
    const planner = plannerWith(gpu(2, 4), gpu(2, 4))
    expect(planner.warnings(model, size)[0]?.message).toContain('2.1 GB are free')
    expect(await remedyOf(planner)).not.toContain('other apps use')
  })

  it('warns about system memory when the model runs on the CPU', () => {
    const [cpu] = gpu(0)
    expect(plannerWith([cpu!]).warnings(model, size)[0]?.message).toContain(
      'other apps use 15.0 GB of the 17.2 GB on this computer',
    )
  })

  it('falls back to the last known memory when the engine does not respond', async () => {
    const planner = createMemoryPlanner(
      () => 2 * gib,
      () => Promise.reject(new Error('It is gone.')),
    )
    planner.note(gpu(2))
    expect(await remedyOf(planner)).toContain('other apps use 10.7 GB')
  })
})
