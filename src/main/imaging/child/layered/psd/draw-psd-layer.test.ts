import { expect, it } from 'vitest'
import { flatPsd } from '../../../../../../test/support/psd-files.ts'
import { drawLayer } from './draw-psd-layer.ts'
import { colorModes, readPsdFile } from './psd-file.ts'
import type { Layer, LayerMaskData } from './psd-library.ts'

const file = readPsdFile(flatPsd({ mode: colorModes.rgb, depth: 8, width: 2, channels: [[0, 0]] }), 'file.psd')
const ids = { transparency: -1, mask: -2, realMask: -3 }
const box = { left: 0, top: 0, right: 2, bottom: 1 }

type Samples = readonly [number, number]

/** Two pixels: a layer as the library reads it, uncompressed. */
function layerOf(channels: Readonly<Record<number, Samples>>, more: Layer, bitsPerChannel: 8 | 32 = 8): Layer {
  const rawData: unknown = {
    colorMode: colorModes.rgb,
    bitsPerChannel,
    large: false,
    channels: Object.entries(channels).map(([id, values]) => {
      const data = Buffer.alloc(bitsPerChannel / 4)
      if (bitsPerChannel === 8) data.set(values)
      else for (const [n, value] of values.entries()) data.writeFloatBE(value, n * 4)
      return { id: Number(id), compression: 0, data: Uint8Array.from(data) }
    }),
  }
  return { ...box, ...more, rawData } as Layer
}

function alphas(layer: Layer) {
  const { rgba } = drawLayer(layer, file)!
  return [rgba[3], rgba[7]]
}
const drawnPath: LayerMaskData = { ...box, defaultColor: 0, fromVectorData: true }
const cut: Samples = [128, 255]

it('cuts pixels by the mask that was drawn of a path, with its density', () => {
  const channels = { [ids.transparency]: [255, 255], [ids.mask]: [0, 255] } as const
  expect(alphas(layerOf(channels, { mask: drawnPath }))).toEqual([0, 255])
  const half = { ...drawnPath, vectorMaskDensity: 0.5 }
  expect(alphas(layerOf(channels, { mask: half }))).toEqual([128, 255])
})

it('cuts the pixels of a shape only once: its path has cut them already', () => {
  const shape: Layer = { mask: drawnPath, vectorFill: { type: 'color', color: { r: 0, g: 0, b: 0 } } }
  expect(alphas(layerOf({ [ids.transparency]: cut, [ids.mask]: cut }, shape))).toEqual([128, 255])
})

it('applies the layer mask of a shape that has both', () => {
  const realMask = { ...box, defaultColor: 0 }
  const shape: Layer = { mask: drawnPath, realMask, vectorFill: { type: 'color', color: { r: 0, g: 0, b: 0 } } }
  const channels = { [ids.transparency]: cut, [ids.mask]: cut, [ids.realMask]: [255, 0] } as const
  expect(alphas(layerOf(channels, shape))).toEqual([128, 0])
})

it('applies a mask that was drawn of both a path and a layer mask only once', () => {
  const realMask = { ...box, defaultColor: 0 }
  const channels = { [ids.transparency]: [255, 255], [ids.mask]: cut, [ids.realMask]: cut } as const
  expect(alphas(layerOf(channels, { mask: drawnPath, realMask }))).toEqual([128, 255])
})

it('takes a mask of 32 bits for coverage, not for light', () => {
  const channels = { [ids.transparency]: [1, 1], [ids.mask]: [0.5, 1] } as const
  expect(alphas(layerOf(channels, { mask: { ...box, defaultColor: 0 } }, 32))).toEqual([128, 255])
})
