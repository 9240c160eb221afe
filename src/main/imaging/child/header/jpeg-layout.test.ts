import { expect, it } from 'vitest'
import { memoryReader } from './byte-reader.ts'
import { readJpegLayout } from './jpeg-layout.ts'

const segment = (marker: number, body: readonly number[]) => [0xff, marker, 0, body.length + 2, ...body]
const frame = (ids: readonly number[], sampling = 0x11) =>
  segment(0xc0, [8, 0, 1, 0, 1, ids.length, ...ids.flatMap((id, n) => [id, n === 0 ? sampling : 0x11, 0])])
const jfif = segment(0xe0, [...Buffer.from('JFIF\0'), 1, 1, 0, 0, 1, 0, 1, 0, 0])
const adobe = (transform: number) => segment(0xee, [...Buffer.from('Adobe'), 0, 100, 0, 0, 0, 0, transform])
const scan = segment(0xda, [0, 0, 0, 0, 0, 0, 0, 0])
const letters = [...Buffer.from('RGB')]

it.each<[what: string, isRgb: boolean, segments: readonly number[]]>([
  ['components 1, 2 and 3', false, frame([1, 2, 3])],
  ['components R, G and B', true, frame(letters)],
  ['components R, G and B, and JFIF', false, [...jfif, ...frame(letters)]],
  ['components 0, 1 and 2, as in a TIFF', true, frame([0, 1, 2])],
  ['components 0, 1 and 2 with less color than light', false, frame([0, 1, 2], 0x22)],
  ["Adobe's marker of RGB", true, [...adobe(0), ...frame([1, 2, 3])]],
  ["Adobe's marker of YCbCr", false, [...adobe(1), ...frame(letters)]],
  ["JFIF and Adobe's marker of RGB", false, [...jfif, ...adobe(0), ...frame([1, 2, 3])]],
])('a JPEG is RGB only where libjpeg takes it for that: %s', async (_what, isRgb, segments) => {
  const bytes = Buffer.from([0xff, 0xd8, ...segments, ...scan])
  expect(await readJpegLayout(memoryReader(bytes))).toMatchObject({ isRgb, componentCount: 3 })
})
