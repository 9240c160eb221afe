import type { Page } from '@playwright/test'
import { a1111Stub } from '../support/services/a1111-stub.ts'
import { openaiStub } from '../support/services/openai-stub.ts'
import { stabilityStub } from '../support/services/stability-stub.ts'
import type { StubRequest } from '../support/services/service-stub.ts'
import { ConversationPage } from '../e2e/pages/conversation-page.ts'
import type { StudioPage } from '../e2e/pages/studio-page.ts'
import { expectAccessible } from '../e2e/support/axe.ts'
import { decode, libraryAssets } from '../e2e/support/images.ts'
import { expect, test } from './support/test.ts'

const timeout = 60_000
const rowsOf = (page: Page) => page.locator('.mark-row')
const sentOf = (page: Page) => page.locator('.sent-markup')
const imagesOf = ({ form }: StubRequest) =>
  form.filter(({ name }) => name.startsWith('image')).map(({ bytes }) => Buffer.from(bytes))
const promptOf = ({ form }: StubRequest) => form.find(({ name }) => name === 'prompt')!.value

async function mark({ page, canvas }: StudioPage, shape: string, from: Point, to: Point, text: string): Promise<void> {
  await page.getByRole('group', { name: 'Shape' }).getByRole('radio', { name: shape }).check()
  const count = await rowsOf(page).count()
  await canvas.stroke([from, to])
  await expect(rowsOf(page)).toHaveCount(count + 1)
  await expect(rowsOf(page).nth(count).getByRole('textbox')).toBeFocused()
  await page.keyboard.type(text)
  await page.keyboard.press('Escape')
}

interface Point {
  readonly x: number
  readonly y: number
}

/** Pixels in the red of marks, and whether any is left of `x`. */
async function redsIn(image: Buffer): Promise<{ readonly count: number; readonly leftmost: number }> {
  const { data, width } = await decode(image)
  let [count, leftmost] = [0, width]
  for (let at = 0; at < data.length; at += 4) {
    const isRed = data[at]! > 200 && data[at + 1]! < 40 && data[at + 2]! < 50
    if (!isRed) continue
    count++
    leftmost = Math.min(leftmost, (at / 4) % width)
  }
  return { count, leftmost }
}

test('an expansion sends marks in the new area with the frame of the clean image, and is recalled with them', async ({
  studio,
  form,
  gallery,
  startService,
  page,
}) => {
  const server = await startService(openaiStub, 'done', { image: () => imagesOf(server.submissions().at(-1)!)[0]! })
  await form.fillIn('Expand', { model: 'gpt-image-2' })
  await page.getByRole('region', { name: 'Expand by' }).getByRole('radio', { name: '16:9' }).check()
  const storedFrame = async () => (await studio.canvas.stored()).state.frame
  await expect.poll(async () => (await storedFrame())?.x).toBeLessThan(-40)
  const frame = await storedFrame()
  await studio.selectTool('Markup')
  await mark(studio, 'Box', { x: frame!.x + 8, y: 60 }, { x: -20, y: 140 }, 'a boat')
  await mark(studio, 'Arrow', { x: 60, y: 60 }, { x: 150, y: 120 }, 'make this ring green')
  await expect(sentOf(page).getByRole('img', { name: 'Copy with marks, as sent' })).toBeVisible()
  await expect(form.notes).not.toContainText('does not use the marks')
  await form.generate.click()
  await expect(studio.cards.first()).toHaveAccessibleName(/done/, { timeout })

  const [submission] = server.submissions()
  const images = imagesOf(submission!)
  expect(images).toHaveLength(2)
  const [clean, copy] = await Promise.all(images.map((image) => decode(image)))
  expect([copy!.width, copy!.height]).toEqual([clean!.width, clean!.height])
  expect((await redsIn(images[0]!)).count).toBeLessThan(20)
  const reds = await redsIn(images[1]!)
  expect(reds.count).toBeGreaterThan(500)
  // The box begins in the new area.
  expect(reds.leftmost).toBeLessThan(copy!.width / 8)
  expect(promptOf(submission!)).toMatch(/1 \(red box, in the (upper|middle) left from \d+ % \/ \d+ %[^)]*\): a boat\./)
  const result = (await libraryAssets(page)).find(({ recipe }) => recipe.edit?.intent === 'expand')!
  expect(result.recipe).toMatchObject({ changedOutside: 0, generation: { isMaskOfMarks: true } })

  const before = (await studio.canvas.stored()).state
  await studio.run('Delete all marks')
  await form.choose('Whole image')
  await gallery.open()
  await gallery.tile(result.name).click()
  await page.keyboard.press('i')
  await page.getByRole('button', { name: 'Use all settings' }).click()
  await expect(rowsOf(page)).toHaveCount(2)
  await expect(page.getByRole('radio', { name: 'Expand', exact: true })).toBeChecked()
  const shapes = (state: typeof before) => state.markup?.marks.map(({ id: _id, ...each }) => each)
  await expect.poll(async () => shapes((await studio.canvas.stored()).state)).toEqual(shapes(before))
  await expect.poll(storedFrame).toEqual(before.frame)
})

test(
  'a step of a conversation gets the copy once; a model that reads none says so before',
  { tag: '@full' },
  async ({ studio, form, startService, page }) => {
    await studio.canvas.ready()
    const server = await startService(openaiStub)
    await startService(stabilityStub)
    const conversation = new ConversationPage(page)
    await form.choose('Whole image')
    await studio.selectTool('Markup')
    await mark(studio, 'Arrow', { x: 60, y: 60 }, { x: 150, y: 120 }, 'make this ring green')
    await conversation.open()
    await conversation.chooseModel('gpt-image-2')
    await expect(conversation.panel.getByRole('switch', { name: 'Use the mark' })).toBeChecked()
    await conversation.words.fill('warmer light')
    await expect(conversation.panel.getByRole('img', { name: 'Copy with marks, as sent' })).toBeVisible()
    await conversation.panel.getByText('What is sent').click()
    await expect(conversation.panel).toContainText('With the last image and a copy with the marks')
    await expect(conversation.panel.getByRole('textbox', { name: 'Prompt' })).toHaveValue(/^warmer light/)
    await expectAccessible(page, 'a step with marks')

    await conversation.chooseModel('stable diffusion 3.5 large')
    await expect(conversation.panel).toContainText('does not read marks. In a conversation they are left out.')
    await expect(conversation.panel.getByRole('img', { name: 'Copy with marks, as sent' })).toHaveCount(0)
    await conversation.chooseModel('gpt-image-2')
    await expect(conversation.send).toHaveText(/Send · /)
    await conversation.words.press('Enter')
    await expect(conversation.words).toHaveValue('')
    await expect(conversation.step('warmer light').getByRole('button', { name: 'Continue from here' })).toBeVisible({
      timeout,
    })
    const [first] = server.submissions()
    expect(imagesOf(first!)).toHaveLength(2)
    expect((await redsIn(imagesOf(first!)[1]!)).count).toBeGreaterThan(300)
    expect(promptOf(first!)).toMatch(/^warmer light[\s\S]*Image 2 is a copy of image 1[\s\S]*: make this ring green\./)

    // What the marks say is done: they are not sent again, unless they are switched on.
    const use = conversation.panel.getByRole('switch', { name: 'Use the mark' })
    if ((await use.count()) > 0) await expect(use).not.toBeChecked()
    await conversation.words.fill('more fog')
    await expect(conversation.send).toHaveText(/Send · /)
    await conversation.words.press('Enter')
    await expect(conversation.step('more fog').getByRole('button', { name: 'Continue from here' })).toBeVisible({
      timeout,
    })
    expect(promptOf(server.submissions()[1]!)).not.toContain('make this ring green')
  },
)

test('an edit whose mask was made from marks is recalled as marks, in its task and without a painted mask', async ({
  studio,
  form,
  gallery,
  startService,
  page,
}) => {
  const server = await startService(a1111Stub, 'done', {
    image: () => {
      const {
        init_images: [image],
      } = server.submissions().at(-1)!.json as { init_images: [string] }
      return Buffer.from(image.replace(/^data:[^,]*,/, ''), 'base64')
    },
  })
  await form.fillIn('Whole image', { model: 'loaded-checkpoint' })
  await studio.selectTool('Markup')
  await mark(studio, 'Box', { x: 330, y: 240 }, { x: 420, y: 330 }, 'a green cloth')
  await form.generate.click()
  await expect(studio.cards.first()).toHaveAccessibleName(/done/, { timeout })
  const result = (await libraryAssets(page)).find(({ recipe }) => recipe.generation?.isMaskOfMarks)!
  expect(result.recipe.edit?.intent).toBe('fill')

  await studio.run('Delete all marks')
  await form.choose('New image')
  await gallery.open()
  await gallery.tile(result.name).click()
  await page.keyboard.press('i')
  await page.getByRole('button', { name: 'Use all settings' }).click()
  await expect(page.getByRole('radio', { name: 'Whole image', exact: true })).toBeChecked()
  await expect(rowsOf(page).getByRole('textbox')).toHaveValue('a green cloth')
  await expect(sentOf(page)).toContainText('Sent as a mask: what the marks touch')
  await studio.canvas.maskOnDisk((mask) => expect(mask.at(370, 285)).toBe(0))
  await form.generate.click()
  await expect.poll(() => server.submissions().length, { timeout }).toBe(2)
  const [first, second] = server.submissions().map(({ json }) => json as { mask: string; prompt: string })
  expect([second!.mask, second!.prompt]).toEqual([first!.mask, first!.prompt])
})
