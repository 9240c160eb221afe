import type { Locator, Page } from '@playwright/test'

/** The Models: a card for every provider. */
export class ModelsPage {
  readonly page: Page
  readonly cards: Locator
  readonly search: Locator
  /** The dialog of one model. */
  readonly details: Locator

  constructor(page: Page) {
    this.page = page
    this.cards = page.getByRole('article')
    this.details = page.locator('dialog.model-details')
    this.search = page.getByRole('textbox', { name: 'Search providers and models' })
  }

  async open(): Promise<void> {
    await this.page.keyboard.press('ControlOrMeta+4')
    await this.card('On this computer').waitFor()
  }

  card(label: string): Locator {
    return this.cards.and(this.page.getByRole('article', { name: label, exact: true }))
  }

  health(label: string): Locator {
    return this.card(label).getByRole('status', { name: `${label}:` })
  }

  models(label: string): Locator {
    return this.card(label)
      .getByRole('list', { name: `Models: ${label}` })
      .getByRole('listitem')
  }

  async openDetails(provider: string, model: string): Promise<void> {
    await this.card(provider).getByRole('button', { name: model, exact: true }).click()
    await this.details.waitFor()
  }

  async showOnly(filter: 'All' | 'Supports masks' | 'Free' | 'Supports seeds' | 'Ready'): Promise<void> {
    await this.page.getByRole('radio', { name: filter, exact: true }).check()
  }

  /** Types a key and saves it: in the keychain, or for the session where this computer has none. */
  async setKey(label: string, key: string): Promise<void> {
    const card = this.card(label)
    await card.getByLabel(`Key for ${label}`, { exact: true }).fill(key)
    await card.getByRole('button', { name: /^(Save|Keep for this session)$/ }).click()
    await card.getByText(/^set · /).waitFor()
  }

  /** Tests the connection with a free request. The card shows the response. */
  async test(label: string): Promise<void> {
    await this.card(label)
      .getByRole('button', { name: `Test ${label}` })
      .click()
  }

  async openSettings(label: string): Promise<void> {
    await this.card(label).getByText('Service settings', { exact: true }).click()
  }

  async setAddress(label: string, url: string): Promise<void> {
    const field = this.card(label).getByRole('textbox', { name: 'Service URL' })
    await field.fill(url)
    await field.press('Enter')
  }
}
