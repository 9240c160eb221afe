import { expect } from '@playwright/test'
import type { Size } from '../../../src/shared/util/geometry.ts'
import { writeCard, type Color } from './cards.ts'
import type { Running } from './launch.ts'
import { answerOpenDialog } from './native-dialogs.ts'

/** An image of a test: its size, and a color for each pixel. */
export interface Card {
  readonly size: Size
  readonly colorAt: (x: number, y: number) => Color
}

let opened = 0

/** Writes an image and opens it, in a tab of its own. */
export async function openCard({ page, app }: Running, path: string, { size, colorAt }: Card): Promise<void> {
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
