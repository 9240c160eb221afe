import type { Page } from '@playwright/test'
import type { AssetId } from '../../src/shared/domain/ids.ts'
import { openaiStub } from '../support/services/openai-stub.ts'
import { requestOf } from '../support/request-of.ts'
import { MoneyPage } from '../e2e/pages/money-page.ts'
import { ValuePage } from '../e2e/pages/value-page.ts'
import { expectAccessible } from '../e2e/support/axe.ts'
import { call, libraryIds } from '../e2e/support/bridge.ts'
import { expect, test } from './support/test.ts'
import { changeValueHome } from '../e2e/support/value-home.ts'

const timeout = 60_000
const [fine, cheap] = ['gpt-image-2', 'gpt-image-1-mini'] as const

/** Makes images with both models of a played service, and returns them by model. */
async function makeImages(page: Page, count: number): Promise<Record<string, AssetId[]>> {
  const before = (await libraryIds(page)).length
  for (const model of [fine, cheap]) {
    for (let n = 0; n < count; n += 1) {
      await call(page, 'jobs.generate', requestOf({ provider: 'openai', model, prompt: 'a red kite', seed: null }))
    }
  }
  await expect.poll(async () => (await libraryIds(page)).length, { timeout }).toBe(before + 2 * count)
  const assets = await call(page, 'library.assets', { ids: await libraryIds(page) })
  const of = (model: string) => assets.filter(({ recipe }) => recipe.model === model).map(({ id }) => id)
  return { [fine]: of(fine), [cheap]: of(cheap) }
}

async function vote(page: Page, winner: AssetId, loser: AssetId, times: number): Promise<void> {
  for (let n = 0; n < times; n += 1) {
    await call(page, 'compare.vote', { judgments: [{ winnerId: winner, loserId: loser, isTie: false }] })
  }
}

test('models are rated by votes beside their price; a suggestion becomes the default and generates', async ({
  form,
  studio,
  startService,
  page,
}) => {
  const server = await startService(openaiStub)
  const value = new ValuePage(page)
  await value.open()
  await expect(value.view).toContainText('Nothing to value yet')

  const images = await makeImages(page, 2)
  await expect(value.rows).toHaveCount(2)
  await expect(value.row('GPT Image 2')).toContainText('5 more votes for a rating')
  await expect(value.view).toContainText('No model has both a rating and a price yet.')

  // A vote by keys, from here and back to here.
  await page.keyboard.press('v')
  const dialog = page.getByRole('dialog', { name: 'Blind vote' })
  await dialog.getByRole('radio', { name: 'Library' }).check()
  await dialog.getByRole('button', { name: 'Start' }).click()
  await expect(page.getByRole('heading', { name: 'Which is better?' })).toBeVisible()
  await page.keyboard.press('ArrowLeft')
  await page.keyboard.press('Escape')
  await page.keyboard.press('Escape')
  await expect(value.view).toBeVisible()
  const ranking = await call(page, 'compare.ranking', { tag: null })
  expect(ranking.comparisons + ranking.others).toBe(1)

  await vote(page, images[fine]![0]!, images[cheap]![0]!, 8)
  await vote(page, images[cheap]![0]!, images[fine]![0]!, 6)
  await expect(value.point('GPT Image 2')).toHaveAccessibleName(/^GPT Image 2: rating 1,\d{3} \(1,\d{3} to 1,\d{3}\), /)
  await expect(value.point('GPT Image 1 mini')).toBeVisible()
  await expect(value.row('GPT Image 2')).toContainText('Good value')
  await expect(value.suggestion('finals')).toContainText('GPT Image 2')
  await expect(value.suggestion('finals')).toContainText(/Its rating is at least 1,\d{3}/)
  await expect(value.suggestion('drafts')).toContainText('GPT Image 1 mini')
  await expect(value.suggestion('drafts')).toContainText(/\$0\.\d+ per image instead of (about )?\$0\.\d+\./)
  await expectAccessible(page, 'value')

  await value.suggestion('drafts').getByRole('button', { name: 'Use for drafts' }).click()
  await value.suggestion('finals').getByRole('button', { name: 'Use for finals' }).click()
  await expect(value.suggestion('drafts').getByRole('button', { name: 'Used for drafts' })).toBeDisabled()
  const settings = await call(page, 'settings.get', {})
  expect([settings.draftModels, settings.finalModels]).toEqual([
    { any: { provider: 'openai', model: cheap } },
    { any: { provider: 'openai', model: fine } },
  ])

  await page.keyboard.press('Escape')
  await expect(value.view).toBeHidden()
  await page.keyboard.press('ControlOrMeta+1')
  await form.choose('New image')
  const presets = page.getByRole('group', { name: 'Default models' })
  await presets.getByRole('button', { name: /^Final/ }).click()
  await expect(form.tick('GPT Image 2')).toBeChecked()
  await page.getByRole('heading', { name: 'Models', exact: true }).click()
  await page.keyboard.press('ControlOrMeta+Shift+1')
  await expect(presets.getByRole('button', { name: /^Draft/ })).toHaveAttribute('aria-pressed', 'true')
  await expect(form.tick('GPT Image 1 mini')).toBeChecked()
  await form.prompt.fill('a green kite')
  await form.generate.click()
  await expect(studio.cards.first()).toHaveAccessibleName(/done/, { timeout })
  expect(server.requests.map(({ body }) => body.toString()).filter((body) => body.includes('a green kite'))).toEqual([
    expect.stringContaining(cheap),
  ])

  const money = new MoneyPage(page)
  await money.open()
  const defaults = page.getByRole('region', { name: 'Default models' })
  await expect(defaults).toContainText('GPT Image 1 mini')
  await defaults.getByRole('button', { name: 'Clear Drafts, Any task' }).click()
  await defaults.getByRole('button', { name: 'Clear Finals, Any task' }).click()
  await expect(defaults).toContainText('None set.')
  expect((await call(page, 'settings.get', {})).draftModels).toEqual({})
})

test('the view is filtered by task, tag and period, rated by stars and drawn over time', async ({
  startService,
  page,
}) => {
  await startService(openaiStub)
  const images = await makeImages(page, 5)
  await call(page, 'catalogue.mark', { ids: images[fine]!, change: { rating: 5, addTags: ['kite'] } })
  await call(page, 'catalogue.mark', { ids: images[cheap]!, change: { rating: 2 } })
  const value = new ValuePage(page)
  await value.open()
  // There are no votes: the stars are shown.
  await expect(value.view.getByRole('radio', { name: 'Stars' })).toBeChecked()
  await expect(value.row('GPT Image 2')).toContainText('5.0 (')
  await expect(value.row('GPT Image 2')).toContainText('5 more images with stars to be suggested')
  await value.filter('Tag', 'kite (5)')
  await expect(value.rows).toHaveCount(1)
  await value.filter('Task', 'New image (10)')
  await expect(value.rows).toHaveCount(1)
  await value.filter('Tag', 'Any tag')
  await expect(value.rows).toHaveCount(2)
  await value.filter('Period', 'Last 30 days')
  await expect(value.rows).toHaveCount(2)
  await value.view.getByRole('radio', { name: 'Time' }).check({ force: true })
  await expect(value.point('GPT Image 2')).toHaveAccessibleName(/5\.0 \(.*\), \d+(\.\d+)? s$/)
  await value.point('GPT Image 2').focus()
  await expect(value.row('GPT Image 2')).toHaveAttribute('data-pointed', 'true')
  await value.view.getByRole('radio', { name: 'Blind votes' }).check({ force: true })
  await expect(value.row('GPT Image 2')).toContainText('5 more votes for a rating')
})

test(
  'many models are all in the chart or the table; a failure is said, and tried again',
  { tag: '@full' },
  async ({ studio, page, home }) => {
    await studio.canvas.ready()
    changeValueHome(home, 14)
    const value = new ValuePage(page)
    await value.open()
    await expect(value.rows).toHaveCount(14)
    // One has no known price.
    await expect(value.view.getByRole('img', { name: /: rating / })).toHaveCount(13)
    await expect(value.view).toContainText('1 model is only in the table: no rating or no price yet.')
    // No key is set: only what needs none can be suggested.
    await expect(value.row('GPT Image 2')).toContainText('Not available now')
    await page.keyboard.press('Escape')

    changeValueHome(home, 'hide')
    await page.keyboard.press('Shift+V')
    await expect(value.view.getByRole('alert')).toContainText('Could not read or change the library.')
    await expectAccessible(page, 'value that cannot be read')
    changeValueHome(home, 'show')
    await value.view.getByRole('button', { name: 'Try again' }).click()
    await expect(value.rows).toHaveCount(14)
  },
)
