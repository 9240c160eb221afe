import type { Locator, Page } from '@playwright/test'

/** What models are worth, in Compare. */
export class ValuePage {
  readonly page: Page
  readonly view: Locator
  readonly rows: Locator

  constructor(page: Page) {
    this.page = page
    this.view = page.getByRole('region', { name: 'Value', exact: true })
    this.rows = this.view.getByRole('table', { name: 'Models' }).getByRole('rowheader')
  }

  /** By keys. */
  async open(): Promise<void> {
    await this.page.keyboard.press('ControlOrMeta+3')
    await this.page.getByRole('region', { name: 'Compared images' }).waitFor()
    await this.page.keyboard.press('Shift+V')
    await this.view.waitFor()
  }

  row(model: string): Locator {
    return this.view.getByRole('row').filter({ has: this.page.getByRole('rowheader', { name: model }) })
  }

  /** A model in the chart. */
  point(model: string): Locator {
    return this.view.getByRole('img', { name: new RegExp(`^${model}: rating `) })
  }

  suggestion(purpose: 'drafts' | 'finals'): Locator {
    const name = purpose === 'drafts' ? 'Good enough for drafts' : 'Worth it for finals'
    return this.view.getByRole('region', { name })
  }

  async filter(by: 'Task' | 'Tag' | 'Period', option: string): Promise<void> {
    await this.view.getByRole('combobox', { name: by, exact: true }).selectOption(option)
  }
}
