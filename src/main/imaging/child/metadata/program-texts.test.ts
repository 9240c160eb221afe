import { expect, it } from 'vitest'
import {
  commentTag,
  exifBlock,
  jpegSegment,
  latinText,
  pngWith,
  withSegments,
} from '../../../../../test/support/foreign-images.ts'
import { smallPng } from '../../../../../test/support/small-images.ts'
import { bytesSource } from '../source/image-source.ts'
import { sharp } from '../source/sharp-engine.ts'
import { exifGraphs, noProgramTexts, readProgramTexts } from './program-texts.ts'

const read = (bytes: Uint8Array) => readProgramTexts(bytesSource('a', bytes))
const node = '{"class_type":"KSampler","inputs":{"seed":9223372036854775807,"cfg":1.0}}'

async function jpegWith(comment: string): Promise<Buffer> {
  const jpeg = await sharp(smallPng(1)).jpeg().toBuffer()
  return withSegments(jpeg, jpegSegment(0xe1, 'Exif\0\0', exifBlock([], [commentTag(comment)])))
}

it('keeps what ComfyUI and InvokeAI read, and leaves texts that say nothing to a program', async () => {
  const texts = { prompt: `{"3":${node}}`, workflow: '{"nodes":[]}', invokeai_metadata: '{"seed": 1}' }
  const other = { Title: 'a pier', Software: 'x', 'atelier:record': '{}' }
  const png = pngWith(Object.entries({ ...other, ...texts }).map(([keyword, text]) => latinText(keyword, text)))
  const found = await read(png)
  expect(Object.fromEntries(found.texts.map(({ keyword, text }) => [keyword, text]))).toEqual(texts)
})

it('takes graphs out of one object with every digit, and one that stands alone as it is', async () => {
  const both = await read(await jpegWith(`{"prompt": {"3": ${node}}, "workflow": {"nodes": [], "version": 0.4}}`))
  expect(both.texts).toEqual([
    { keyword: 'prompt', text: `{"3":${node}}` },
    { keyword: 'workflow', text: '{"nodes":[],"version":0.4}' },
  ])
  const alone = `{"3": ${node}}`
  expect((await read(await jpegWith(alone))).texts).toEqual([{ keyword: 'prompt', text: alone }])
})

it('keeps A1111’s text whole, but not Atelier’s own, which is written anew', async () => {
  const text = 'a pier\nSteps: 20, Sampler: Euler, Seed: 5, Size: 8x8, ADetailer model: face_yolov8n.pt'
  expect(await read(pngWith([latinText('parameters', text)]))).toEqual({ texts: [], infotext: text })
  const own = pngWith([latinText('parameters', `${text}, Source Identifier: Atelier`)])
  expect(await read(own)).toEqual(noProgramTexts)
})

it('finds nothing in a file that is no image, nor in one meant to break its reader', async () => {
  const deep = `{"prompt": {"a": ${'['.repeat(20_000)}${']'.repeat(20_000)}}}`
  expect(await read(pngWith([latinText('parameters', deep)]))).toEqual(noProgramTexts)
  expect(await read(Buffer.from('prompt'))).toEqual(noProgramTexts)
})

it('writes graphs for EXIF by their names, in ASCII that means the same', () => {
  const graph = '{"title":"Größe 🚪"}'
  const { make, model } = exifGraphs([{ keyword: 'workflow', text: graph }])
  expect(model).toBeNull()
  expect(make).toMatch(/^workflow:[\0-\x7f]+$/)
  expect(JSON.parse(make!.slice('workflow:'.length))).toEqual(JSON.parse(graph))
})
