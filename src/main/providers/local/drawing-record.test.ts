import { describe, expect, it } from 'vitest'
import { buildAdapterInput } from '../../../../test/support/build-adapter-input.ts'
import { call, card, createStage, hashOf, planFor, size } from '../../../../test/support/local-stage.ts'
import { blankRequest } from '../../../../test/support/plan-examples.ts'
import type { LocalRecord } from '../../../shared/domain/local-record.ts'
import { noSaving } from '../../engine/index.ts'
import type { ModelCard } from '../../../shared/domain/model-card.ts'
import type { AdapterInput } from '../core/adapter.ts'
import { choiceOption, numberOption } from '../core/define-model.ts'
import { planRequest } from '../core/plan/plan-request.ts'

describe('repeating a local drawing', () => {
  const record: LocalRecord = {
    engine: { version: 'master', commit: 'abc' },
    device: 'A card',
    saving: { ...noSaving, isFlashAttention: true },
    files: [
      { part: 'model', name: 'paper.safetensors', bytes: 9, sha256: hashOf('paper') },
      { part: 'lora', name: 'Ink.safetensors', bytes: 9, sha256: hashOf('Ink') },
    ],
  }
  const loras = [{ path: 'ink', scale: 0.5 }]

  it('stores engine, device, memory saving and file hashes with the result', async () => {
    const { adapter } = createStage()
    const done = await adapter.submit(buildAdapterInput(card, { size, loras }), call)
    expect(done).toMatchObject({ type: 'done', local: { ...record, saving: noSaving } })
  })

  it('stops hashing when the drawing fails, so that the next one does not wait for it', async () => {
    const { adapter, hashing } = createStage(() => true)
    await expect(adapter.submit(buildAdapterInput(card, { size }), call)).rejects.toThrow()
    expect(hashing.map(({ aborted }) => aborted)).toEqual([true])
    const { adapter: working, hashing: finished } = createStage()
    await working.submit(buildAdapterInput(card, { size }), call)
    expect(finished.map(({ aborted }) => aborted)).toEqual([false])
  })

  it('uses the same files by hash and the same memory saving', async () => {
    const moved = { [hashOf('paper')]: '/new/renamed.safetensors', [hashOf('Ink')]: '/new/pen.safetensors' }
    const { adapter, requests } = createStage(() => false, moved)
    expect(planFor({ drawnWith: record, loras }, adapter).plan.warnings).toEqual([
      { code: 'memory-saved', message: 'To save memory: flash attention.' },
    ])
    await adapter.submit(buildAdapterInput(card, { size, loras, drawnWith: record }), call)
    expect(requests).toMatchObject([
      {
        model: { files: { model: '/new/renamed.safetensors' }, saving: record.saving },
        loras: [{ path: '/new/pen.safetensors', scale: 0.5 }],
      },
    ])
  })

  describe('in a second pass', () => {
    const twice = {
      ...card,
      options: [
        numberOption('hires', 'Hires pass', { default: 1 }),
        choiceOption('hires_upscaler', 'Hires upscaler', ['Latent', 'x4'], { default: 'Latent' }),
      ],
    } as const satisfies ModelCard
    const options = { hires: 2, hires_upscaler: 'x4' }
    const upscaler = { part: 'upscaler', name: 'X4.safetensors', bytes: 9, sha256: hashOf('x4') } as const
    const drawnWith = { ...record, files: [upscaler] }

    const pathOf = async (hashes: Readonly<Record<string, string | null>>, overrides: Partial<AdapterInput> = {}) => {
      const { adapter, requests } = createStage(() => false, hashes)
      await adapter.submit(buildAdapterInput(twice, { size, options, drawnWith, ...overrides }), call)
      return requests[0]?.hires?.modelPath
    }

    it('uses the same upscaler file by hash, wherever it is stored', async () => {
      const hashes = { [hashOf('x4')]: '/new/sharper.safetensors' }
      expect(await pathOf(hashes)).toBe('/new/sharper.safetensors')
      expect(await pathOf({})).toBe('/models/x4.safetensors')
      expect(await pathOf(hashes, { drawnWith: null })).toBe('/models/x4.safetensors')
      expect(await pathOf(hashes, { options: { hires: 2 } })).toBeNull()
    })

    it('warns when another upscaler file has its name', async () => {
      const hashes = { [hashOf('x4')]: null }
      expect(await pathOf(hashes)).toBe('/models/x4.safetensors')
      const { plan } = planFor({ size, options, drawnWith }, createStage(() => false, hashes).adapter, twice)
      expect(plan.obstacles).toEqual([])
      expect(plan.warnings.map(({ message }) => message)).toContain(
        `This model file is not on this computer: X4.safetensors, sha256 ${hashOf('x4')}. Another one is used, so the image will differ.`,
      )
    })
  })

  it('warns about every difference before the run', () => {
    const { adapter } = createStage(() => false, { [hashOf('paper')]: null })
    const drawnWith = { ...record, device: 'Another card', engine: { version: 'older', commit: '' } }
    const large = { widthPx: 4_096, heightPx: 4_096 }
    const grid = { ...card, sizes: { kind: 'list' as const, sizes: [large] } }
    const facing = { providerLabel: '', isOwnBaseUrl: false, review: adapter.review! }
    const { plan } = planRequest({ ...blankRequest, size: large, drawnWith }, grid, null, facing)
    expect(plan.warnings.map(({ code, message }) => [code, message.slice(0, 60)])).toEqual([
      ['engine-differs', 'The original was made with another engine version (older; no'],
      ['device-differs', 'The original was made on another device (Another card; now A'],
      ['model-file-missing', 'This model file is not on this computer: paper.safetensors, '],
      ['saving-differs', 'Memory is saved differently than for the first image (weight'],
    ])
    expect(plan.warnings[2]?.message).toContain(`sha256 ${hashOf('paper')}`)
  })
})
