import type { Locator } from '@playwright/test'
import { ModelsPage } from '../pages/models-page.ts'
import { expect } from './test.ts'

/** Expects the model's name to be a large enough button that opens its details; Esc closes nothing but them. */
export async function expectModelDetails(where: Locator, name: string): Promise<void> {
  const button = where.getByRole('button', { name, exact: true })
  expect((await button.boundingBox())?.height).toBeGreaterThanOrEqual(24)
  await button.click()
  const { details } = new ModelsPage(where.page())
  await expect(details.getByRole('heading', { name, exact: true })).toBeVisible()
  await where.page().keyboard.press('Escape')
  await expect(details).toHaveCount(0)
  await expect(button).toBeVisible()
}
