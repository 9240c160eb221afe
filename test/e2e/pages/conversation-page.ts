import type { Locator, Page } from '@playwright/test'

/** The conversation beside an open image. */
export class ConversationPage {
  readonly page: Page
  readonly panel: Locator
  readonly steps: Locator
  readonly words: Locator
  readonly send: Locator
  readonly model: Locator
  readonly undo: Locator
  readonly redo: Locator

  constructor(page: Page) {
    this.page = page
    this.panel = page.getByRole('region', { name: 'Conversation' })
    this.steps = this.panel.locator('.conversation-step')
    this.words = this.panel.getByRole('textbox', { name: 'What to change' })
    this.send = this.panel.getByRole('button', { name: /^Send/ })
    this.model = this.panel.getByRole('button', { name: /^Model: / })
    this.undo = this.panel.getByRole('button', { name: 'Undo step' })
    this.redo = this.panel.getByRole('button', { name: 'Redo step' })
  }

  /** From the image that is shown in the Studio. */
  async open(): Promise<void> {
    await this.page.getByRole('button', { name: 'Continue in words…' }).click()
    await this.words.waitFor()
  }

  async chooseModel(search: string): Promise<void> {
    await this.model.click()
    await this.pickModel(search)
  }

  /** In the picker, which is open. */
  async pickModel(search: string): Promise<void> {
    const picker = this.page.getByRole('dialog', { name: 'Choose model' })
    await picker.getByRole('combobox').fill(search)
    await this.page.keyboard.press('Enter')
    await picker.waitFor({ state: 'detached' })
  }

  step(words: string): Locator {
    return this.steps.filter({ hasText: words })
  }

  actionsOf(words: string): Locator {
    return this.step(words).getByRole('button', { name: `Actions for “${words}”` })
  }

  /** Opens the menu of a step and runs an entry, of its submenu if one is named. */
  async run(words: string, entry: string, inMenu?: string): Promise<void> {
    await this.actionsOf(words).click()
    if (inMenu !== undefined) {
      await this.page.getByRole('menuitem', { name: inMenu }).click()
    }
    await this.page.getByRole('menuitem', { name: entry, exact: true }).click()
  }
}
