import type { Locator, Page } from '@playwright/test'
import { SettingsPage } from './settings-page.ts'

/** The Money page of the Settings. */
export class MoneyPage {
  readonly page: Page
  readonly today: Locator
  readonly chart: Locator
  readonly attempts: Locator
  readonly limits: Locator

  constructor(page: Page) {
    this.page = page
    this.today = page.getByRole('region', { name: 'Today' })
    this.chart = page.getByRole('img', { name: /^Bar chart of spending/ })
    this.limits = page.getByRole('region', { name: 'Limits' })
    this.attempts = page.getByRole('region', { name: 'Requests' }).getByRole('row')
  }

  async open(): Promise<void> {
    const settings = new SettingsPage(this.page)
    await settings.open()
    await settings.show('Money')
  }

  async choose(group: 'Period' | 'View' | 'If a run exceeds a limit', option: string): Promise<void> {
    const radio = this.page.getByRole('group', { name: group, exact: true }).getByRole('radio', { name: option })
    await radio.check({ force: true })
  }

  /** An empty text removes the limit. */
  async limit(what: 'Per run' | 'Per day' | 'Per month', usd: string): Promise<void> {
    const field = this.page.getByRole('textbox', { name: `${what}, $` })
    await field.fill(usd)
    await field.press('Enter')
  }

  async filter(by: 'Service' | 'Outcome' | 'Billed', option: string): Promise<void> {
    await this.page.getByRole('combobox', { name: by, exact: true }).selectOption(option)
  }
}
