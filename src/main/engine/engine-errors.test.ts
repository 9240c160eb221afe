import { describe, expect, it } from 'vitest'
import { diedError } from './engine-errors.ts'

const cuda = `ggml_cuda_init: found 1 CUDA devices (Total VRAM: 81079 MiB):
  Device 0: NVIDIA H100 80GB HBM3, compute capability 9.0, VMM: yes, VRAM: 81079 MiB
`
const vulkan = `ggml_vulkan: Found 1 Vulkan devices:
ggml_vulkan: 0 = A card (driver) | uma: 0 | fp16: 1
`

describe.each([
  { name: 'CUDA', greeting: cuda },
  { name: 'Vulkan', greeting: vulkan },
])('an engine that died after $name said what it found', ({ greeting }) => {
  it('without another word and by a kill ran out of memory', () => {
    expect(diedError(greeting, 9).code).toBe('engine/out-of-memory')
  })

  it('in another way is not explained by what was found', () => {
    const error = diedError(greeting, 11)
    expect(error).toMatchObject({ code: 'engine/stopped', detail: { lastOutput: '' } })
    expect(error.message).not.toContain('Last output')
  })

  it('is explained by what it said last', () => {
    expect(diedError(`${greeting}GGML_ASSERT(x) failed\n`, 6).message).toContain('Last output: GGML_ASSERT(x) failed')
    expect(diedError(`${greeting}CUDA error: out of memory\n`, 6).code).toBe('engine/out-of-memory')
  })
})
