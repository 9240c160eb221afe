import { expect, type Page } from '@playwright/test'
import type { StudioPage } from '../pages/studio-page.ts'

export const markRows = (page: Page) => page.locator('.mark-row')

/** Draws a mark and writes what it asks for; its text field has the focus by then. */
export async function drawMark(
  studio: StudioPage,
  shape: string,
  points: readonly { x: number; y: number }[],
  text: string,
) {
  const { page } = studio
  await page.getByRole('group', { name: 'Shape' }).getByRole('radio', { name: shape }).check()
  const count = await markRows(page).count()
  await studio.canvas.stroke(points)
  await expect(markRows(page)).toHaveCount(count + 1)
  const field = markRows(page).nth(count).getByRole('textbox')
  await expect(field).toBeFocused()
  await page.keyboard.type(text)
  await page.keyboard.press('Escape')
}
