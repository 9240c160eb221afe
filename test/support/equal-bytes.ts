import { expect } from 'vitest'

// Vitest compares bytes one by one, by their names, which takes five seconds for a million of them. Files run this in
// the same process one after the other: once is enough.

const key = Symbol.for('atelier.test.equal-bytes')
const known = globalThis as { [key]?: true }

if (known[key] === undefined) {
  known[key] = true
  expect.addEqualityTesters([haveEqualBytes])
}

/** Leaves to Vitest what it does not decide: arrays of two kinds, or of different numbers with fractions. */
function haveEqualBytes(a: unknown, b: unknown): boolean | undefined {
  if (!ArrayBuffer.isView(a) || !ArrayBuffer.isView(b) || kindOf(a) !== kindOf(b)) return undefined
  if (bytesOf(a).equals(bytesOf(b))) return true
  return kindOf(a).startsWith('[object Float') ? undefined : false
}

const kindOf = (value: unknown) => Object.prototype.toString.call(value)
const bytesOf = ({ buffer, byteOffset, byteLength }: ArrayBufferView) => Buffer.from(buffer, byteOffset, byteLength)
