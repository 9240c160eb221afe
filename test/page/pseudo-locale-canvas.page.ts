import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { Page } from '@playwright/test'
import type { ToolId } from '../../src/renderer/editor/tools/tool.ts'
import { smallPng } from '../support/small-images.ts'
import { call } from '../e2e/support/bridge.ts'
import { copyKnownHome } from '../e2e/support/known-home.ts'
import { launch, quit } from './support/launch.ts'
import { answerOpenDialog } from '../e2e/support/native-dialogs.ts'
import { expectAllMarked, type Stop } from '../e2e/support/pseudo-texts.ts'
import { StudioPage } from '../e2e/pages/studio-page.ts'
import { test } from './support/test.ts'

/** Names of tools, masks, layers and steps, which the editor gives; units. */
const data = [
  /Brush|Eraser|Color (brush|eraser)|Lasso|Polygon|Rectangle|Ellipse|Magic wand|Object selection|Bucket|Gradient|Clone|Heal/g,
  /Eyedropper|Move|Frame|Crop|Hand|Zoom|Mask( \d)?|Paint \d|coffee|chelsea|\.png|\bpx\b/g,
]
const tools: Readonly<Record<string, ToolId>> = {
  b: 'brush',
  l: 'lasso',
  w: 'wand',
  o: 'object',
  g: 'bucket',
  'Shift+G': 'gradient',
  n: 'colour-brush',
  s: 'clone',
  i: 'eyedropper',
  v: 'move',
  c: 'frame',
  'Shift+C': 'crop',
  h: 'hand',
  z: 'zoom',
}
const section = (page: Page, index: number) => page.locator('.studio-right .panel-section').nth(index)
const dialog = (page: Page) => page.getByRole('dialog')

/** Each is closed with Escape, which does not switch tools. */
const stops: readonly Stop[] = [
  ...Object.entries(tools).map(([key, tool]) => ({
    name: tool,
    open: (page: Page) => page.keyboard.press(key),
    scope: (page: Page) => section(page, 0),
    data,
  })),
  {
    name: 'tools of a group',
    open: (page) => page.locator('.tool-bar-corner').first().click(),
    scope: (page) => page.locator('.tool-bar-flyout'),
    data,
  },
  { name: 'tool bar', open: async () => undefined, scope: (page) => page.locator('.tool-bar'), data },
  { name: 'mask', open: (page) => page.keyboard.press('b'), scope: (page) => section(page, 1), data },
  { name: 'layers', open: async () => undefined, scope: (page) => section(page, 2), data },
  {
    name: 'menu of a mask',
    open: async (page) => section(page, 1).locator('.surface-row').first().click({ button: 'right' }),
    scope: (page) => page.getByRole('menu'),
    data,
  },
  {
    name: 'menu of a layer',
    open: async (page) => {
      await page.keyboard.press('ControlOrMeta+Shift+n')
      await section(page, 2).locator('.surface-row').first().click({ button: 'right' })
    },
    scope: (page) => page.getByRole('menu'),
    data,
  },
  {
    name: 'frame that is drawn',
    open: async (page) => {
      await page.keyboard.press('c')
      await page.keyboard.press('Alt+Shift+ArrowLeft')
    },
    scope: (page) => section(page, 0),
    data,
  },
  {
    name: 'refine',
    open: async (page) => {
      await section(page, 1).locator('.surface-row-main').first().click()
      await page.keyboard.press('ControlOrMeta+a')
      await page.keyboard.press('Shift+F6')
    },
    scope: dialog,
    data,
  },
  {
    name: 'select by color',
    open: (page) => section(page, 1).locator('.surface-actions button').nth(-2).click(),
    scope: dialog,
    data,
  },
  {
    name: 'notes',
    open: async (page) => {
      for (const _ of [1, 2, 3]) await page.keyboard.press('Shift+Q')
      await section(page, 1).locator('.surface-row-eye').first().click()
      await page.keyboard.press('Shift+X')
    },
    scope: (page) => page.locator('.canvas-stage-notes'),
  },
]

test('every text of the canvas comes from the catalog, whole and not cut off', async () => {
  const running = await launch({ home: await copyKnownHome(), env: { ATELIER_LOCALE: 'en-XA' } })
  const { app, page, home } = running
  await new StudioPage(page).canvas.ready()
  await call(page, 'settings.change', { studio: { task: 'fill' } })
  await section(page, 2).waitFor()
  await expectAllMarked(page, stops)
  const mask = join(home, 'mask.png')
  await writeFile(mask, smallPng(3, 600, 400))
  await answerOpenDialog(app, [mask])
  const importMask = (at: Page) => section(at, 1).locator('.surface-list-tools button').first().click()
  await expectAllMarked(page, [{ name: 'import mask', open: importMask, scope: dialog, data }])
  await quit(running)
})
