import { expect, it } from 'vitest'
import { unmetSize } from './unmet-size.ts'

const unmetFor = (
  requestedSize: string | null,
  widthPx: number,
  heightPx: number,
  changedOutside: number | null = null,
) => unmetSize({ widthPx, heightPx, recipe: { changedOutside, generation: { requestedSize } } })

it.each([
  ['3:4', 888, 1184],
  ['16:9', 1344, 768],
  ['21:9', 1536, 672],
  ['21:9', 6336, 2688],
  ['4:3', 576, 448],
  ['1:1', 1024, 1024],
  ['1024x1024', 1024, 1024],
  [null, 640, 480],
])('treats %s as met by %d × %d', (requested, widthPx, heightPx) => {
  expect(unmetFor(requested, widthPx, heightPx)).toBeNull()
})

it.each([
  ['16:9', 1024, 1024, '16:9'],
  ['3:4', 1024, 1024, '3:4'],
  ['1:1', 1152, 896, '1:1'],
  ['16:9', 768, 1344, '16:9'],
  ['1024x1024', 1024, 1023, '1024 × 1024'],
])('reports %s as unmet by %d × %d', (requested, widthPx, heightPx, unmet) => {
  expect(unmetFor(requested, widthPx, heightPx)).toBe(unmet)
})

it('ignores composited edits and images without a model', () => {
  expect(unmetFor('1024x1024', 300, 200, 0)).toBeNull()
  expect(unmetSize({ widthPx: 3, heightPx: 4, recipe: { changedOutside: null, generation: null } })).toBeNull()
})
