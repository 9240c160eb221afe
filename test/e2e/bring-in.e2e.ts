import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { smallPng } from '../support/small-pictures.ts'
import { activeDocument } from './support/bridge.ts'
import { samplePath } from './support/pictures.ts'
import { expect, test } from './support/test.ts'

test('a picture on the clipboard is pasted into the library and opened', async ({ studio, running }) => {
  const { page, app } = running
  await app.evaluate(({ clipboard, nativeImage }, path) => {
    clipboard.writeImage(nativeImage.createFromPath(path).crop({ x: 0, y: 0, width: 320, height: 240 }))
  }, samplePath)
  await page.keyboard.press('ControlOrMeta+v')
  await expect(page.getByRole('tab')).toHaveCount(2)
  await studio.canvas.waitForPixels()
  expect(await activeDocument(page)).toMatchObject({ widthPx: 320, heightPx: 240 })
})

test('an empty clipboard is said, not guessed', async ({ studio, running }) => {
  const { page, app } = running
  await app.evaluate(({ clipboard }) => clipboard.clear())
  await studio.canvas.view.hover()
  await page.keyboard.press('ControlOrMeta+v')
  await expect(page.getByText('There is no picture on the clipboard.')).toBeVisible()
})

test('files dropped on the window are imported and the last one opened', async ({ studio, running }) => {
  const { page, home } = running
  const files = [join(home, 'dropped-1.png'), join(home, 'dropped-2.png')]
  for (const [at, file] of files.entries()) await writeFile(file, smallPng(at, 64, 48))
  const { x, y } = await studio.canvas.place({ x: 300, y: 200 })
  const session = await page.context().newCDPSession(page)
  const data = { items: [], files, dragOperationsMask: 1 }
  for (const type of ['dragEnter', 'dragOver', 'drop'] as const) {
    await session.send('Input.dispatchDragEvent', { type, x, y, data })
  }
  await expect(page.getByRole('tab', { name: 'dropped-2' })).toHaveAttribute('aria-selected', 'true')
})
