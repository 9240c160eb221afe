import { openaiStub } from '../support/services/openai-stub.ts'
import type { StubServer } from '../support/services/stub-server.ts'
import { buildMaskedResponse, type Manner } from './support/answers.ts'
import { expectAccessible } from './support/axe.ts'
import { libraryAssets } from './support/images.ts'
import { expect, test } from './support/test.ts'

test.use({ sharesWindow: true })

const timeout = 60_000

test('two masks are planned, priced, run in order, merged into one result, kept and undone', async ({
  studio,
  form,
  startService,
  running,
}) => {
  const { page } = running
  const dialog = page.getByRole('dialog', { name: 'Edit plan' })
  const openPlan = () => page.getByRole('button', { name: 'Edit plan…' }).click()

  await openPlan()
  await expect(dialog.getByText('No masks yet')).toBeVisible()
  await page.keyboard.press('Escape')

  await studio.setNumber('Size', 40)
  await studio.canvas.stroke([
    { x: 120, y: 120 },
    { x: 150, y: 150 },
  ])
  await page.getByRole('button', { name: 'New mask' }).click()
  await studio.canvas.stroke([
    { x: 430, y: 280 },
    { x: 470, y: 300 },
  ])
  // The second answer is of another image: its step fails.
  const served: { server?: StubServer } = {}
  const manner = (): Manner => (served.server!.submissions().length === 2 ? 'other' : 'keeps')
  const server = await startService(openaiStub, 'done', {
    image: () => buildMaskedResponse(served.server!, manner()),
  })
  served.server = server
  await form.chooseModel('gpt-image-2')

  await openPlan()
  const steps = dialog.getByRole('listitem', { name: /^Step / })
  await expect(steps).toHaveCount(2)
  await expect(steps.first().getByText('Enter a prompt.')).toBeVisible()
  const run = dialog.getByRole('button', { name: /^(Run|Resume)/ })
  await expect(run).toBeDisabled()
  await steps.first().getByRole('textbox', { name: 'Prompt' }).fill('a green cloth')
  await steps.nth(1).getByRole('textbox', { name: 'Prompt' }).fill('a green leaf')
  await expect(run).toHaveText(/^Run · \$0\.\d+$/)
  await expect(dialog.getByText('After the steps it overlaps')).toBeVisible()
  await expectAccessible(page, 'an edit plan')
  expect(server.submissions()).toEqual([])

  await run.click()
  await expect(steps.first().getByText('Done')).toBeVisible({ timeout })
  await expect(steps.nth(1).getByText('Failed')).toBeVisible({ timeout })
  await expect(steps.nth(1).getByText(/^The result does not match its surroundings/)).toBeVisible()
  await expect(studio.cards).toHaveCount(0)
  // It was paid for: only replacing it sends it again.
  await expect(run).toBeDisabled()
  expect(server.submissions()).toHaveLength(2)

  // A replaced step is made again, and nothing else.
  await dialog.getByRole('button', { name: 'Replace result of step 2' }).click()
  await expect(run).toHaveText(/^Resume · \$0\.\d+$/)
  await run.click()
  await expect(dialog.getByRole('status')).toContainText(/^Changed: [\d,]+ px inside the masks, 0 outside$/, {
    timeout,
  })
  await expect(steps.nth(1).getByText('Done')).toBeVisible()
  expect(server.submissions()).toHaveLength(3)
  await page.keyboard.press('Escape')

  const made = await libraryAssets(page)
  const merged = made.filter(({ recipe }) => recipe.operation === 'merge')[0]!
  const second = made.find(({ id }) => id === merged.recipe.takenFromId)!
  const first = made.find(({ id }) => id === second.parentId)!
  expect([first.recipe.prompt, second.recipe.prompt]).toEqual(['a green cloth', 'a green leaf'])
  expect(merged.parentId).toBe(first.parentId)
  expect(merged.recipe.changedOutside).toBe(0)

  // One card for the whole plan; keeping it is one step back.
  const card = studio.cards.last()
  await expect(card).toHaveAccessibleName(/done/)
  await card.click()
  await page.keyboard.press('Enter')
  await expect(card).toHaveAccessibleName(/kept/)
  await page.keyboard.press('ControlOrMeta+z')
  await expect(card).not.toHaveAccessibleName(/kept/)

  // The plan belongs to the document.
  await openPlan()
  await expect(steps).toHaveCount(2)
  await expect(steps.first().getByRole('textbox', { name: 'Prompt' })).toHaveValue('a green cloth')
  await page.keyboard.press('Escape')
})

test('steps are reordered, duplicated, switched off and deleted; content-aware fill is free', async ({
  studio,
  running,
}) => {
  const { page } = running
  const dialog = page.getByRole('dialog', { name: 'Edit plan' })
  await studio.setNumber('Size', 40)
  await studio.canvas.stroke([{ x: 120, y: 120 }])
  await page.getByRole('button', { name: 'Edit plan…' }).click()
  const steps = dialog.getByRole('listitem', { name: /^Step / })
  await expect(steps).toHaveCount(1)
  await steps.first().getByRole('combobox', { name: 'Model' }).selectOption('Content-aware fill')
  await dialog.getByRole('button', { name: 'Duplicate step 1' }).click()
  await expect(steps).toHaveCount(2)
  await steps.nth(1).getByRole('checkbox').uncheck()
  await expect(steps.nth(1).getByText('Off')).toBeVisible()
  await dialog.getByRole('button', { name: 'Move step 2 up' }).click()
  await expect(steps.first().getByText('Off')).toBeVisible()
  await steps.nth(1).locator('.plan-grip').dragTo(steps.first())
  await expect(steps.nth(1).getByText('Off')).toBeVisible()
  await dialog.getByRole('button', { name: 'Delete step 2' }).click()
  await expect(steps).toHaveCount(1)
  await dialog.getByRole('button', { name: 'Run · free' }).click()
  await expect(dialog.getByRole('status')).toContainText(/px inside the masks, 0 outside$/, { timeout })
})
