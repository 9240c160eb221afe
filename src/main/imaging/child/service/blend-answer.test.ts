import { expect, it } from 'vitest'
import { blendAnswer } from './blend-answer.ts'

const area = { x: 0, y: 0, widthPx: 3, heightPx: 1 }
const pixels = (...list: number[][]) => Uint8Array.from(list.flat())
const source = (hasAlpha: boolean, ...list: number[][]) => ({
  widthPx: 3,
  heightPx: 1,
  hasAlpha,
  rgba: pixels(...list),
})

it('weighs the answer by the effective mask: none, half, all', () => {
  const grey = [100, 100, 100, 255]
  const answer = pixels([200, 0, 50, 255], [200, 0, 50, 255], [200, 0, 50, 255])
  const blended = blendAnswer(source(false, grey, grey, grey), answer, Uint8Array.of(0, 128, 255), area)
  expect([...blended.subarray(0, 4)]).toEqual(grey)
  expect([...blended.subarray(4, 8)]).toEqual([150, 50, 75, 255])
  expect([...blended.subarray(8)]).toEqual([200, 0, 50, 255])
})

it('keeps an opaque picture opaque under a transparent answer', () => {
  const grey = [100, 100, 100, 255]
  const answer = pixels([200, 0, 0, 0], [200, 0, 0, 255], [0, 0, 0, 0])
  const blended = blendAnswer(source(false, grey, grey, grey), answer, Uint8Array.of(255, 255, 255), area)
  expect([...blended]).toEqual([...grey, 200, 0, 0, 255, ...grey])
})

it('adds no colour of a transparent side', () => {
  const clear = [0, 255, 0, 0]
  const answer = pixels([200, 0, 50, 255], [200, 0, 50, 255], [200, 0, 50, 0])
  const blended = blendAnswer(source(true, clear, clear, clear), answer, Uint8Array.of(128, 255, 255), area)
  expect([...blended.subarray(0, 4)]).toEqual([200, 0, 50, 128])
  expect([...blended.subarray(4, 8)]).toEqual([200, 0, 50, 255])
  expect([...blended.subarray(8)]).toEqual([0, 0, 0, 0])
})
