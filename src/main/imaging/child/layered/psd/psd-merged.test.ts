import { describe, expect, it } from 'vitest'
import { flatPsd, drawPsd, type FlatPsd } from '../../../../../../test/support/psd-files.ts'
import { makeIcc, spaces } from '../../../../../../test/support/color-images.ts'
import { sharp } from '../../source/sharp-engine.ts'
import { colorModes } from './psd-file.ts'
import { resourceIds } from './psd-resources.ts'

const { rgb, grayscale, indexed, bitmap } = colorModes
/** Red, green, and blue rows of three pixels; the fourth channel. */
const colors = [
  [200, 0, 9],
  [0, 100, 9],
  [0, 0, 9],
]
const extra = [255, 128, 0]
const opaque = [
  [200, 0, 0, 255],
  [0, 100, 0, 255],
  [9, 9, 9, 255],
]
const selections = 'Not imported: saved selections.'

async function open(psd: FlatPsd) {
  const { notes, pixel, state } = await drawPsd(flatPsd(psd))
  expect(state.layers).toEqual([])
  return { notes, pixels: Array.from({ length: psd.width }, (_, x) => pixel(x, 0)) }
}

const at16 = (rows: readonly (readonly number[])[]) => rows.map((row) => row.map((value) => value * 257))
const resource = (id: number, ...bytes: number[]) => new Map<number, Uint8Array>([[id, Uint8Array.from(bytes)]])
const named = (name: string) => resource(resourceIds.alphaNames, name.length, ...Buffer.from(name))

describe('a saved selection in a document without layers', () => {
  it.each<[string, Omit<FlatPsd, 'width'>]>([
    ['RGB', { mode: rgb, depth: 8, channels: [...colors, extra] }],
    ['packed', { mode: rgb, depth: 8, channels: [...colors, extra], isPacked: true }],
    ['packed in a PSB', { mode: rgb, depth: 8, channels: [...colors, extra], isPacked: true, isLarge: true }],
    ['16 bits', { mode: rgb, depth: 16, channels: at16([...colors, extra]) }],
    ['one of two', { mode: rgb, depth: 8, channels: [...colors, extra, extra] }],
    ['named', { mode: rgb, depth: 8, channels: [...colors, extra], resources: named('Hair') }],
    [
      'numbered',
      { mode: rgb, depth: 8, channels: [...colors, extra], resources: resource(resourceIds.alphaIds, 0, 0, 0, 6) },
    ],
  ])('is no transparency: %s', async (_what, psd) => {
    const { pixels, notes } = await open({ ...psd, width: 3 })
    expect(pixels).toEqual(opaque)
    expect(notes).toContain(selections)
  })

  it.each([8, 16] as const)('is no transparency in grayscale with %i bits', async (depth) => {
    const channels = [[0, 128, 255], extra]
    const { pixels, notes } = await open({
      mode: grayscale,
      depth,
      width: 3,
      channels: depth === 8 ? channels : at16(channels),
    })
    expect(pixels).toEqual([0, 128, 255].map((level) => [level, level, level, 255]))
    expect(notes).toContain(selections)
  })
})

it('names spot colors', async () => {
  const kinds = [0, 0, 0, 1, ...Array.from({ length: 12 }, () => 0), 2]
  const resources = resource(resourceIds.channelKindsWithVersion, ...kinds)
  const { notes } = await open({ mode: rgb, depth: 8, width: 3, channels: [...colors, extra], resources })
  expect(notes).toEqual(['Not imported: spot colors.'])
})

/** The merged image is stored over white where it is transparent: 255 - 128 + 100 = 227. */
const overWhite = [[100, 227, 255], [0, 127, 255], [0, 127, 255], extra]
const transparent = [
  [100, 0, 0, 255],
  [199, 0, 0, 128],
]

describe('transparency', () => {
  /** Layers that count negatively, none of which is stored. */
  const emptyLayer = Buffer.concat([
    Buffer.of(0, 0, 0, 54, 255, 255),
    Buffer.alloc(18),
    Buffer.from('8BIMnorm'),
    Buffer.of(255, 0, 0, 0, 0, 0, 0, 12),
    Buffer.alloc(12),
    Buffer.alloc(8),
  ])
  it.each<[string, Partial<FlatPsd>]>([
    ['named by its program', { resources: named('Transparency') }],
    ['numbered 0', { resources: resource(resourceIds.alphaIds, 0, 0, 0, 0) }],
    ['said by the number of layers', { layers: emptyLayer }],
  ])('is read where it is %s, without the white that is stored with it', async (_where, more) => {
    const { pixels, notes } = await open({ mode: rgb, depth: 8, width: 3, channels: overWhite, ...more })
    expect(pixels.slice(0, 2)).toEqual(transparent)
    expect(pixels[2]![3]).toBe(0)
    expect(notes).toEqual([])
  })

  it('is read in grayscale', async () => {
    const channels = [[100, 227, 255], extra]
    const { pixels } = await open({ mode: grayscale, depth: 8, width: 3, channels, resources: named('Transparency') })
    expect(pixels.map(([level, , , alpha]) => [level, alpha]).slice(0, 2)).toEqual([
      [100, 255],
      [199, 128],
    ])
  })
})

describe('indexed color', () => {
  const colorData = new Uint8Array(768)
  for (const [index, color] of [
    [241, 0, 14],
    [0, 200, 46],
    [7, 8, 9],
  ].entries()) {
    for (const [c, value] of color.entries()) colorData[index + c * 256] = value
  }
  const shown = [
    [7, 8, 9, 255],
    [241, 0, 14, 255],
    [0, 200, 46, 255],
  ]
  const psd = { mode: indexed, depth: 8, width: 3, colorData } as const

  it.each<[string, Partial<FlatPsd>]>([
    ['raw', { channels: [[2, 0, 1]] }],
    ['packed', { channels: [[2, 0, 1]], isPacked: true }],
    ['in two bytes each, as ImageMagick writes', { channels: [[0, 2, 0, 0, 0, 1]] }],
  ])('is drawn through its palette: %s', async (_how, more) => {
    expect(await open({ channels: [], ...psd, ...more })).toEqual({ pixels: shown, notes: [] })
  })

  it('keeps its transparent color and its profile', async () => {
    const icc = makeIcc(spaces['adobe-rgb'])
    const resources = resource(resourceIds.transparentIndex, 0, 1).set(resourceIds.icc, icc)
    const { images } = await drawPsd(flatPsd({ ...psd, channels: [[2, 0, 1]], resources }))
    const kept = sharp(images[0]!.path, { ignoreIcc: true })
    expect((await kept.metadata()).icc).toEqual(icc)
    expect([...(await kept.raw().toBuffer())].slice(0, 8)).toEqual([...shown[0]!, ...shown[1]!])
    expect((await kept.raw().toBuffer())[11]).toBe(0)
  })

  it('is refused as damaged where a color is not in the palette', async () => {
    const short = { ...psd, colorData: colorData.subarray(0, 6), channels: [[2, 0, 1]] }
    await expect(drawPsd(flatPsd(short))).rejects.toMatchObject({ code: 'media/undecodable' })
  })
})

it('opens one bit per pixel, where a set bit is black', async () => {
  const { pixels } = await open({ mode: bitmap, depth: 1, width: 9, channels: [[0b0101_1111, 0b0111_1111]] })
  expect(pixels.map(([level]) => level)).toEqual([255, 0, 255, 0, 0, 0, 0, 0, 255])
})

it.each([true, false])('refuses a merged image that is cut off as damaged (packed: %s)', async (isPacked) => {
  const whole = flatPsd({ mode: rgb, depth: 8, width: 3, channels: colors, isPacked })
  await expect(drawPsd(whole.subarray(0, -1))).rejects.toMatchObject({ code: 'media/undecodable' })
})

it.each([
  [4, 'CMYK', 4],
  [7, 'Multichannel', 3],
  [8, 'Duotone', 1],
  [9, 'Lab', 3],
])('names the color mode %i, which it does not open: %s', async (mode, name, count) => {
  const channels = Array.from({ length: count }, () => [200, 0, 9])
  await expect(drawPsd(flatPsd({ mode, depth: 8, width: 3, channels }))).rejects.toMatchObject({
    code: 'media/unsupported',
    message: expect.stringContaining(`in the color mode ${name},`),
  })
})
