import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, it } from 'vitest'
import type { OpenedProject } from '../../imaging.ts'
import { ByteBudget } from '../source/byte-budget.ts'
import { sharp } from '../source/sharp-engine.ts'
import { openProject } from './open-project.ts'
import { ZipWriter } from './zip/zip-writer.ts'

let folder: string
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'atelier-ora-'))
})
afterEach(() => rm(folder, { recursive: true }))

async function open(path: string): Promise<OpenedProject> {
  const into = await mkdtemp(join(folder, 'opened-'))
  return openProject({ path, folder: into }, new ByteBudget(1e9), new AbortController().signal)
}

it('opens an ORA of another program with nested stacks, offsets, blend modes and missing attributes', async () => {
  const path = join(folder, 'other.ora')
  const png = await sharp({ create: { width: 9, height: 7, channels: 4, background: '#20406080' } })
    .png()
    .toBuffer()
  const stack = `<?xml version='1.0' encoding='UTF-8'?>
<image h='30' w='40' name='x'><stack name='root' opacity='1.0'>
 <layer name='top' src='data/a.png' x='-3' y='5' composite-op='svg:multiply'/>
 <stack name='group' opacity='0.5' visibility='hidden'><layer src='data/a.png' opacity='0.5'/></stack>
 <stack name='shade' composite-op='svg:multiply' opacity='0.5'>
  <layer name='over' src='data/a.png'/><layer name='under' src='data/a.png'/>
 </stack>
 <text x='0' y='0'/>
 <layer name='bottom' src='data/a.png' x='2'/>
</stack></image>`
  await ZipWriter.create(path, async (zip) => {
    await zip.addStored('mimetype', Buffer.from('image/openraster'))
    await zip.addDeflated('stack.xml', Buffer.from(stack))
    await zip.addDeflated('data/a.png', png)
  })
  const { state, images, notes } = await open(path)
  expect(images[0]).toMatchObject({ widthPx: 40, heightPx: 30, hasAlpha: true })
  expect(state.layers.map(({ name, isVisible, opacity }) => [name, isVisible, opacity])).toEqual([
    ['under', true, 0.5],
    ['over', true, 0.5],
    ['Layer', false, 0.25],
    ['top', true, 1],
  ])
  expect(state.layers[3]).toMatchObject({ placement: { centreX: 1.5, centreY: 8.5 } })
  // Without masks of its own, the color of its mask follows from the image.
  expect(state.isFresh).toBe(true)
  expect(notes).toEqual([
    'Blend modes are not supported. Opened as Normal: “top”, “shade”.',
    'Group opacity was applied to each layer, so overlapping layers show through each other: “shade”.',
  ])
})

it.each([
  ['no stack', '<image w="4" h="4"/>'],
  ['a huge size', '<image w="900000" h="4"><stack/></image>'],
  ['no size', '<image><stack/></image>'],
  ['an image path outside the archive', '<image w="4" h="4"><stack><layer src="../../etc/passwd"/></stack></image>'],
  ['a layer that is no image', '<image w="4" h="4"><stack><layer src="stack.xml"/></stack></image>'],
])('refuses an ORA with %s', async (_what, stack) => {
  const path = join(folder, 'bad.ora')
  await ZipWriter.create(path, (zip) => zip.addDeflated('stack.xml', Buffer.from(stack)))
  await expect(open(path)).rejects.toMatchObject({ code: expect.stringMatching(/^media\//) })
})
