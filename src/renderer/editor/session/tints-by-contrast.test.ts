import { describe, expect, it } from 'vitest'
import { maskTints } from '../../../shared/domain/surfaces.ts'
import { tintsByContrast } from './tints-by-contrast.ts'

/** An image of these colors in equal parts. */
function imageOf(...colors: readonly (readonly [number, number, number, number?])[]): Uint8ClampedArray {
  return Uint8ClampedArray.from(colors.flatMap(([red, green, blue, alpha = 255]) => [red, green, blue, alpha]))
}

describe('tintsByContrast', () => {
  it.each([
    ['gray', imageOf([128, 128, 128])],
    ['skin', imageOf([220, 170, 150], [190, 130, 110])],
    ['black and white', imageOf([0, 0, 0], [255, 255, 255])],
    ['a red flower on grass', imageOf([200, 30, 40], [80, 140, 50], [80, 140, 50], [80, 140, 50])],
    ['nothing', imageOf()],
  ])('starts with red on %s', (_name, image) => {
    expect(tintsByContrast(image)[0]).toBe('#ff4d5e')
  })

  it('keeps the usual order where all show', () => {
    expect(tintsByContrast(imageOf([128, 128, 128]))).toEqual(maskTints)
  })

  it('does not start with red on a red image, nor with blue on a blue one', () => {
    expect(tintsByContrast(imageOf([200, 30, 40], [250, 70, 80]))[0]).toBe('#4da3ff')
    const onSky = tintsByContrast(imageOf([100, 150, 220]))
    expect([onSky[0], onSky.at(-1)]).toEqual(['#ff4d5e', expect.stringMatching(/#4da3ff|#00c2c7/)])
  })

  it('puts those that hardly show last, the best of them first, and loses none', () => {
    const image = imageOf([250, 70, 80], [250, 70, 80], [250, 70, 80], [250, 150, 180])
    const tints = tintsByContrast(image)
    expect(tints.slice(-2)).toEqual(['#ff4d5e', '#ff7ac6'])
    expect(tints.toSorted()).toEqual(maskTints.toSorted())
  })

  it('does not count what is transparent', () => {
    expect(tintsByContrast(imageOf([200, 30, 40, 0], [128, 128, 128]))).toEqual(maskTints)
  })
})
