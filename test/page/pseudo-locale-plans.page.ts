import type { Page } from '@playwright/test'
import * as commands from '../../src/shared/messages/en/commands.ts'
import { pseudolocalize } from '../../src/shared/messages/pseudolocalize.ts'
import { call } from '../e2e/support/bridge.ts'
import { expectAllMarked, providerNames, runCommand, type Stop } from '../e2e/support/pseudo-texts.ts'
import { resizeTo } from '../e2e/support/resize.ts'
import { test } from './support/test.ts'

const task = (page: Page, index: number) => page.locator('.task-choice input').nth(index).check({ force: true })
const dialog = (page: Page) => page.getByRole('dialog')
/** Names of images, models and units. */
const imageData = /coffee|chelsea|paper|\.png|\bpx\b|Mask/g
/** An example of values, with brackets of its own. */
const example = /^\[20, .*~\]$/g

test('every text of plans, grids, references, conversations and the live canvas comes from the catalog, whole and not cut off', async ({
  local,
}) => {
  local.addModel('paper')
  const { running, page, studio } = await local.start({ ATELIER_LOCALE: 'en-XA' })
  await call(page, 'settings.change', { hasSeenFirstStart: true })
  await resizeTo(running, 1280, 800)
  const data = [await providerNames(page), imageData]
  const run = (command: string) => (at: Page) => runCommand(at, pseudolocalize(command))
  const stops: readonly Stop[] = [
    {
      name: 'edit plan',
      open: async (at) => {
        await task(at, 0)
        await studio.canvas.stroke([{ x: 300, y: 200 }])
        await run(commands.editPlan)(at)
        await at.locator('.plan-step').waitFor()
      },
      scope: dialog,
      data,
    },
    {
      name: 'edit plan on images',
      open: async (at) => {
        await run(commands.editPlan)(at)
        await at.locator('.plan-tools button').last().click()
      },
      scope: dialog,
      data,
    },
    { name: 'references', open: run(commands.referencesEllipsis), scope: dialog, data },
    {
      name: 'grid',
      open: async (at) => {
        await task(at, 6)
        await at.keyboard.press('ControlOrMeta+Shift+g')
      },
      scope: dialog,
      data: [...data, example],
    },
    {
      name: 'live canvas',
      open: async (at) => {
        await task(at, 5)
        await at.keyboard.press('ControlOrMeta+Shift+k')
        await at.locator('.live-panel').waitFor()
      },
      scope: (at) => at.locator('.panel-section', { has: at.locator('.live-panel') }),
      data,
    },
    { name: 'live view', open: async () => undefined, scope: (at) => at.locator('.live-pane') },
    {
      name: 'conversation',
      open: run(commands.continueInWords),
      scope: (at) => at.locator('.conversation'),
      data,
    },
    {
      name: 'value',
      open: async (at) => {
        await at.keyboard.press('ControlOrMeta+3')
        await at.locator('.compare').waitFor()
        await at.keyboard.press('Shift+V')
      },
      scope: (at) => at.locator('.value'),
      data,
    },
  ]
  await expectAllMarked(page, stops)
})
