import { expect, it } from 'vitest'
import { resizePlanes } from './resize-planes.ts'

const planes = Float32Array.from(
  [
    [0, 1, 0.5, 0.25, 1, 0, 0.75, 0.5],
    [1, 0.2, 0.4, 0.6, 0.8, 0, 0.1, 0.9],
    [0.3, 0.3, 0.3, 0.3, 0.3, 0.3, 0.3, 0.3],
    [0, 0, 0, 1, 1, 1, 0, 0],
  ].flat(),
)
const image = { widthPx: 8, heightPx: 4, planes }

function expectNear(values: Float32Array, expected: readonly number[]): void {
  expect(values).toHaveLength(expected.length)
  expected.forEach((value, at) => expect(values[at]).toBeCloseTo(value, 4))
}

it('shrinks as Pillow’s Lanczos does', () => {
  const half = resizePlanes(image, { widthPx: 4, heightPx: 2 }, 'lanczos')
  expectNear(half.planes, [0.53378, 0.51782, 0.36411, 0.46816, 0.14102, 0.40862, 0.63019, 0.17668])
  const odd = resizePlanes(image, { widthPx: 6, heightPx: 3 }, 'lanczos')
  expectNear(
    odd.planes,
    [
      [0.45408, 0.65729, 0.45661, 0.69555, 0.20438, 0.70518],
      [0.59373, 0.24733, 0.46019, 0.40154, 0.08433, 0.54402],
      [0.02945, 0.03354, 0.59752, 0.91514, 0.48031, -0.04466],
    ].flat(),
  )
})

it('enlarges as Pillow’s bicubic does, each plane alone', () => {
  const two = { ...image, planes: Float32Array.from([...planes, ...planes.map((value) => 1 - value)]) }
  const large = resizePlanes(two, { widthPx: 16, heightPx: 8 }, 'bicubic').planes
  const first = [-0.19048, 0.14399, 0.85265, 1.04475, 0.67046, 0.39176, 0.20865, 0.3848]
  expectNear(large.subarray(0, 8), first)
  expectNear(large.subarray(120, 128), [1.08727, 1.08727, 1.13828, 0.84072, 0.19458, -0.10123, -0.0503, -0.02647])
  expectNear(
    large.subarray(128, 136),
    first.map((value) => 1 - value),
  )
})
