import { describe, expect, it } from 'vitest'
import type { Layer } from 'ag-psd'
import {
  asPixelless,
  flatPixels,
  layeredPsd,
  drawPsd,
  psdLayer as layer,
  withLayerBlock,
} from '../../../../../../test/support/psd-files.ts'

const red = [255, 0, 0, 255] as const
const green = [0, 255, 0, 255] as const
const blue = [0, 0, 255, 255] as const
const ground = layer('Ground', {}, red)

async function open(...children: Layer[]) {
  return drawPsd(layeredPsd({ children: [ground, ...children] }))
}

/** Within a rounding. */
function expectPixel(pixel: readonly number[], expected: readonly number[]) {
  for (const [n, value] of expected.entries()) expect(Math.abs(pixel[n]! - value)).toBeLessThanOrEqual(1)
}

describe('drawn as in Photoshop', () => {
  it('the opacity of the fill', async () => {
    const { pixel, notes } = await open(layer('Blue', { fillOpacity: 0.5 }, blue))
    expectPixel(pixel(3, 3), [127, 0, 128, 255])
    expect(notes).toEqual([])
  })

  it('the opacity of a fill with that of the layer and its group', async () => {
    const group = {
      name: 'G',
      opacity: 0.5,
      fillOpacity: 0.8,
      children: [layer('Blue', { fillOpacity: 0.5, opacity: 0.5 }, blue)],
    }
    const { state, notes } = await open(group)
    expect(state.layers[0]!.opacity).toBeCloseTo(0.1, 2)
    // Nothing else is in the group.
    expect(notes).toEqual([])
  })

  it('the density of a mask', async () => {
    const mask = {
      left: 0,
      top: 0,
      defaultColor: 0,
      userMaskDensity: 0.5,
      imageData: flatPixels(10, 10, [0, 0, 0, 255]),
    }
    const { pixel } = await open(layer('Blue', { mask }, blue))
    // Inside the mask, and outside it.
    for (const x of [3, 15]) expectPixel(pixel(x, 3), [127, 0, 128, 255])
  })

  it('a fill layer of one color, through its mask', async () => {
    const fill: Layer = { name: 'Fill', vectorFill: { type: 'color', color: { r: 0, g: 0, b: 255 } } }
    const mask = { left: 0, top: 0, defaultColor: 0, imageData: flatPixels(10, 10, [255, 255, 255, 255]) }
    const { pixel, notes } = await open({ ...fill, mask })
    expect([pixel(9, 9), pixel(10, 9)]).toEqual([
      [0, 0, 255, 255],
      [255, 0, 0, 255],
    ])
    expect(notes).toEqual(['Opened as pixels: layer masks, fill layers.'])
  })
})

describe('named', () => {
  it('the blend mode of a group', async () => {
    const { notes } = await open({ name: 'G', blendMode: 'multiply', children: [layer('Blue', {}, blue)] })
    expect(notes).toEqual(['Blend modes are not supported. Opened as Normal: “G”.'])
  })

  it('no blend mode of a group that passes through', async () => {
    const { notes } = await open({ name: 'G', blendMode: 'pass through', children: [layer('Blue')] })
    expect(notes).toEqual([])
  })

  const named = 'Group opacity was applied to each layer, so overlapping layers show through each other: “G”.'
  it.each([
    ['with layers over each other', 0.5, 0, [named]],
    ['with layers beside each other', 0.5, 20, []],
    ['that is opaque', 1, 0, []],
  ])('the opacity of a group %s', async (_what, opacity, left, expected) => {
    const children = [layer('Blue', {}, blue), { name: 'Inner', children: [layer('Green', { left }, green)] }]
    expect((await open({ name: 'G', opacity, children })).notes).toEqual(expected)
  })

  const feathered = { left: 0, top: 0, userMaskFeather: 3, imageData: flatPixels(10, 10, [0, 0, 0, 255]) }
  const gradient: Layer['vectorFill'] = {
    type: 'solid',
    name: 'Fade',
    style: 'linear',
    colorStops: [0, 1].map((location) => ({ color: { r: 0, g: 0, b: 0 }, location, midpoint: 0.5 })),
    opacityStops: [0, 1].map((location) => ({ opacity: 1, location, midpoint: 0.5 })),
  }
  const ranges = {
    compositeGrayBlendSource: [0, 40, 255, 255],
    compositeGraphBlendDestinationRange: [0, 0, 255, 255],
    ranges: [],
  }
  const artboard = {
    rect: { top: 0, left: 0, bottom: 10, right: 20 },
    presetName: '',
    color: { r: 0, g: 0, b: 0 },
    backgroundType: 1,
  }
  const rest = { effects: { dropShadow: [{ enabled: true }] } } satisfies Layer
  const path: Layer['vectorMask'] = {
    paths: [{ open: false, fillRule: 'even-odd', knots: [{ linked: true, points: [1, 1, 1, 1, 1, 1] }] }],
  }
  it.each<[string, Layer]>([
    ['mask feather', layer('A', { mask: feathered })],
    ['disabled layer masks', layer('A', { mask: { ...feathered, userMaskFeather: 0, disabled: true } })],
    ['fill layers', { name: 'A', vectorFill: gradient }],
    ['shapes', { name: 'A', vectorFill: gradient, vectorMask: path }],
    ['vector masks', layer('A', { vectorMask: path })],
    ['Blend If', layer('A', { blendingRanges: ranges })],
    ['knockout', layer('A', { knockout: true })],
    ['artboards', { name: 'A', artboard, children: [layer('B')] }],
    ['layer effects', { name: 'A', ...rest, children: [layer('B')] }],
    ['group masks', { name: 'A', mask: feathered, children: [layer('B')] }],
    ['clipping masks', { name: 'A', clipping: true, children: [layer('B')] }],
    ['adjustment layers', { name: 'A', adjustment: { type: 'invert' } }],
  ])('%s, where it is left out', async (feature, added) => {
    expect((await open(added)).notes).toContain(`Not imported: ${feature}.`)
  })

  it.each<[string, Layer]>([
    ['effects that are off', layer('A', { effects: { dropShadow: [{ enabled: false }] } })],
    ['a mask of a group that hides nothing', { name: 'A', mask: { defaultColor: 255 }, children: [layer('B')] }],
    [
      'limits that blend everything',
      layer('A', { blendingRanges: { ...ranges, compositeGrayBlendSource: [0, 0, 255, 255] } }),
    ],
  ])('nothing of %s', async (_what, added) => {
    expect((await open(added)).notes).toEqual([])
  })

  it('what is opened as pixels only', async () => {
    const { notes } = await open(
      layer('A', { text: { text: 'Hi' } }),
      layer('B', { mask: { ...feathered, userMaskFeather: 0 } }),
    )
    expect(notes).toEqual(['Opened as pixels: text, layer masks.'])
  })

  it('what the library leaves out without a word, as it cannot read it', async () => {
    const psd = layeredPsd({ children: [ground, layer('A'), { name: 'B' }] })
    const garbage = Uint8Array.of(9, 9, 9, 9)
    const withEffect = withLayerBlock(psd, 1, 'lfx2', garbage)
    const withChannels = withLayerBlock(withEffect, 1, 'brst', garbage)
    const { notes } = await drawPsd(asPixelless(withLayerBlock(withChannels, 2, 'newA', garbage), 2))
    expect(notes).toEqual(['Not imported: layer effects, channels turned off for blending, layers of an unknown kind.'])
  })
})

describe('a document without a layer that can be drawn', () => {
  const merged = { imageData: flatPixels(20, 10, [9, 8, 7, 255]) }
  const children: Layer[] = [{ name: 'A', adjustment: { type: 'invert' } }]

  it('is opened as its merged image, and says so', async () => {
    const { pixel, notes } = await drawPsd(layeredPsd({ ...merged, children }))
    expect(pixel(3, 3)).toEqual([9, 8, 7, 255])
    expect(notes).toEqual(['None of its layers can be opened, so the merged image was opened.'])
  })

  it('is opened as its merged image without a word where its layers are empty', async () => {
    const { pixel, notes } = await drawPsd(layeredPsd({ ...merged, children: [{ name: 'A' }] }))
    expect([pixel(3, 3), notes]).toEqual([[9, 8, 7, 255], []])
  })

  it('is opened empty where it was saved without a merged image', async () => {
    const versionInfo = { hasRealMergedData: false, writerName: 'A', readerName: 'A', fileVersion: 1 }
    const { pixel, notes } = await drawPsd(layeredPsd({ ...merged, children, imageResources: { versionInfo } }))
    expect(pixel(3, 3)[3]).toBe(0)
    expect(notes).toEqual(['Not imported: adjustment layers.'])
  })
})

it('opens a layer whose bottom is above its top, as Photoshop writes some empty ones', async () => {
  const psd = layeredPsd({ children: [ground, { name: 'A', left: 0, top: 0, right: 0, bottom: 0 }] })
  // The first record ends with the name of the ground; the second begins with its rectangle.
  const second = psd.indexOf(Buffer.alloc(16), psd.indexOf('Ground'))
  psd.writeInt32BE(-1, second + 8)
  expect((await drawPsd(psd)).pixel(3, 3)).toEqual([...red])
})
