import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { test as base } from '@playwright/test'
import type { Size } from '../../../src/shared/util/geometry.ts'
import { StudioPage } from '../pages/studio-page.ts'
import { activeDocument, call } from './bridge.ts'
import { blockColor, cardSize, writeCard, type Color } from './cards.ts'
import { copyKnownHome } from './known-home.ts'
import { launch, quit, type Running } from './launch.ts'
import { answerOpenDialog } from './native-dialogs.ts'
import { expect } from './test.ts'

/** A window that several tests use in turn, and its uncaught errors. */
export interface OneWindow {
  readonly running: Running
  readonly folder: string
  readonly problems: string[]
  /** The size the window started with, CSS pixels: width, height. */
  readonly size: readonly [number, number]
}

interface Fixtures {
  /** The image each test starts with; the card of blocks unless `test.use` sets another. */
  readonly card: { readonly size: Size; readonly colorAt: (x: number, y: number) => Color }
  readonly running: Running
  /** The Studio with a new image, alone in its tab, fitted; brush 40 px, hard, at full strength. */
  readonly studio: StudioPage
  /** A folder for files. */
  readonly folder: string
}

let opened = 0

/** For tests that need only a fresh image: the program is started once for all of them. */
export const test = base.extend<Fixtures, { readonly oneWindow: OneWindow }>({
  oneWindow: [
    async ({}, provide) => {
      const running = await launch({ home: await copyKnownHome() })
      const folder = await mkdtemp(join(tmpdir(), 'atelier-cards-'))
      const problems: string[] = []
      running.page.on('pageerror', (error) => problems.push(String(error)))
      await new StudioPage(running.page).canvas.ready()
      const size = await contentSize(running)
      await provide({ running, folder, problems, size })
      await quit(running)
      for (const each of [running.home, folder]) await rm(each, { recursive: true, force: true, maxRetries: 5 })
    },
    { scope: 'worker', timeout: 180_000 },
  ],
  card: [{ size: cardSize, colorAt: blockColor }, { option: true }],
  running: async ({ oneWindow }, provide, info) => {
    const { running, problems, size } = oneWindow
    problems.length = 0
    await running.app.evaluate(
      async ({ BrowserWindow }, [width, height]) => BrowserWindow.getAllWindows()[0]?.setContentSize(width, height),
      size,
    )
    await expect.poll(() => contentSize(running)).toEqual(size)
    await provide(running)
    if (info.status !== info.expectedStatus) {
      await running.page.screenshot({ path: info.outputPath('window.png') }).catch(() => undefined)
    }
    // An uncaught error is a failure, whatever the test checked.
    expect(problems).toEqual([])
  },
  studio: async ({ running, card, folder }, provide) => {
    const { page } = running
    const studio = new StudioPage(page)
    await openCard(running, join(folder, `card-${(opened += 1)}.png`), card)
    const { id } = await activeDocument(page)
    for (const other of await call(page, 'canvas.documents', {})) {
      if (other.id !== id)
        await page
          .getByRole('button', { name: `Close ${other.name}`, exact: true })
          .first()
          .click()
    }
    await expect(page.getByRole('tab')).toHaveCount(1)
    await studio.canvas.ready()
    for (const [label, value] of [
      ['Size', 40],
      ['Hardness', 100],
      ['Strength', 100],
    ] as const) {
      await studio.setNumber(label, value)
    }
    await provide(studio)
  },
  folder: async ({ oneWindow }, provide) => provide(oneWindow.folder),
})

async function contentSize({ page }: Running): Promise<[number, number]> {
  return page.evaluate(() => [window.innerWidth, window.innerHeight])
}

/** Writes an image and opens it, in a tab of its own. */
export async function openCard(
  { page, app }: Running,
  path: string,
  { size, colorAt }: Fixtures['card'],
): Promise<void> {
  // The library identifies an image by its content: no two may be the same.
  const number = (opened += 1)
  const [lastX, lastY] = [size.widthPx - 1, size.heightPx - 1]
  await writeCard(path, size, (x, y) =>
    x === lastX && y >= lastY - 1 ? [number & 255, y === lastY ? number >> 8 : 0, 7] : colorAt(x, y),
  )
  await answerOpenDialog(app, [path])
  await page.keyboard.press('ControlOrMeta+1')
  await page.keyboard.press('ControlOrMeta+o')
  const name = path.split('/').at(-1)?.replace('.png', '') ?? ''
  await expect(page.getByRole('tab', { name, exact: true })).toHaveAttribute('aria-selected', 'true')
}

export { expect }
