import { expect, type Locator, type Page } from '@playwright/test'
import type { QueueEntry } from '../../../src/shared/domain/queue.ts'
import { call } from '../support/bridge.ts'

/** The queue's panel in the rail. */
export class QueuePage {
  readonly page: Page
  /** Shown only while the queue has something to show. */
  readonly button: Locator
  readonly panel: Locator
  readonly list: Locator
  readonly rows: Locator

  constructor(page: Page) {
    this.page = page
    this.button = page.getByRole('button', { name: /^Queue: / })
    this.panel = page.getByRole('dialog', { name: 'Queue' })
    this.list = this.panel.getByRole('grid', { name: 'Queue', exact: true })
    this.rows = this.list.getByRole('row')
  }

  async open(): Promise<void> {
    await this.button.click()
    await expect(this.list).toBeFocused()
  }

  async press(label: string): Promise<void> {
    await this.panel.getByRole('button', { name: label, exact: true }).click()
  }

  row(title: string): Locator {
    return this.rows.filter({ has: this.page.getByText(title, { exact: true }) })
  }

  /** The waiting entries that main has, in their order. */
  async waiting(): Promise<QueueEntry[]> {
    const { entries } = await call(this.page, 'queue.view', {})
    return entries.filter(({ state }) => state === 'waiting').toSorted((a, b) => a.position - b.position)
  }

  /** Waits until main has the entries with these prompts in this order. */
  async expectOrder(titles: readonly string[]): Promise<void> {
    await expect.poll(async () => (await this.waiting()).map(({ prompt }) => prompt)).toEqual(titles)
  }

  /** Waits until the rows are in this order. */
  async expectRows(titles: readonly string[]): Promise<void> {
    await expect(this.rows.locator('.queue-title')).toHaveText([...titles])
  }
}
