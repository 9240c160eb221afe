import { mkdir, rm } from 'node:fs/promises'
import { join } from 'node:path'
import type { Page } from '@playwright/test'
import { sharp } from '../../src/main/platform/pure/sharp.ts'
import { photoPng } from '../support/small-images.ts'
import { GenerateForm } from './pages/generate-form.ts'
import { StudioPage } from './pages/studio-page.ts'
import { buildMaskedResponse } from './support/answers.ts'
import { killAll } from './support/kill-all.ts'
import { copyKnownHome } from './support/known-home.ts'
import { launch, quit, type Running } from './support/launch.ts'
import { answerOpenDialog } from './support/native-dialogs.ts'
import { startServices, type Services } from './support/services.ts'
import { expect, test } from './support/test.ts'

const timeout = 60_000

/** A service that answers only while it is not held, and takes images in their own size. */
async function startHeldService() {
  let isHeld = true
  const services: Services = await startServices(['stability'], {
    image: () =>
      isHeld ? new Promise<never>(() => undefined) : buildMaskedResponse(services.server('stability'), 'keeps'),
  })
  return { services, server: services.server('stability'), release: () => void (isHeld = false) }
}

async function openPlan(page: Page) {
  await page.getByRole('button', { name: 'Edit plan…' }).click()
  const plan = page.getByRole('dialog', { name: 'Edit plan', exact: true })
  const steps = plan.getByRole('listitem', { name: /^Step / })
  await expect(steps).toHaveCount(1)
  return { plan, step: steps.first() }
}

async function beginPlan(running: Running) {
  const { page } = running
  const studio = new StudioPage(page)
  await studio.canvas.ready()
  await new GenerateForm(page).chooseModel('inpaint')
  await studio.setNumber('Size', 40)
  await studio.canvas.stroke([
    { x: 120, y: 120 },
    { x: 150, y: 150 },
  ])
  const { plan, step } = await openPlan(page)
  await step.getByRole('textbox', { name: 'Prompt', exact: true }).fill('a green cloth')
  return plan
}

test('a plan that is killed while a step is sent says what may be billed, and sends nothing twice', async () => {
  test.setTimeout(240_000)
  const { services, server, release } = await startHeldService()
  const home = await copyKnownHome()
  const env = { ...services.env, ...services.keyEnv }
  const running = await launch({ home, env })
  const before = await beginPlan(running)
  await before.getByRole('button', { name: /^Run · \$/ }).click()
  await expect.poll(() => server.submissions().length, { timeout }).toBe(1)
  await killAll(running)

  release()
  const next = await launch({ home, env })
  await new StudioPage(next.page).canvas.ready()
  const { plan, step } = await openPlan(next.page)
  await expect(step.getByText('Failed')).toBeVisible({ timeout })
  await expect(step.getByText(/billed|Check your Stability AI account/)).toBeVisible()
  await expect(plan.getByRole('button', { name: /^Run$/ })).toBeDisabled()
  expect(server.submissions()).toHaveLength(1)
  await step.getByRole('button', { name: 'Replace result of step 1' }).click()
  await plan.getByRole('button', { name: /^(Run|Resume) · \$/ }).click()
  await expect(step.getByText('Done')).toBeVisible({ timeout })
  expect(server.submissions()).toHaveLength(2)
  await quit(next)
  await services.close()
  await rm(home, { recursive: true, force: true, maxRetries: 5 })
})

test(
  'a plan on several images goes on with a click after kill -9, and sends nothing twice',
  { tag: '@full' },
  async () => {
    test.setTimeout(240_000)
    const { services, server, release } = await startHeldService()
    const home = await copyKnownHome()
    const env = { ...services.env, ...services.keyEnv }
    const running = await launch({ home, env })
    const plan = await beginPlan(running)
    const photos = join(home, 'photos')
    await mkdir(photos)
    const names = Array.from({ length: 6 }, (_, at) => `photo-${at + 1}`)
    // They differ in a corner, so that the service may mix up what it is sent at the same time.
    for (const [at, name] of names.entries()) {
      const mark = { create: { width: 2, height: 2, channels: 3 as const, background: { r: 20 * at, g: 0, b: 0 } } }
      await sharp(photoPng({ widthPx: 600, heightPx: 400 }))
        .composite([{ input: await sharp(mark).png().toBuffer(), left: 598, top: 398 }])
        .toFile(join(photos, `${name}.png`))
    }
    await answerOpenDialog(running.app, [photos])
    await plan.getByRole('button', { name: 'Run on images…' }).click()
    const dialogOf = (page: Page) => page.getByRole('dialog', { name: 'Edit plan on images' })
    await dialogOf(running.page).getByRole('button', { name: 'Choose folder…' }).click()
    await dialogOf(running.page)
      .getByRole('button', { name: /^Run · \$/ })
      .click({ timeout })
    await expect.poll(() => server.submissions().length, { timeout }).toBeGreaterThan(0)
    await killAll(running)
    const sent = server.submissions().length
    expect(sent).toBeLessThan(names.length)

    release()
    const next = await launch({ home, env })
    await new StudioPage(next.page).canvas.ready()
    const send = next.page.getByRole('button', { name: /^Send \d images? · ≈ \$/ })
    await expect(send).toBeVisible({ timeout })
    const atStart = server.submissions().length
    expect(atStart).toBeLessThan(names.length)
    await send.click()
    const { plan: again } = await openPlan(next.page)
    await again.getByRole('button', { name: 'Run on images…' }).click()
    const dialog = dialogOf(next.page)
    const rows = dialog.getByRole('listitem', { name: /^photo-/ })
    const done = rows.filter({ hasText: 'Done' })
    const uncertain = rows.filter({ hasText: 'May have been billed' })
    // What was in the middle of being sent may be billed; everything else is made with that one click.
    await expect.poll(async () => (await done.count()) + (await uncertain.count()), { timeout }).toBe(names.length)
    const uncertainCount = await uncertain.count()
    expect(uncertainCount).toBeGreaterThanOrEqual(sent)
    // A request that was on its way when the program was killed may arrive after they were counted.
    const arrived = server.submissions().length - (names.length - uncertainCount)
    expect(arrived).toBeGreaterThanOrEqual(sent)
    expect(arrived).toBeLessThanOrEqual(uncertainCount)
    await expect(dialog.getByRole('status')).toContainText(/failed and may have been billed\./)
    await dialog.getByRole('button', { name: /^Run these again · \$/ }).click()
    await expect(done).toHaveCount(names.length, { timeout })
    expect(server.submissions()).toHaveLength(arrived + names.length)
    await quit(next)
    await services.close()
    await rm(home, { recursive: true, force: true, maxRetries: 5 })
  },
)
