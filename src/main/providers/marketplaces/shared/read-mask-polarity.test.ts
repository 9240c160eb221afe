import { expect, it } from 'vitest'
import { readMaskPolarity } from './read-mask-polarity.ts'

it.each([
  ['Input mask for inpaint mode. Black areas will be preserved, white areas will be inpainted.', 'white'],
  [
    'A black-and-white image that describes the part of the image to inpaint. Black areas will be preserved while white areas will be inpainted. Must have the same size as image.',
    'white',
  ],
  ['White pixels are inpainted and black pixels are preserved.', 'white'],
  ['Black and white image to use as mask for inpainting over the image provided. White pixels are inpainted.', 'white'],
  ['A black and white image. Black pixels are inpainted, white pixels are preserved. Resized to match.', 'black'],
  ['The mask: black = edit', 'black'],
  ['White regions will not be changed', 'black'],
  ['Transparent areas of the image are filled', 'transparent'],
  ['The URL of the mask', null],
  ['Black and white mask for inpainting', null],
  ['White areas are edited. White areas are kept.', null],
  [null, null],
])('reads %s as %s', (description, polarity) => {
  expect(readMaskPolarity(description)).toBe(polarity)
})
