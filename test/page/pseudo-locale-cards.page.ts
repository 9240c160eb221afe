import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { agents } from '../../src/shared/messages/en/agents.ts'
import { pseudolocalize } from '../../src/shared/messages/pseudolocalize.ts'
import { smallPng } from '../support/small-images.ts'
import { StudioPage } from '../e2e/pages/studio-page.ts'
import { copyKnownHome } from '../e2e/support/known-home.ts'
import { launch, quit } from './support/launch.ts'
import { answerOpenDialog } from '../e2e/support/native-dialogs.ts'
import { expectAllMarked, providerNames } from '../e2e/support/pseudo-texts.ts'
import { test } from './support/test.ts'

/** Addresses and devices. A bracket in a model's name ends the mark of its text. */
const cardData = [/https?:\S+|^[\w.]+\.\w+: $|CUDA|Vulkan|ROCm|CPU/g, /^\[\p{L}+ FLUX\.2 \[[\w ]+\] [\p{L} ]+~+\]$/gu]

test('every text of the provider cards comes from the catalog', async () => {
  const running = await launch({ home: await copyKnownHome(), env: { ATELIER_LOCALE: 'en-XA' } })
  const { page } = running
  await new StudioPage(page).canvas.ready()
  await expectAllMarked(page, [
    {
      name: 'cards of providers',
      open: async () => {
        await page.keyboard.press('ControlOrMeta+4')
        await page.locator('.provider-card').last().waitFor()
        await page.locator('.models-grid details').evaluateAll((folds: HTMLDetailsElement[]) => {
          for (const fold of folds) fold.open = true
        })
      },
      scope: () => page.locator('.models-grid'),
      data: [...cardData, await providerNames(page)],
    },
  ])
  await quit(running)
})

test('every text about agents comes from the catalog', async () => {
  // Not the default port: another window of the tests may listen on it.
  const home = await copyKnownHome({ agents: { folders: ['/pictures'], http: { isOn: true, port: 47_831 } } })
  const running = await launch({ home, env: { ATELIER_LOCALE: 'en-XA' } })
  const { page } = running
  await new StudioPage(page).canvas.ready()
  await expectAllMarked(page, [
    {
      name: 'agents',
      open: async () => {
        await page.keyboard.press('ControlOrMeta+5')
        await page.getByRole('button', { name: pseudolocalize(agents), exact: true }).click()
        await page.locator('.agents-token').waitFor()
      },
      scope: () => page.locator('.settings-scroll'),
      // The client's configuration, folders and the address.
      data: [/^\{[\s\S]*\}$|^\/.*$|^http:.*$/g],
    },
  ])
  await quit(running)
})

test('the message about a damaged file comes from the catalog', async () => {
  const home = await copyKnownHome()
  const running = await launch({ home, env: { ATELIER_LOCALE: 'en-XA' } })
  const { page, app } = running
  const studio = new StudioPage(page)
  await studio.canvas.ready()
  const damaged = join(home, 'damaged.png')
  await writeFile(damaged, smallPng(1, 64, 48).subarray(0, 60))
  await expectAllMarked(page, [
    {
      name: 'a damaged file',
      open: async () => {
        await answerOpenDialog(app, [damaged])
        await studio.canvas.view.hover()
        await page.keyboard.press('ControlOrMeta+o')
      },
      scope: () => page.getByRole('alert'),
      data: [/damaged\.png/g],
    },
  ])
  await quit(running)
})
