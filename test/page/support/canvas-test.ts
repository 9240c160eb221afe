import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { StudioPage } from '../../e2e/pages/studio-page.ts'
import { activeDocument, call } from '../../e2e/support/bridge.ts'
import { blockColor, cardSize } from '../../e2e/support/cards.ts'
import { openCard, type Card } from '../../e2e/support/open-card.ts'
import { expect, test as base } from './test.ts'

interface Fixtures {
  /** The image each test starts with; the card of blocks unless `test.use` sets another. */
  readonly card: Card
  /** The Studio with that image, alone in its tab, fitted; brush 40 px, hard, at full strength. */
  readonly studio: StudioPage
  /** A folder for files. */
  readonly folder: string
}

/** For tests of the canvas: each has an image whose pixels are known. */
export const test = base.extend<Fixtures>({
  card: [{ size: cardSize, colorAt: blockColor }, { option: true }],
  folder: async ({}, provide) => {
    const folder = await mkdtemp(join(tmpdir(), 'atelier-cards-'))
    await provide(folder)
    await rm(folder, { recursive: true, force: true, maxRetries: 5 })
  },
  studio: async ({ running, card, folder, page }, provide) => {
    const studio = new StudioPage(page)
    await openCard(running, join(folder, 'card.png'), card)
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
})

export { expect }
