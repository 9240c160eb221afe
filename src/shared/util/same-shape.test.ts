import { describe, expect, it } from 'vitest'
import { hasSameShape } from './same-shape.ts'

const sizeOf = (widthPx: number, heightPx: number) => ({ widthPx, heightPx })

describe('hasSameShape', () => {
  it.each([
    [sizeOf(1024, 683), sizeOf(1024, 683)],
    [sizeOf(1024, 683), sizeOf(4096, 2731)],
    // Rounded to a size the service accepts.
    [sizeOf(1000, 667), sizeOf(1504, 1000)],
  ])('is true for %o and %o', (a, b) => {
    expect([hasSameShape(a, b), hasSameShape(b, a)]).toEqual([true, true])
  })

  it.each([
    [sizeOf(1024, 1024), sizeOf(1024, 1000)],
    [sizeOf(1200, 800), sizeOf(800, 1200)],
    [sizeOf(91, 70), sizeOf(90, 70)],
  ])('is false for %o and %o', (a, b) => {
    expect([hasSameShape(a, b), hasSameShape(b, a)]).toEqual([false, false])
  })
})
