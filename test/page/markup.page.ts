import type { Page } from '@playwright/test'
import { a1111Stub } from '../support/services/a1111-stub.ts'
import { openaiStub } from '../support/services/openai-stub.ts'
import type { StubRequest } from '../support/services/service-stub.ts'
import { drawMark, markRows } from '../e2e/support/marks.ts'
import { expectAccessible } from '../e2e/support/axe.ts'
import { decode, libraryAssets, readOriginal } from '../e2e/support/images.ts'
import { expect, test } from './support/test.ts'

const timeout = 60_000
const panelOf = (page: Page) => page.locator('.panel-section:has(.mark-list)')
const sentOf = (page: Page) => page.locator('.sent-markup')
const imagesOf = ({ form }: StubRequest) =>
  form.filter(({ name }) => name.startsWith('image')).map(({ bytes }) => bytes)
const promptOf = ({ form }: StubRequest) => form.find(({ name }) => name === 'prompt')!.value

const arrow = [
  { x: 60, y: 60 },
  { x: 150, y: 120 },
]
const box = [
  { x: 330, y: 240 },
  { x: 420, y: 330 },
]

test('a model that reads images gets the image and a copy with the marks, and the result shows none', async ({
  studio,
  form,
  gallery,
  startService,
  running,
  page,
}) => {
  const server = await startService(openaiStub, 'done', { image: () => imagesOf(server.submissions().at(-1)!)[0]! })
  await form.fillIn('Whole image', { model: 'gpt-image-2' })
  await studio.selectTool('Markup')
  await form.prompt.fill('Keep the mood')
  await expect(panelOf(page)).toContainText('Mark what to change')
  await drawMark(studio, 'Arrow', arrow, 'make this ring green')
  await drawMark(studio, 'Box', box, 'remove')
  await expect(markRows(page).first()).toContainText('Arrow, upper left')

  // What is sent is shown before: the copy, and the prompt in full.
  await expect(sentOf(page).getByRole('img', { name: 'Copy with marks, as sent' })).toBeVisible()
  await sentOf(page).getByText('Prompt as sent').click()
  const shown = sentOf(page).locator('.sent-markup-prompt')
  await expect(shown).toContainText('Image 2 is a copy of image 1')
  await expect(shown).toContainText('): make this ring green.')
  await expect(shown).toContainText('2 (red box')
  await expectAccessible(page, 'marks')
  await expect(form.generate).toHaveAccessibleName(/Generate · .*\$/)
  const prompt = await shown.innerText()

  await form.generate.click()
  await expect(studio.cards.first()).toHaveAccessibleName(/done/, { timeout })
  const [submission] = server.submissions()
  expect(promptOf(submission!).trim()).toBe(prompt.trim())
  const [clean, copy, ...more] = imagesOf(submission!)
  expect(more).toEqual([])
  const [before, after] = [await decode(Buffer.from(clean!)), await decode(Buffer.from(copy!))]
  expect([after.width, after.height]).toEqual([before.width, before.height])
  const redAt = ({ data, width }: typeof before, count = 0) => {
    for (let at = 0; at < data.length; at += 4) {
      const isRed =
        Math.abs(data[at]! - 0xe0) < 14 && Math.abs(data[at + 1]! - 0x12) < 14 && Math.abs(data[at + 2]! - 0x1f) < 14
      if (isRed && width > 0) count++
    }
    return count
  }
  expect(redAt(before)).toBeLessThan(20)
  expect(redAt(after)).toBeGreaterThan(500)

  // The service has returned the clean image: the result is exactly that, and so is its thumbnail's source.
  const assets = await libraryAssets(page)
  const result = assets.find(({ recipe }) => recipe.operation === 'edit')!
  expect(redAt(await decode(await readOriginal(running, result)))).toBeLessThan(20)
  expect(result.recipe.generation?.markup).toHaveLength(2)
  expect(result.recipe.generation?.sentPrompt?.trim()).toBe(prompt.trim())

  // “Use all settings” puts the marks over the same image again.
  await studio.run('Delete all marks')
  await expect(markRows(page)).toHaveCount(0)
  await gallery.open()
  await gallery.tile(result.name).click()
  await page.keyboard.press('i')
  await page.getByRole('button', { name: 'Use all settings' }).click()
  await expect(markRows(page)).toHaveCount(2)
  await expect(markRows(page).first().getByRole('textbox')).toHaveValue('make this ring green')
})

test('another model gets a mask and the words, and changes nothing outside the marks', async ({
  studio,
  form,
  startService,
  page,
}) => {
  let finish: (image: Uint8Array) => void = () => undefined
  const held = new Promise<Uint8Array>((resolve) => (finish = resolve))
  const server = await startService(a1111Stub, 'done', { image: () => held })
  await form.fillIn('Whole image', { model: 'loaded-checkpoint' })
  await studio.selectTool('Markup')
  await drawMark(studio, 'Box', box, 'a green cloth')
  await expect(sentOf(page)).toContainText('Sent as a mask')
  await expect(sentOf(page).getByRole('img', { name: 'Mask made from the marks, as sent' })).toBeVisible()
  await expect(form.notes).toContainText('does not read marks')
  await form.generate.click()
  await expect.poll(() => server.submissions().length, { timeout }).toBe(1)
  const sent = server.submissions()[0]!.json as { init_images: [string]; mask: string; prompt: string }
  expect(sent.prompt).toContain('a green cloth')
  expect(sent.mask).toBeTruthy()
  const image = await decode(Buffer.from(sent.init_images[0].replace(/^data:[^,]*,/, ''), 'base64'))
  expect(image.width).toBeGreaterThan(0)
  finish(Uint8Array.from(Buffer.from(sent.init_images[0].replace(/^data:[^,]*,/, ''), 'base64')))
  await expect(studio.cards.first()).toHaveAccessibleName(/done/, { timeout })
  await expect(studio.measured).toContainText('0 outside')

  // Keeping it has done what the marks say; undo brings both back.
  await page.keyboard.press('Enter')
  await expect(studio.cards.first()).toHaveAccessibleName(/kept/)
  await expect(markRows(page)).toHaveCount(0)
  await page.keyboard.press('ControlOrMeta+z')
  await expect(markRows(page)).toHaveCount(1)
})

test('marks are selected, moved, resized, colored, hidden, deleted and made a mask, each a step to undo', async ({
  studio,
  form,
  page,
}) => {
  const marks = async () => (await studio.canvas.stored()).state.markup?.marks ?? []
  await form.choose('Whole image')
  await page.keyboard.press('u')
  await drawMark(studio, 'Box', box, 'first')
  await drawMark(
    studio,
    'Scribble',
    [
      { x: 100, y: 200 },
      { x: 180, y: 200 },
      { x: 180, y: 280 },
      { x: 104, y: 206 },
    ],
    'second',
  )
  await drawMark(studio, 'Number', [{ x: 450, y: 80 }], 'third')
  await expect.poll(marks).toMatchObject([{ shape: 'box' }, { shape: 'scribble', isClosed: true }, { shape: 'note' }])

  // By its side, which also selects it.
  await studio.canvas.stroke([
    { x: 375, y: 240 },
    { x: 355, y: 210 },
  ])
  await expect
    .poll(async () => (await marks())[0])
    .toMatchObject({ rect: { x: 310, y: 210, widthPx: 90, heightPx: 90 } })
  await studio.canvas.stroke([
    { x: 400, y: 300 },
    { x: 430, y: 320 },
  ])
  await expect.poll(async () => (await marks())[0]).toMatchObject({ rect: { widthPx: 120, heightPx: 110 } })
  await page.getByRole('radio', { name: 'Blue' }).check()
  await expect.poll(async () => (await marks())[0]).toMatchObject({ color: 'blue' })
  for (let step = 0; step < 3; step++) await page.keyboard.press('ControlOrMeta+z')
  await expect
    .poll(async () => (await marks())[0])
    .toMatchObject({ color: 'red', rect: { x: 330, y: 240, widthPx: 90 } })
  for (let step = 0; step < 3; step++) await page.keyboard.press('ControlOrMeta+Shift+z')
  await expect.poll(async () => (await marks())[0]).toMatchObject({ color: 'blue', rect: { widthPx: 120 } })

  await panelOf(page).getByRole('button', { name: 'Hide markup' }).click()
  await expect(sentOf(page)).toHaveCount(0)
  await expect(panelOf(page)).toContainText('Hidden marks are not sent.')
  await page.keyboard.press('Shift+u')
  await expect(panelOf(page).getByRole('button', { name: 'Hide markup' })).toBeVisible()

  await panelOf(page).getByRole('button', { name: 'Select mark 2' }).click()
  await page.keyboard.press('Delete')
  await expect(markRows(page)).toHaveCount(2)
  await expect(markRows(page).last()).toContainText('Number, upper right')

  await studio.canvas.page.getByRole('button', { name: 'Mask from marks' }).click()
  await studio.canvas.maskOnDisk((mask) => {
    expect([mask.at(370, 265), mask.at(450, 80), mask.at(140, 240)]).toEqual([255, 255, 0])
  })
  await page.keyboard.press('ControlOrMeta+z')
  await studio.canvas.maskOnDisk((mask) => expect(mask.at(370, 265)).toBe(0))
})

test('marks are drawn by keyboard', async ({ studio, form, page }) => {
  await form.choose('Whole image')
  await studio.selectTool('Markup')
  await page.getByRole('group', { name: 'Shape' }).getByRole('radio', { name: 'Arrow' }).check()
  await studio.canvas.view.focus()
  await page.keyboard.press('Enter')
  await page.keyboard.press('Enter')
  for (let step = 0; step < 8; step++) await page.keyboard.press('ArrowRight')
  await page.keyboard.press('Enter')
  await expect(markRows(page)).toHaveCount(1)
})
