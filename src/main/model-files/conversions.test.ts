import { describe, expect, it } from 'vitest'
import type { ModelHeader, TensorInfo } from './header/model-header.ts'
import { conversionsOf } from './conversions.ts'

const bytesPer: Readonly<Record<string, number>> = { f32: 4, f16: 2, bf16: 2, q8_0: 34 / 32 }

function header(tensors: Readonly<Record<string, readonly [type: string, ...shape: number[]]>>): ModelHeader {
  const entries = Object.entries(tensors).map(([name, [type, ...shape]]): [string, TensorInfo] => {
    const count = shape.reduce((product, side) => product * side, 1)
    return [name, { type, shape, bytes: count * bytesPer[type]! }]
  })
  const fileBytes = entries.reduce((sum, [, { bytes }]) => sum + bytes, 0)
  return { format: 'safetensors', tensors: new Map(entries), metadata: new Map(), fileBytes }
}

const attention = 'model.diffusion_model.blocks.0.attn.weight'

describe('conversionsOf', () => {
  it('lists each precision that saves space, with the resulting size', () => {
    const { choices, exceptions } = conversionsOf(header({ [attention]: ['f16', 1024, 1024] }))
    // Blocks of 32 values in 34 bytes, and of 256 in 210, 176 and 144 (ggml's formats).
    expect(choices).toEqual([
      { precision: 'q8_0', bytes: (1024 * 1024 * 34) / 32 },
      { precision: 'q6_K', bytes: (1024 * 1024 * 210) / 256 },
      { precision: 'q5_K', bytes: (1024 * 1024 * 176) / 256 },
      { precision: 'q4_K', bytes: (1024 * 1024 * 144) / 256 },
    ])
    expect(exceptions).toEqual([])
    expect(conversionsOf(header({ [attention]: ['f32', 1024, 1024] })).choices[0]).toEqual({
      precision: 'f16',
      bytes: 1024 * 1024 * 2,
    })
  })

  it('counts tensors that stay unconverted: rows of partial blocks, embeddings, biases, the VAE', () => {
    const kept = {
      'model.diffusion_model.conv.weight': ['f16', 64, 64, 3, 3],
      'model.diffusion_model.time_embed.0.weight': ['f16', 256, 256],
      'model.diffusion_model.blocks.0.bias': ['f16', 1024],
      'first_stage_model.decoder.mid.weight': ['f16', 512, 512],
    } as const
    const { choices, exceptions } = conversionsOf(header({ ...kept, [attention]: ['f16', 1024, 1024] }))
    const keptBytes = 2 * (64 * 64 * 9 + 256 * 256 + 1024 + 512 * 512)
    expect(choices[0]).toEqual({ precision: 'q8_0', bytes: (1024 * 1024 * 34) / 32 + keptBytes })
    expect(exceptions).toEqual([{ pattern: String.raw`^(first_stage_model|vae)\.`, type: 'f16' }])
    // Rows of 320 values are a multiple of 32 but not of 256.
    const unet = conversionsOf(header({ 'model.diffusion_model.attn.weight': ['f16', 320, 320] }))
    expect(unet.choices.map(({ precision }) => precision)).toEqual(['q8_0', 'q5_0', 'q4_0'])
  })

  it('lists nothing for a quantized model', () => {
    const quantized = conversionsOf(header({ [attention]: ['q8_0', 1024, 1024] }))
    expect(quantized).toEqual({ isQuantized: true, choices: [], exceptions: [] })
    expect(conversionsOf(header({}))).toEqual({ isQuantized: false, choices: [], exceptions: [] })
  })
})
