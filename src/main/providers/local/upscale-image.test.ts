import { describe, expect, it } from 'vitest'
import { buildAdapterInput } from '../../../../test/support/build-adapter-input.ts'
import { call, createStage, upscaler } from '../../../../test/support/local-stage.ts'
import type { AdapterInput } from '../core/adapter.ts'
import type { UpscaleOrder } from './local-supply.ts'

const sourceFile = { path: '/library/photo.jpg', widthPx: 4_000, heightPx: 3_000 }

function upscale(fails: (order: UpscaleOrder) => boolean, own: Partial<AdapterInput> = {}) {
  const { adapter, upscaled, drawn } = createStage(undefined, undefined, fails)
  const input = buildAdapterInput(upscaler, { operation: 'edit', sourceFile, ...own })
  return { result: adapter.submit(input, call), upscaled, drawn }
}

describe('an upscaler of this computer', () => {
  it('reads the image’s own file, and answers with a file', async () => {
    const { result, upscaled, drawn } = upscale(() => false, { options: { scale: 2 } })
    expect(await result).toMatchObject({
      type: 'done',
      images: [{ file: '/temporary/large.png' }],
      local: { files: [{ part: 'upscaler', name: 'x4.safetensors' }] },
    })
    expect(upscaled).toEqual([
      { model: '/models/x4.safetensors', sourcePath: '/library/photo.jpg', scale: 2, tiles: 'usual' },
    ])
    expect(drawn).toMatchObject([{ passes: [{ steps: 1, megapixels: 12 }] }])
  })

  it('is asked once more for smaller pieces where memory ran out', async () => {
    const { result, upscaled } = upscale(({ tiles }) => tiles === 'usual')
    expect(await result).toMatchObject({ type: 'done' })
    expect(upscaled.map(({ tiles }) => tiles)).toEqual(['usual', 'small'])
  })

  it('says what to do where that is not enough', async () => {
    const { result, upscaled } = upscale(() => true)
    await expect(result).rejects.toMatchObject({
      code: 'engine/out-of-memory',
      message: expect.stringContaining('even in small tiles. Close other apps'),
    })
    expect(upscaled).toHaveLength(2)
  })
})
