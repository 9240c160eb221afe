import type { Locator, Page } from '@playwright/test'

/** The Settings, mainly the keyboard shortcuts. */
export class SettingsPage {
  readonly page: Page
  readonly search: Locator
  readonly rows: Locator

  constructor(page: Page) {
    this.page = page
    this.search = page.getByRole('textbox', { name: 'Search commands and shortcuts' })
    this.rows = page.locator('.key-row')
  }

  async open(): Promise<void> {
    await this.page.getByRole('navigation', { name: 'Main' }).getByRole('button', { name: 'Settings' }).click()
    await this.page.getByRole('heading', { name: 'Settings' }).waitFor()
  }

  async show(
    page:
      | 'Keyboard'
      | 'Tablet and touch'
      | 'Appearance'
      | 'Export'
      | 'Money'
      | 'Library'
      | 'Storage'
      | 'Agents'
      | 'Safety and notifications'
      | 'Updates',
  ): Promise<void> {
    await this.page.getByRole('navigation', { name: 'Settings' }).getByRole('button', { name: page }).click()
    await this.page.getByRole('heading', { name: page, level: 2 }).waitFor()
  }

  /** The row of a command. */
  row(label: string): Locator {
    return this.rows.filter({ has: this.page.getByText(label, { exact: true }) })
  }

  /** The shortcuts of a command as they are shown: `Ctrl+Z`. */
  async keysOf(label: string): Promise<string[]> {
    const buttons = this.row(label).getByRole('button', { name: /^Change / })
    const names = await buttons.evaluateAll((all) =>
      all.map((button) => button.querySelector('.visually-hidden')?.textContent ?? ''),
    )
    return names.map((name) => name.slice('Change '.length, -` for ${label}`.length))
  }

  /** Replaces one shortcut of a command by another. */
  async change(label: string, from: string, to: string): Promise<void> {
    await this.page.getByRole('button', { name: `Change ${from} for ${label}`, exact: true }).click()
    await this.page.getByRole('button', { name: /press a shortcut/ }).waitFor()
    await this.page.keyboard.press(to)
  }

  async choosePreset(name: 'Atelier' | 'Photoshop' | 'Krita' | 'InvokeAI'): Promise<void> {
    await this.page.getByRole('group', { name: 'Shortcut preset' }).getByRole('radio', { name }).check({ force: true })
  }

  async showOnly(filter: RegExp): Promise<void> {
    await this.page.getByRole('group', { name: 'Show' }).getByRole('radio', { name: filter }).check({ force: true })
  }
}
