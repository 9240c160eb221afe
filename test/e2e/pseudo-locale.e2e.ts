import type { Locator, Page } from '@playwright/test'
import { launch, quit } from './support/launch.ts'
import { copyKnownHome } from './support/known-home.ts'
import { unmarkedTexts } from './support/pseudo-texts.ts'
import { StudioPage } from './pages/studio-page.ts'
import { expect, test } from './support/test.ts'

interface Stop {
  readonly name: string
  readonly open: (page: Page) => Promise<void>
  readonly scope: (page: Page) => Locator
  /** Names of models, files and services, which no catalog holds. */
  readonly data?: readonly RegExp[]
}

/** What the pseudo-locale is walked through; every part of the window whose texts are in the catalog. */
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
    open: (page) => runCommand(page, 'Upscale'),
    scope: (page) => page.getByRole('dialog').locator('.dialog-body'),
    data: [/Real-ESRGAN|ESRGAN|\.safetensors|\.gguf/g],
  },
]

async function runCommand(page: Page, name: string): Promise<void> {
  await page.keyboard.press('ControlOrMeta+k')
  await page.keyboard.type(name)
  await page.getByRole('option', { name }).first().waitFor()
  await page.keyboard.press('Enter')
}

test('every text comes from the catalog, whole and not cut off', async () => {
  const running = await launch({ home: await copyKnownHome(), env: { ATELIER_LOCALE: 'en-XA' } })
  const { page } = running
  await new StudioPage(page).canvas.ready()
  for (const { name, open, scope, data } of stops) {
    await open(page)
    await scope(page).waitFor()
    expect(await scope(page).textContent(), name).toContain('~]')
    expect(await unmarkedTexts(scope(page), data), name).toEqual([])
    await page.keyboard.press('Escape')
  }
  await quit(running)
})
