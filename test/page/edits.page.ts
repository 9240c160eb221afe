import { a1111Stub } from '../support/services/a1111-stub.ts'
import { openaiStub } from '../support/services/openai-stub.ts'
import { stabilityStub } from '../support/services/stability-stub.ts'
import type { StubServer } from '../support/services/stub-server.ts'
import { buildMaskedResponse, type Manner } from '../e2e/support/answers.ts'
import { activeDocument, call } from '../e2e/support/bridge.ts'
import { colorAt, colorDistance, decode, libraryAssets, readOriginal } from '../e2e/support/images.ts'
import { readNames } from '../e2e/support/screen-reader.ts'
import { expect, test as base } from './support/test.ts'

/** Long enough for several images in sequence on a slow machine. */
const timeout = 60_000
const spot = [
  { x: 330, y: 240 },
  { x: 380, y: 290 },
] as const

interface Fixtures {
  /**
   * Selects, for the current task, a model that treats the sent mask in the given manner: one that takes images in their
   * own size, or GPT Image, which is sent twice as many pixels.
   */
  readonly paintBy: (manner: Manner, model?: 'inpaint' | 'gpt-image-2') => Promise<StubServer>
}

const test = base.extend<Fixtures>({
  paintBy: async ({ form, startService }, provide) => {
    await provide(async (manner, model = 'inpaint') => {
      const served: { server?: StubServer } = {}
      const image = () => buildMaskedResponse(served.server!, manner)
      served.server = await startService(model === 'inpaint' ? stabilityStub : openaiStub, 'done', { image })
      await form.chooseModel(model)
      return served.server
    })
  },
})

test.beforeEach(async ({ studio }) => {
  await studio.setNumber('Size', 60)
})

test('a fill by a service previews its request, changes nothing outside the mask, and undo restores the prompt', async ({
  studio,
  form,
  running,
  paintBy,
  page,
}) => {
  await studio.canvas.stroke(spot)
  const server = await paintBy('keeps', 'gpt-image-2')
  await form.prompt.fill('a green cloth')
  await page.getByText('Request preview', { exact: true }).click()
  const sent = page.locator('.sent-list')
  await expect(sent).toContainText(/\d+ × \d+ of the image → \d+ × \d+/)
  await expect(sent).toContainText('transparent = repainted')
  await expect(form.generate).toHaveAccessibleName(/Generate · .*\$/)
  await form.generate.click()
  await expect(studio.cards.first()).toHaveAccessibleName(/done/, { timeout })
  await expect(studio.measured).toContainText(', 0 outside')
  expect(server.submissions()).toHaveLength(1)

  const [result] = (await libraryAssets(page)).filter(({ recipe }) => recipe.operation === 'edit')
  expect(result?.recipe.edit).toMatchObject({ intent: 'fill', isRefused: false, maskVerdict: 'kept' })
  const source = (await libraryAssets(page)).find(({ id }) => id === result?.parentId)
  const [after, before] = await Promise.all(
    [result!, source!].map(async (asset) => decode(await readOriginal(running, asset))),
  )
  const at = (image: typeof after, x: number, y: number) =>
    image!.data.subarray((y * image!.width + x) * 4, (y * image!.width + x) * 4 + 3)
  expect(at(after, 40, 40).equals(at(before, 40, 40))).toBe(true)
  expect(at(after, 355, 265).equals(at(before, 355, 265))).toBe(false)

  await page.keyboard.press('Enter')
  await expect(studio.cards.first()).toHaveAccessibleName(/kept/)
  await form.prompt.fill('something else')
  await form.prompt.press('Escape')
  await page.keyboard.press('ControlOrMeta+z')
  await expect(studio.cards.first()).not.toHaveAccessibleName(/kept/)
  await expect(form.prompt).toHaveValue('a green cloth')
  await expect(page.getByText('Mask sent')).toBeVisible()
})

test('the sent area is shown, resized by dragging and reset', async ({ studio, form, paintBy, page }) => {
  await studio.canvas.stroke(spot)
  await paintBy('keeps')
  await form.prompt.fill('a green cloth')
  await form.prompt.press('Escape')
  const tag = page.getByRole('button', { name: /^Sent: / })
  await expect(tag).toBeVisible()
  await page.getByText('Request preview', { exact: true }).click()
  const part = page.locator('.sent-list')
  // Wait until the plan is the one for this prompt.
  await expect(part).not.toContainText('Prompt')
  const before = await part.innerText()
  await tag.click()
  const left = page.getByRole('slider', { name: 'Left edge of sent area' })
  const box = (await left.boundingBox())!
  const at = { x: box.x + box.width / 2, y: box.y + box.height / 2 }
  await page.mouse.move(at.x, at.y)
  await page.mouse.down()
  await page.mouse.move(at.x + 60, at.y, { steps: 6 })
  await page.mouse.up()
  await expect(page.getByText('custom area')).toBeVisible()
  await expect.poll(() => part.innerText()).not.toBe(before)
  await page.getByRole('button', { name: 'Reset area' }).click()
  await expect(page.getByText('custom area')).toHaveCount(0)
  await expect.poll(() => part.innerText()).toBe(before)
})

test('each document keeps its own prompt and task when tabs change', async ({ form, gallery, page }) => {
  await form.chooseModel('demo')
  await form.prompt.fill('a green cloth')
  await form.prompt.press('Escape')
  await gallery.open()
  await gallery.tiles.first().click()
  await page.getByRole('button', { name: 'Open in Studio' }).click()
  await expect(page.getByRole('tab')).toHaveCount(2)
  await form.fillIn('Whole image', { model: 'demo' })
  await expect(form.prompt).toHaveValue('')
  await page.getByRole('tab').first().click()
  await expect(form.prompt).toHaveValue('a green cloth')
  await expect(page.getByRole('radio', { name: 'Fill', exact: true })).toBeChecked()
})

test('Show differences overlays what has changed', async ({ studio, page }) => {
  await studio.canvas.stroke(spot)
  await studio.fill()
  const heat = page.waitForRequest((request) => request.url().endsWith('/heat'))
  await page.getByRole('button', { name: 'Show differences' }).click()
  await heat
  await expect(page.getByRole('button', { name: 'Show differences' })).toHaveAttribute('aria-pressed', 'true')
})

test('a preview shows only inside the mask, and the sent area is not drawn over previews and results', async ({
  studio,
  form,
  startService,
  page,
}) => {
  const { canvas } = studio
  await studio.setNumber('Size', 120)
  await canvas.stroke(spot)
  let finish: (image: Uint8Array) => void = () => undefined
  const held = new Promise<Uint8Array>((resolve) => (finish = resolve))
  const server = await startService(a1111Stub, 'previews', { image: () => held })
  await form.chooseModel('loaded-checkpoint')
  await form.prompt.fill('a magenta cloth')
  await expect(page.getByRole('group', { name: 'Area sent to the model' })).toHaveCount(1)
  const colorOf = async (x: number, y: number) => colorAt(page, await canvas.place({ x, y }))
  await page.mouse.move(5, 5)
  const before = await colorOf(180, 120)
  await form.generate.click()
  // The server's preview is all magenta. The results open and move the image.
  await expect.poll(async () => colorDistance(await colorOf(355, 265), [255, 0, 255]), { timeout }).toBeLessThan(30)
  expect(colorDistance(await colorOf(180, 120), before)).toBeLessThan(3)
  await expect(page.getByRole('group', { name: 'Area sent to the model' })).toHaveCount(0)
  // The server returns the image it was sent, which fits.
  const { init_images: sent } = server.submissions()[0]!.json as { init_images: [string] }
  finish(Uint8Array.from(Buffer.from(sent[0].replace(/^data:[^,]*,/, ''), 'base64')))
  await expect(studio.cards.first()).toHaveAccessibleName(/done/, { timeout })
  await expect(page.getByRole('group', { name: 'Area sent to the model' })).toHaveCount(0)
})

test('reblending makes a new result from the stored response, without a request', async ({
  studio,
  form,
  paintBy,
  page,
}) => {
  await studio.canvas.stroke(spot)
  const server = await paintBy('keeps')
  await form.prompt.fill('a green cloth')
  await form.generate.click()
  await expect(studio.cards.first()).toHaveAccessibleName(/done/, { timeout })
  const blend = page.getByRole('region', { name: 'Blend' })
  await expect(blend).toContainText('free')
  const previewRequest = page.waitForRequest((request) => request.url().startsWith('asset://preview/'))
  await studio.setNumber('Opacity', 50)
  await previewRequest
  await blend.getByRole('button', { name: 'Keep blend' }).click()
  await expect(studio.cards).toHaveCount(2)
  await expect(studio.cards.nth(1)).toHaveAccessibleName(/Reblended.*done/, { timeout })
  await expect(studio.measured).toContainText(', 0 outside')
  expect(server.submissions()).toHaveLength(1)
  const edits = (await libraryAssets(page)).filter(({ recipe }) => recipe.operation === 'edit')
  expect(edits).toHaveLength(2)
  expect(new Set(edits.map(({ parentId }) => parentId)).size).toBe(1)
  expect(edits[0]?.recipe.edit).toMatchObject({ reblendOf: edits[1]?.id, blend: { opacity: 0.5 } })
})

test('a response that does not fit is pasted only on request', async ({ studio, form, paintBy, page }) => {
  await studio.canvas.stroke(spot)
  await paintBy('other')
  await form.prompt.fill('a green cloth')
  await form.generate.click()
  await expect(studio.cards.first()).toHaveAccessibleName(/done/, { timeout })
  await expect(studio.results).toContainText('The result does not fit')
  await expect(page.getByRole('figure', { name: 'Result' })).toBeVisible()
  // The canvas beneath is neither drawn nor read by a screen reader.
  const canvas = page.getByRole('application', { name: 'Canvas' })
  expect(await readNames(page)).toContain('figure: Result')
  expect(await readNames(page)).not.toContain('img: coffee')
  await expect(canvas.getByRole('button')).toHaveCount(0)
  await expect(studio.results.getByRole('button', { name: 'Open as new document' })).toBeVisible()
  await studio.results.getByRole('button', { name: 'Paste anyway' }).click()
  await expect(studio.cards.nth(1)).toHaveAccessibleName(/done/, { timeout })
  await expect(studio.measured).toContainText(', 0 outside')
})

test('warns when a model changes nothing inside the mask', async ({ studio, form, paintBy }) => {
  await studio.canvas.stroke(spot)
  await paintBy('nothing')
  await form.prompt.fill('a green cloth')
  await form.generate.click()
  await expect(studio.cards.first()).toHaveAccessibleName(/done/, { timeout })
  await expect(studio.results).toContainText('seems to have changed nothing inside the mask')
  await expect(studio.measured).toContainText(', 0 outside')
})

test('warns when a model ignores the mask, and discards what it changed outside', async ({
  studio,
  form,
  paintBy,
  page,
}) => {
  await studio.canvas.stroke(spot)
  await paintBy('strays')
  await form.prompt.fill('a green cloth')
  await form.generate.click()
  await expect(studio.cards.first()).toHaveAccessibleName(/done/, { timeout })
  await expect(studio.results).toContainText('seems to have ignored the mask')
  await expect(studio.measured).toContainText(', 0 outside')
  const [made] = (await libraryAssets(page)).filter(({ recipe }) => recipe.operation === 'edit')
  expect(made?.recipe).toMatchObject({ changedOutside: 0, edit: { isRefused: false, maskVerdict: 'ignored' } })
})

test('a run with several models sends one request to each', async ({ studio, form, paintBy, page }) => {
  await studio.canvas.stroke(spot)
  const server = await paintBy('keeps', 'gpt-image-2')
  await form.tick('Content-aware fill').check()
  await form.addModel('gpt-image-1.5')
  await expect(page.getByText('3 selected')).toBeVisible()
  await form.prompt.fill('a green cloth')
  await expect(form.generate).toHaveAccessibleName(/Generate 2 images · .*\$[\d.]+ · 2 models/)
  await form.generate.click()
  await expect(studio.cards).toHaveCount(3)
  for (const card of await studio.cards.all()) await expect(card).toHaveAccessibleName(/done/, { timeout })
  expect(server.submissions()).toHaveLength(2)
  const made = (await libraryAssets(page)).filter(({ recipe }) => recipe.operation !== 'import')
  expect(new Set(made.map(({ recipe }) => recipe.model))).toEqual(new Set([null, 'gpt-image-2', 'gpt-image-1.5']))
})

test('the image is expanded on this computer, kept and undone', async ({ studio, form, page }) => {
  await form.choose('Expand')
  const expand = page.getByRole('button', { name: 'Expand', exact: true })
  await expect(expand).toBeDisabled()
  await expect(form.disabledReason('Extend the frame')).toBeVisible()
  await page.getByRole('button', { name: 'Expand left by a quarter' }).click()
  await expand.click()
  await expect(studio.cards.first()).toHaveAccessibleName(/done/, { timeout })
  const before = await activeDocument(page)
  const [made] = (await libraryAssets(page)).filter(({ recipe }) => recipe.operation === 'expand')
  expect(made).toMatchObject({ widthPx: before.widthPx * 1.25, heightPx: before.heightPx, parentId: before.baseId })
  await studio.results.getByRole('button', { name: 'Keep' }).click()
  await expect.poll(async () => (await activeDocument(page)).baseId).toBe(made?.id)
  await expect.poll(async () => (await activeDocument(page)).widthPx).toBe(made?.widthPx)
  await page.keyboard.press('ControlOrMeta+z')
  await expect.poll(async () => (await activeDocument(page)).baseId).toBe(before.baseId)
})

test('a service expands the image, and the original pixels stay unchanged when it is kept', async ({
  studio,
  form,
  running,
  paintBy,
  page,
}) => {
  await form.choose('Expand')
  const server = await paintBy('keeps')
  await page.getByRole('button', { name: 'Expand right by a quarter' }).click()
  await form.prompt.fill('a wide meadow')
  await expect(form.generate).toHaveAccessibleName(/Generate · .*\$/)
  await form.generate.click()
  await expect(studio.cards.first()).toHaveAccessibleName(/done/, { timeout })
  await expect(studio.measured).toContainText(', 0 outside')
  expect(server.submissions()).toHaveLength(1)
  const before = await activeDocument(page)
  const assets = await libraryAssets(page)
  const made = assets.find(({ recipe }) => recipe.operation === 'edit')
  const canvas = assets.find(({ id }) => id === made?.parentId)
  const wide = { widthPx: before.widthPx * 1.25, heightPx: before.heightPx }
  expect(made).toMatchObject({
    ...wide,
    recipe: { changedOutside: 0, edit: { intent: 'expand', maskVerdict: 'kept' } },
  })
  expect(canvas).toMatchObject({ ...wide, parentId: before.baseId, recipe: { operation: 'expand' } })
  await studio.results.getByRole('button', { name: 'Keep' }).click()
  await expect.poll(async () => (await activeDocument(page)).baseId).toBe(made?.id)
  await expect.poll(async () => (await activeDocument(page)).widthPx).toBe(made?.widthPx)
  const [expanded, original] = await Promise.all(
    [made!, assets.find(({ id }) => id === before.baseId)!].map(async (asset) =>
      decode(await readOriginal(running, asset)),
    ),
  )
  for (const y of [0, 100, original!.height - 1]) {
    // Beyond the reach of the seam every pixel equals the original.
    const leftHalf = (image: typeof original) =>
      image!.data.subarray(y * image!.width * 4, y * image!.width * 4 + original!.width * 2)
    expect(leftHalf(expanded).equals(leftHalf(original))).toBe(true)
  }
})

test('the masked area of a result is merged into a new result', async ({ studio, page }) => {
  await studio.canvas.stroke(spot)
  await studio.fixSeed(1)
  await studio.fill()
  await studio.cards.first().click({ button: 'right' })
  await page.getByRole('menuitem', { name: 'Merge masked area' }).click()
  await expect(studio.cards).toHaveCount(2)
  await expect(studio.cards.nth(1)).toHaveAccessibleName(/Merged area.*done/, { timeout })
  await expect(studio.measured).toContainText(', 0 outside')
  const [merged] = (await libraryAssets(page)).filter(({ recipe }) => recipe.operation === 'merge')
  expect(merged?.parentId).toBe((await activeDocument(page)).baseId)
})

test('the Gallery shows how an edit was sent and opens it in its own document', async ({
  studio,
  form,
  gallery,
  paintBy,
  page,
}) => {
  await studio.canvas.stroke(spot)
  await paintBy('keeps')
  await form.prompt.fill('a green cloth')
  await form.generate.click()
  await expect(studio.cards.first()).toHaveAccessibleName(/done/, { timeout })
  await page.keyboard.press('Escape')
  await gallery.open()
  await gallery.tiles.first().click()
  const info = page.getByRole('region', { name: 'Edit', exact: true })
  await expect(info).toContainText(/\d+ × \d+ at \d+, \d+/)
  await expect(info).toContainText(/Alignment.*, match \d+%/)
  const tabs = (await call(page, 'canvas.documents', {})).length
  await page.getByRole('button', { name: 'Open in Studio' }).click()
  await expect(studio.cards.first()).toHaveAttribute('aria-current', 'true')
  expect(await call(page, 'canvas.documents', {})).toHaveLength(tabs)
  await expect(page.getByRole('region', { name: 'Blend' })).toBeVisible()
})
