import type { Page } from '@playwright/test'
import { killCount } from '../support/kill/kill-count.ts'
import { ConversationPage } from './pages/conversation-page.ts'
import { GenerateForm } from './pages/generate-form.ts'
import { GridPage } from './pages/grid-page.ts'
import { ModelsPage } from './pages/models-page.ts'
import { QueuePage } from './pages/queue-page.ts'
import { StudioPage } from './pages/studio-page.ts'
import { activeDocument, call } from './support/bridge.ts'
import { libraryAssets } from './support/images.ts'
import { startForKills } from './support/killed-program.ts'
import { drawMark, markRows } from './support/marks.ts'
import { startServices, type Services } from './support/services.ts'
import { expect, test } from './support/test.ts'

const timeout = 60_000
/** More than bfl takes at once. */
const cellCount = 18

async function documentOf(page: Page) {
  return { documentId: (await call(page, 'canvas.documents', {}))[0]!.id }
}

let services: Services
test.beforeAll(async () => {
  services = await startServices(['bfl'])
})
test.afterAll(() => services.close())

const program = startForKills(() => ({ ...services.env, ...services.keyEnv }))

test('the queue is paused, reordered by keys and dragging, canceled, and survives kill -9', async () => {
  const { page } = await program.running()
  const [studio, form, queue] = [new StudioPage(page), new GenerateForm(page), new QueuePage(page)]
  await studio.canvas.ready()
  await form.fillIn('New image', { model: 'demo' })
  await call(page, 'queue.pause', { lane: null })
  for (const [at, prompt] of ['one', 'two', 'three', 'four'].entries()) {
    await form.prompt.fill(prompt)
    await form.generate.click()
    await expect(studio.cards).toHaveCount(at + 1)
  }
  await queue.open()
  await queue.expectRows(['one', 'two', 'three', 'four'])

  // Details of a row's model open by button and by key.
  const { details } = new ModelsPage(page)
  await queue.row('one').hover()
  await queue
    .row('one')
    .getByRole('button', { name: /^Details of Demo / })
    .click()
  await expect(details).toBeVisible()
  await page.keyboard.press('Escape')
  await expect(details).toHaveCount(0)
  await expect(queue.list).toBeFocused()
  await page.keyboard.press('Home')
  await page.keyboard.press('ArrowDown')
  await page.keyboard.press('i')
  await expect(details).toBeVisible()
  await page.keyboard.press('Escape')
  await expect(details).toHaveCount(0)
  await page.keyboard.press('Home')

  // From the header of the lane down to "three", which moves to the front and then one position back.
  for (let step = 0; step < 3; step++) await page.keyboard.press('ArrowDown')
  await page.keyboard.press('Alt+Home')
  await queue.expectRows(['three', 'one', 'two', 'four'])
  await page.keyboard.press('Alt+ArrowDown')
  await queue.expectRows(['one', 'three', 'two', 'four'])
  await queue.row('four').dragTo(queue.row('one'), { targetPosition: { x: 100, y: 4 } })
  await queue.expectRows(['four', 'one', 'three', 'two'])
  await queue.row('one').click()
  await page.keyboard.press('Delete')
  await queue.expectRows(['four', 'three', 'two'])
  await queue.expectOrder(['four', 'three', 'two'])

  await program.kill()

  const next = await program.running()
  const restarted = { studio: new StudioPage(next.page), queue: new QueuePage(next.page) }
  await restarted.studio.canvas.ready()
  await restarted.queue.expectOrder(['four', 'three', 'two'])
  await restarted.queue.open()
  await restarted.queue.expectRows(['four', 'three', 'two'])
  await restarted.queue.press('Resume')
  await expect(restarted.queue.panel).toContainText('The queue is empty', { timeout })
  await next.page.keyboard.press('Escape')
  await expect(restarted.queue.button).toHaveCount(0)
  const jobs = await call(next.page, 'jobs.list', { documentId: (await activeDocument(next.page)).id })
  expect(jobs.map(({ prompt, state }) => [prompt, state])).toEqual([
    ['one', 'cancelled'],
    ['two', 'done'],
    ['three', 'done'],
    ['four', 'done'],
  ])
})

const kills = killCount(10)

test(`${kills} kills after a second leave every mark`, async () => {
  test.setTimeout((1 + kills) * 60_000)
  const texts: string[] = []
  for (let round = 0; round < kills; round++) {
    const { page } = await program.running()
    const studio = new StudioPage(page)
    await studio.canvas.ready()
    const { state } = await studio.canvas.stored()
    expect((state.markup?.marks ?? []).map(({ text }) => text)).toEqual(texts)
    if (round === 0) await new GenerateForm(page).choose('Whole image')
    await studio.selectTool('Markup')
    const text = `mark of round ${round}`
    await drawMark(
      studio,
      'Arrow',
      [
        { x: 40 + round * 30, y: 60 },
        { x: 40 + round * 30, y: 160 },
      ],
      text,
    )
    texts.push(text)
    await studio.canvas.onDisk(({ state: saved }) =>
      expect(saved.markup?.marks.map((mark) => mark.text)).toEqual(texts),
    )
    await program.kill()
  }
  const { page } = await program.running()
  await expect(markRows(page)).toHaveCount(texts.length)
})

test('a step under way survives kill -9, is paid once, and is attached to its conversation', async () => {
  test.setTimeout(180_000)
  const server = services.server('bfl')
  server.continueWith('waiting')
  const running = await program.running()
  await new StudioPage(running.page).canvas.ready()
  const before = new ConversationPage(running.page)
  await before.open()
  await before.chooseModel('flux.1 kontext pro')
  await before.words.fill('warmer light')
  await expect(before.send).toHaveText(/Send · /)
  await before.words.press('Enter')
  await expect.poll(() => server.submissions().length, { timeout }).toBe(1)
  await expect(before.step('warmer light')).toBeVisible()
  // Its id at the service is on disk.
  const handleOf = async () =>
    (await call(running.page, 'jobs.list', await documentOf(running.page))).find(
      ({ prompt }) => prompt === 'warmer light',
    )?.handle ?? null
  await expect.poll(handleOf, { timeout }).not.toBeNull()
  await program.kill()

  server.continueWith('done')
  const next = await program.running()
  await new StudioPage(next.page).canvas.ready()
  const after = new ConversationPage(next.page)
  await after.open()
  const step = after.step('warmer light')
  await expect(step.getByRole('button', { name: 'Continue from here' })).toBeVisible({ timeout })
  await expect(after.steps).toHaveCount(1)
  expect(server.submissions()).toHaveLength(1)
  await next.page.getByRole('button', { name: 'Close conversation' }).click()
})

test('a grid survives kill -9 in the middle: what is done stays, nothing is sent twice, the rest is made', async () => {
  test.setTimeout(180_000)
  const server = services.server('bfl')
  const sentBefore = server.submissions().length
  const sent = () => server.submissions().slice(sentBefore)
  server.continueWith('waiting')
  const { page } = await program.running()
  await new StudioPage(page).canvas.ready()
  const form = new GenerateForm(page)
  const grid = new GridPage(page)
  await form.fillIn('New image', { model: 'flux-2-pro', prompt: 'a red kite' })
  await page.getByRole('button', { name: 'Grid…' }).click()
  const x = await grid.vary('X: columns', 'Seed')
  await x.getByRole('textbox', { name: 'Values' }).fill(`1-${cellCount}`)
  await expect(grid.make).toHaveText(new RegExp(`^Make ${cellCount} images · \\$`))
  await grid.make.click()
  await expect.poll(() => sent().length, { timeout }).toBeGreaterThan(0)
  server.continueWith('done')
  await expect.poll(() => grid.inState('done').count(), { timeout }).toBeGreaterThan(0)
  server.continueWith('waiting')
  // Until every started cell has arrived, the service was asked for each since, and its ids are on disk.
  const runningGrid = (await call(page, 'grids.list', {}))[0]!.id
  const started = async () => {
    const { states } = await call(page, 'grids.view', { id: runningGrid })
    return states.filter(({ job }) => job !== null && job.state !== 'queued').length
  }
  let last = { requests: 0, arrived: 0 }
  const isSteady = async () => {
    const [requests, arrived] = [server.requests.length, sent().length]
    if (arrived !== last.arrived) last = { requests, arrived }
    return arrived > 0 && requests - last.requests >= arrived && (await started()) === arrived
  }
  await expect.poll(isSteady, { timeout }).toBe(true)
  const kept = (await libraryAssets(page)).filter(({ recipe }) => recipe.generation?.trace['grid'] !== undefined)
  expect(kept.length).toBeGreaterThan(0)
  const unsent = cellCount - last.arrived
  await program.kill()

  server.continueWith('done')
  const next = await program.running()
  // It opens in Compare, where it was.
  await expect(next.page.getByRole('heading', { name: 'Compare', exact: true })).toBeAttached()
  // What was not sent yet is sent with a click only.
  const send = next.page.getByRole('button', { name: /^Send \d+ images? · / })
  const heldText = unsent === 0 ? [] : [new RegExp(`^Send ${unsent} images? · `)]
  await expect(send).toHaveText(heldText)
  for (const button of await send.all()) await button.click()
  await next.page.keyboard.press('Shift+G')
  await next.page.getByRole('list', { name: 'Grids' }).getByRole('button').first().click()
  const after = new GridPage(next.page)
  await expect(after.cells.first()).toBeVisible()
  const gridId = (await call(next.page, 'grids.list', {}))[0]!.id
  const viewed = () => call(next.page, 'grids.view', { id: gridId })
  await expect.poll(async () => (await viewed()).open, { timeout }).toBe(0)
  const { states, done } = await viewed()
  expect(done).toBeGreaterThan(kept.length)
  // What was in the middle of being sent cannot be asked for: it is never sent again by itself.
  for (const { job } of states)
    if (job?.state !== 'done') expect(job).toMatchObject({ state: 'failed', isBilled: 'unknown' })
  const seeds = sent().map(({ json }) => (json as { seed: number }).seed)
  expect(seeds.toSorted((a, b) => a - b)).toEqual(Array.from({ length: cellCount }, (_, at) => at + 1))
  const ids = new Set((await libraryAssets(next.page)).map(({ id }) => id))
  for (const { id } of kept) expect(ids.has(id)).toBe(true)
})
