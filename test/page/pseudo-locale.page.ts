import type { Page } from '@playwright/test'
import { facetFields } from '../../src/shared/domain/searched-values.ts'
import { upscale } from '../../src/shared/messages/en/commands.ts'
import { pseudolocalize } from '../../src/shared/messages/pseudolocalize.ts'
import { call, libraryIds } from '../e2e/support/bridge.ts'
import { launch, quit } from './support/launch.ts'
import { copyKnownHome } from '../e2e/support/known-home.ts'
import { expectAllMarked, runCommand, type Stop } from '../e2e/support/pseudo-texts.ts'
import { StudioPage } from '../e2e/pages/studio-page.ts'
import { test } from './support/test.ts'

/** Names of images, services, formats, months and fields of files. */
const galleryData = [
  // The tag of samples, given in English when the test's home was made.
  /^sample$/g,
  /coffee|chelsea|sea|Demo|Atelier|Software|Taken|f-spot version|rating|\.png/g,
  /\b(PNG|JPEG|kB|MB|px)\b/g,
  /\b\p{Lu}\p{Ll}+ \d{4}\b/gu,
  /\p{Lu}\p{Ll}{2} \d{1,2}, \d{4}(?:, \d{1,2}:\d{2} [AP]M)?/gu,
]
const dialog = (page: Page) => page.getByRole('dialog')

/** Each begins in the grid, with its first image selected. */
const galleryStops: readonly Stop[] = [
  {
    name: 'gallery',
    open: async (page) => {
      const [id] = await libraryIds(page)
      await call(page, 'catalogue.mark', { ids: [id!], change: { rating: 4, label: 'red', addTags: ['sea'] } })
      await call(page, 'settings.change', { shelves: { openFacets: [...facetFields], openCollections: [] } })
      await page.keyboard.press('ControlOrMeta+2')
      await page.locator('.gallery-tile').first().click()
      await page.locator('.facet-value').first().waitFor()
      await page.locator('.info-list').first().waitFor()
    },
    scope: (page) => page.locator('.gallery'),
    data: galleryData,
  },
  {
    name: 'list',
    open: async (page) => {
      await page.locator('.gallery-layouts button').nth(2).click()
      await page.locator('.gallery-tile').first().click()
    },
    scope: (page) => page.locator('.gallery-list-head'),
  },
  {
    name: 'map',
    open: (page) => page.locator('.gallery-layouts button').nth(3).click(),
    scope: (page) => page.locator('.gallery-middle'),
    data: galleryData,
  },
  {
    name: 'several selected images',
    open: async (page) => {
      await page.locator('.gallery-layouts button').first().click()
      await page.locator('.gallery-tile').first().click()
      await page.keyboard.press('ControlOrMeta+a')
    },
    scope: (page) => page.locator('.bulk-bar'),
  },
  {
    name: 'viewer',
    open: async (page) => {
      await page.locator('.gallery-layouts button').first().click()
      await page.locator('.gallery-tile').first().click()
      await page.keyboard.press('Space')
      await page.keyboard.press('i')
    },
    scope: (page) => page.locator('.viewer'),
    data: galleryData,
  },
  {
    name: 'lineage',
    open: async (page) => {
      await page.keyboard.press('l')
      await page.locator('.family-node').first().waitFor()
    },
    scope: (page) => page.locator('.family-panel'),
    data: galleryData,
  },
  {
    name: 'duplicates',
    open: (page) => page.locator('.sources-part .source').nth(2).click(),
    scope: (page) => page.locator('.duplicates'),
    data: galleryData,
  },
  {
    name: 'tags',
    open: async (page) => {
      await page.locator('.gallery-tile').first().click()
      await page.keyboard.press('t')
    },
    scope: dialog,
    data: galleryData,
  },
  { name: 'add to collection', open: (page) => page.keyboard.press('b'), scope: dialog, data: galleryData },
  {
    name: 'all tags',
    open: (page) => page.locator('.sources-head button').first().click(),
    scope: dialog,
    data: galleryData,
  },
  {
    name: 'save search',
    open: async (page) => {
      await page.locator('#gallery-search').fill('rating:>3')
      await page.keyboard.press('Enter')
      await page.keyboard.press('ControlOrMeta+Shift+f')
    },
    scope: dialog,
    data: galleryData,
  },
  {
    name: 'nothing found',
    open: async () => undefined,
    scope: (page) => page.locator('.gallery-middle'),
    data: galleryData,
  },
  {
    name: 'trash',
    open: (page) => page.locator('.sources-part .source').nth(1).click(),
    scope: (page) => page.locator('.gallery-middle'),
  },
]

/** Every part of the window whose texts are in the catalog. */
const stops: readonly Stop[] = [
  {
    name: 'queue',
    open: (page) => page.keyboard.press('ControlOrMeta+j'),
    scope: (page) => page.locator('.queue-popover'),
  },
  {
    name: 'export',
    open: (page) => page.keyboard.press('ControlOrMeta+Shift+e'),
    scope: (page) => page.locator('.export-form'),
    data: [/PNG|JPEG|WebP|AVIF|TIFF|sRGB|Photoshop|OpenRaster|\{\w+\}|coffee(\.png)?/g],
  },
  {
    name: 'upscale',
    open: (page) => runCommand(page, pseudolocalize(upscale)),
    scope: (page) => page.getByRole('dialog').locator('.dialog-body'),
    data: [/Real-ESRGAN|ESRGAN|\.safetensors|\.gguf/g],
  },
  {
    name: 'compare, empty',
    open: (page) => page.keyboard.press('ControlOrMeta+3'),
    scope: (page) => page.locator('.empty-state'),
  },
  {
    name: 'compare, toolbar',
    open: async (page) => {
      await page.keyboard.press('ControlOrMeta+2')
      await page.locator('.gallery-tile').first().click()
      await page.keyboard.press('ControlOrMeta+a')
      await page.keyboard.press('c')
    },
    scope: (page) => page.locator('.compare-toolbar'),
  },
  {
    name: 'compare, side panel',
    open: (page) => page.keyboard.press('ControlOrMeta+3'),
    scope: (page) => page.locator('.compare-side'),
    data: [/\bSSIM\b|chelsea|coffee/g],
  },
  {
    name: 'blind vote',
    open: async (page) => {
      await page.keyboard.press('ControlOrMeta+3')
      await page.keyboard.press('v')
    },
    scope: (page) => page.getByRole('dialog').locator('.dialog-body'),
  },
  ...galleryStops,
  {
    name: 'models',
    open: (page) => page.keyboard.press('ControlOrMeta+4'),
    scope: (page) => page.locator('.models-toolbar'),
  },
  {
    name: 'engine and model folders',
    open: async () => undefined,
    scope: (page) => page.locator('.local-setup-places'),
    data: [/\/.*$/g],
  },
  {
    name: 'servers on this computer',
    open: async () => undefined,
    scope: (page) => page.locator('.local-servers'),
  },
  {
    name: 'key of a service',
    open: async () => undefined,
    scope: (page) => page.getByRole('article', { name: 'OpenAI', exact: true }).locator('.provider-access'),
  },
  {
    name: 'settings of a service',
    open: (page) =>
      page.getByRole('article', { name: 'OpenAI', exact: true }).locator('.provider-footer summary').click(),
    scope: (page) => page.getByRole('article', { name: 'OpenAI', exact: true }).locator('.provider-footer'),
    data: [/https:.*$/g],
  },
  {
    name: 'fallback',
    open: async () => undefined,
    scope: (page) => page.locator('.fallback-card'),
    data: [/^.* · Demo.*$/g],
  },
  {
    name: 'get models',
    open: (page) => page.locator('.local-setup .local-actions').first().getByRole('button').first().click(),
    scope: (page) => page.locator('dialog.get-models form'),
  },
]

test('every text comes from the catalog, whole and not cut off', async () => {
  const running = await launch({ home: await copyKnownHome(), env: { ATELIER_LOCALE: 'en-XA' } })
  const { page } = running
  await new StudioPage(page).canvas.ready()
  await expectAllMarked(page, stops)
  await quit(running)
})
