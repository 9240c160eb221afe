import { expect, it } from 'vitest'

it('bytes are equal whatever holds them, and numbers as Vitest has it', () => {
  const bytes = Uint8Array.from({ length: 5_000 }, (_, index) => index % 251)
  const other = bytes.with(4_999, 0)
  expect({ bytes: [Buffer.from(bytes)] }).toEqual({ bytes: [bytes] })
  expect({ bytes: [Buffer.from(bytes)] }).not.toEqual({ bytes: [other] })
  expect(bytes.subarray(1)).not.toEqual(bytes.subarray(0, -1))
  expect(new Uint8Array([1])).not.toEqual(new Int8Array([1]))
  expect(new Float32Array([Number.NaN, 1])).toEqual(new Float32Array([Number.NaN, 1]))
  expect(new Float32Array([1])).not.toEqual(new Float32Array([2]))
})
