import { describe, expect, it } from 'vitest'
import { buildAdapterInput } from '../../../../test/support/build-adapter-input.ts'
import { call, createStage, upscaler } from '../../../../test/support/local-stage.ts'
import type { AdapterInput } from '../core/adapter.ts'
import type { UpscaleOrder } from './local-supply.ts'

const sourceFile = { path: '/working/photo.png', originalPath: '/library/photo.tiff', widthPx: 4_000, heightPx: 3_000 }

function upscale(fails: (order: UpscaleOrder) => boolean, overrides: Partial<AdapterInput> = {}) {
  const { adapter, upscaled, drawn } = createStage(undefined, undefined, fails)
  const input = buildAdapterInput(upscaler, { operation: 'edit', sourceFile, ...overrides })
  return { result: adapter.submit(input, call), upscaled, drawn }
}

describe('a local upscaler', () => {
  it('reads the source file and returns a file', async () => {
    const { result, upscaled, drawn } = upscale(() => false, { options: { scale: 2 } })
    expect(await result).toMatchObject({
      type: 'done',
      images: [{ file: '/temporary/large.png' }],
      local: { files: [{ part: 'upscaler', name: 'x4.safetensors' }] },
    })
    expect(upscaled).toEqual([
      { model: '/models/x4.safetensors', sourcePath: '/working/photo.png', scale: 2, tiles: 'usual' },
    ])
    expect(drawn).toMatchObject([{ passes: [{ steps: 1, megapixels: 12 }] }])
  })

  it('retries with small tiles after running out of memory', async () => {
    const { result, upscaled } = upscale(({ tiles }) => tiles === 'usual')
    expect(await result).toMatchObject({ type: 'done' })
    expect(upscaled.map(({ tiles }) => tiles)).toEqual(['usual', 'small'])
  })

  it('explains what to do when small tiles are not enough', async () => {
    const { result, upscaled } = upscale(() => true)
    await expect(result).rejects.toMatchObject({
      code: 'engine/out-of-memory',
      message: expect.stringContaining('even in small tiles. Close other apps'),
    })
    expect(upscaled).toHaveLength(2)
  })
})

describe('an upscaler in ONNX format', () => {
  it('gets the image as it is in the library, and its file is the result', async () => {
    const orders: object[] = []
    const card = { ...upscaler, id: 'x4.onnx' }
    const onnx = {
      card,
      path: '/models/x4.onnx',
      upscale: async (image: object) => {
        orders.push(image)
        const engine = { name: 'ONNX Runtime', version: '1.0', commit: '' }
        return { file: '/temporary/by-vision.png', engine, device: 'CPU' }
      },
    }
    const { supply } = createStage()
    const stage = createStage(undefined, undefined, undefined, { ...supply, visionUpscalers: [onnx] })
    const { models } = await stage.adapter.listModels!(call)
    expect(models.map(({ id }) => id)).toEqual(['paper', 'x4', 'x4.onnx'])
    const input = buildAdapterInput(card, { operation: 'edit', sourceFile, options: { scale: 2 } })
    const done = await stage.adapter.submit(input, call)
    expect(done).toMatchObject({
      type: 'done',
      images: [{ file: '/temporary/by-vision.png' }],
      local: { engine: { name: 'ONNX Runtime' }, device: 'CPU', files: [{ part: 'upscaler', name: 'x4.onnx' }] },
    })
    expect(orders).toEqual([{ originalPath: '/library/photo.tiff', factor: 2 }])
    expect(stage.upscaled).toEqual([])
    // How long it took is known for the next one.
    expect(stage.drawn).toMatchObject([{ model: 'x4.onnx', device: null, passes: [{ megapixels: 12 }] }])
  })
})
