import { describe, expect, it } from 'vitest'
import { drawOver } from './draw-over.ts'

function laid(pixel: readonly number[], layer: readonly number[], opacity = 1): number[] {
  const pixels = Uint8ClampedArray.from(pixel)
  drawOver(pixels, Uint8Array.from(layer), opacity)
  return [...pixels]
}

describe('layOver', () => {
  it.each([
    ['covers', [1, 2, 3, 255], [200, 100, 50, 255], 1, [200, 100, 50, 255]],
    ['mixes by its alpha', [0, 0, 0, 255], [200, 100, 50, 128], 1, [100, 50, 25, 255]],
    ['mixes by its opacity', [0, 0, 0, 255], [200, 100, 50, 255], 0.5, [100, 50, 25, 255]],
    ['leaves what is under nothing as it is, to the byte', [7, 9, 11, 1], [200, 100, 50, 0], 1, [7, 9, 11, 1]],
    ['is itself over nothing', [7, 9, 11, 0], [200, 100, 50, 51], 1, [200, 100, 50, 51]],
    ['adds up over what is half there', [0, 0, 0, 128], [255, 255, 255, 128], 1, [170, 170, 170, 192]],
  ])('%s', (_, pixel, layer, opacity, expected) => expect(laid(pixel, layer, opacity)).toEqual(expected))
})
