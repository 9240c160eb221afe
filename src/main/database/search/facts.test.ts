import { expect, it } from 'vitest'
import { factNames, packFacts, unpackFact, type Facts } from './facts.ts'

const facts: Facts = {
  createdAtMs: 1_700_000_000_000,
  stackKey: 5e15,
  costUsd: 0.02,
  seedLow: 7,
  seedHigh: 1,
  widthPx: 1_024,
  heightPx: 768,
  bits: 2_097_155,
  provider: 3,
  model: 300,
  colors: 5,
  rating: 4,
  operation: 2,
  format: 1,
  tool: 3,
  flag: 1,
  label: 2,
}
/** As libraries hold it. */
const stored = 'AACAVv68eEIAgOA3ecMxQ3sUrkfhepQ/BwAAAAAEAAAAAwAAAwAgAAMALAEFAAQCAQMBAgEAAAAA'

it('are stored in the same bytes by every version', () => {
  expect(packFacts(facts)).toBe(stored)
})

it('of several images are read one by one', () => {
  const bytes = Buffer.from(stored + packFacts({ ...facts, rating: 5 }), 'base64')
  const batch = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength)
  for (const name of factNames) {
    const read: number[] = []
    unpackFact(name, batch, (value, image) => (read[image] = value))
    expect([name, read]).toEqual([name, [facts[name], name === 'rating' ? 5 : facts[name]]])
  }
})

it('are not cut off where they do not fit', () => {
  expect(() => packFacts({ ...facts, model: 65_536 })).toThrow(RangeError)
})
