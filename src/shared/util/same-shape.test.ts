import { describe, expect, it } from 'vitest'
import { hasSameShape } from './same-shape.ts'

const of = (widthPx: number, heightPx: number) => ({ widthPx, heightPx })

describe('hasSameShape', () => {
  it.each([
    [of(1024, 683), of(1024, 683)],
    [of(1024, 683), of(4096, 2731)],
    // Rounded to a size the service accepts.
    [of(1000, 667), of(1504, 1000)],
  ])('is so of %o and %o', (one, other) => {
    expect([hasSameShape(one, other), hasSameShape(other, one)]).toEqual([true, true])
  })

  it.each([
    [of(1024, 1024), of(1024, 1000)],
    [of(1200, 800), of(800, 1200)],
    [of(91, 70), of(90, 70)],
  ])('is not so of %o and %o', (one, other) => {
    expect([hasSameShape(one, other), hasSameShape(other, one)]).toEqual([false, false])
  })
})
