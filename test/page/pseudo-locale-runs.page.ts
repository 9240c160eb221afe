import { join } from 'node:path'
import type { Page } from '@playwright/test'
import { controlNet, lora } from '../support/models/image-models.ts'
import { writeSafetensors } from '../support/models/write-model.ts'
import { openaiStub } from '../support/services/openai-stub.ts'
import type { StubServer } from '../support/services/stub-server.ts'
import { StudioPage } from '../e2e/pages/studio-page.ts'
import { buildMaskedResponse } from '../e2e/support/answers.ts'
import { call } from '../e2e/support/bridge.ts'
import { copyKnownHome } from '../e2e/support/known-home.ts'
import { launch, quit } from './support/launch.ts'
import { startServiceStub } from '../e2e/support/played-service.ts'
import { expectAllMarked, providerNames, type Stop } from '../e2e/support/pseudo-texts.ts'
import { expect, test } from './support/test.ts'

const timeout = 60_000
const env = { ATELIER_LOCALE: 'en-XA' }
const spot = [
  { x: 330, y: 240 },
  { x: 380, y: 290 },
] as const

/** Names of images; units. */
const imageNames = /coffee( – \S+ \d+)?|chelsea|\.png|\bpx\b/g

async function chooseModel(page: Page, name: string): Promise<void> {
  await page.locator('.more-models').click()
  await page.getByRole('dialog').getByRole('combobox').fill(name)
  await page.keyboard.press('Shift+Enter')
  await page.getByRole('dialog').waitFor({ state: 'detached' })
}

async function generate(page: Page, prompt: string): Promise<void> {
  await page.locator('.task-panel textarea').first().fill(prompt)
  await page.locator('.generate-button button').click()
}

/** Opens the newest two images, which have the same size, as a merge in the Studio. */
async function mergeNewest(page: Page): Promise<void> {
  await page.keyboard.press('ControlOrMeta+2')
  await page.locator('.gallery-tile').first().click()
  await page
    .locator('.gallery-tile')
    .nth(1)
    .click({ modifiers: ['Shift'] })
  await page.keyboard.press('c')
  await page.locator('.compare-toolbar').waitFor()
  await page.keyboard.press('ArrowRight')
  await page.keyboard.press('t')
}

test('every text of a run comes from the catalog, whole and not cut off', async () => {
  const running = await launch({ home: await copyKnownHome(), env })
  const { page } = running
  const studio = new StudioPage(page)
  await studio.canvas.ready()
  await call(page, 'settings.change', { hasSeenFirstStart: true, studio: { task: 'fill' } })
  const data = [await providerNames(page), imageNames]
  const served: { server?: StubServer } = {}
  served.server = await startServiceStub(running, openaiStub, 'done', {
    image: () => buildMaskedResponse(served.server!, 'keeps'),
  })
  const stops: readonly Stop[] = [
    {
      name: 'model picker',
      open: (at) => at.locator('.more-models').click(),
      scope: (at) => at.getByRole('dialog'),
      data,
    },
    {
      name: 'request preview',
      open: async (at) => {
        await studio.canvas.stroke(spot)
        await chooseModel(at, 'gpt-image-2')
        await at.locator('.task-footer .disclosure summary').click()
        await at.locator('.sent-list').waitFor()
      },
      scope: (at) => at.locator('.task-footer'),
      data,
    },
    {
      name: 'blend',
      open: async (at) => {
        for (const count of [1, 2]) {
          await generate(at, 'fog')
          await expect(at.locator('.card[data-state=done]')).toHaveCount(count, { timeout })
        }
      },
      scope: (at) => at.locator('.panel-section', { has: at.locator('.blend-panel') }),
      data,
    },
    { name: 'merge bar', open: mergeNewest, scope: (at) => at.locator('.take-part'), data },
    {
      name: 'spending limit',
      open: async (at) => {
        await at.locator('.take-part button').last().click()
        const caps = { perRunUsd: 0.001, perDayUsd: null, perMonthUsd: null, onOver: 'stop' } as const
        await call(at, 'money.setCaps', { caps, isResuming: false })
        // The document of the merge has no mask.
        await call(at, 'settings.change', { studio: { task: 'generate' } })
        await chooseModel(at, 'gpt-image-2')
        await generate(at, 'fog')
      },
      scope: (at) => at.getByRole('dialog'),
      data,
    },
  ]
  await expectAllMarked(page, stops)
  await quit(running)
  await served.server.close()
})

test('every text of local models in the Studio comes from the catalog, whole and not cut off', async ({ local }) => {
  local.addModel('paper')
  writeSafetensors(join(local.folder, 'canny.safetensors'), controlNet())
  writeSafetensors(join(local.folder, 'ink.safetensors'), lora(['lora_unet_down_blocks_0', 4, 4]))
  const { page } = await local.start(env)
  await call(page, 'settings.change', { hasSeenFirstStart: true, studio: { task: 'generate' } })
  await chooseModel(page, 'paper')
  const data = [await providerNames(page), imageNames, /canny|paper/g]
  const control = page.locator('.task-panel .panel-section', { has: page.locator('[data-takes-drop] + button') })
  const stops: readonly Stop[] = [
    { name: 'control image', open: async () => undefined, scope: () => control, data },
    {
      name: 'chosen control image',
      open: async (at) => {
        await control.locator('[data-takes-drop] + button').click()
        await at.locator('.reference').waitFor()
      },
      scope: (at) => at.locator('.task-panel'),
      data,
    },
    {
      name: 'LoRAs',
      open: (at) => at.locator('.generate-loras > button').click(),
      scope: (at) => at.locator('.generate-loras'),
      data,
    },
    {
      name: 'failed image',
      open: async (at) => {
        await at.locator('.reference button').first().click()
        await at.locator('.generate-lora button').first().click()
        await generate(at, 'abort')
        await at.locator('.card-message').waitFor({ timeout })
      },
      scope: (at) => at.locator('.card-message'),
      // The output of the engine's library has brackets of its own.
      data: [...data, /abort/g, /\[[^[]*ggml\.c.*~\]$/g],
    },
    {
      name: 'notice',
      open: (at) => at.keyboard.press('ControlOrMeta+v'),
      scope: (at) => at.locator('.toast'),
      data,
    },
  ]
  await expectAllMarked(page, stops)
})
