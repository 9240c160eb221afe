import { copyFile } from 'node:fs/promises'
import { join } from 'node:path'
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
  for (const file of files) await copyFile(samplePath, file)
  // Only files chosen by a person know their path, so they are chosen first and dropped then.
  await page.evaluate(() => {
    const input = document.createElement('input')
    Object.assign(input, { type: 'file', multiple: true, id: 'chosen' })
    document.body.append(input)
  })
  await page.locator('#chosen').setInputFiles(files)
  await studio.canvas.view.evaluate((view) => {
    const input = document.querySelector<HTMLInputElement>('#chosen')
    const dataTransfer = new DataTransfer()
    for (const file of input?.files ?? []) dataTransfer.items.add(file)
    input?.remove()
    for (const type of ['dragenter', 'dragover', 'drop']) {
      view.dispatchEvent(new DragEvent(type, { bubbles: true, cancelable: true, dataTransfer }))
    }
  })
  await expect(page.getByRole('tab', { name: 'dropped-2' })).toHaveAttribute('aria-selected', 'true')
})
