import type { Locator, Page } from '@playwright/test'

/** The form for new pictures, edits and variations. */
export class MakeForm {
  readonly page: Page
  readonly prompt: Locator
  /** "Generate · $0.05 · about 14 s" */
  readonly generate: Locator
  /** The chosen model. */
  readonly model: Locator
  /** What the model does otherwise than asked, before the click. */
  readonly notes: Locator

  constructor(page: Page) {
    this.page = page
    this.prompt = page.getByRole('textbox', { name: 'Prompt', exact: true })
    this.generate = page.getByRole('button', { name: /^Generate/ })
    this.model = page.getByRole('region', { name: 'Model', exact: true }).getByRole('button')
    this.notes = page.getByRole('list', { name: 'Otherwise than asked' })
  }

  async choose(task: 'Fill' | 'New picture' | 'Edit' | 'Variations'): Promise<void> {
    await this.page.getByRole('radio', { name: task, exact: true }).check()
  }

  /** Looks a model up in the picker and takes the first that is found. */
  async chooseModel(search: string): Promise<void> {
    await this.openPicker()
    await this.page.getByRole('combobox', { name: 'Search models' }).fill(search)
    await this.page.keyboard.press('Enter')
    await this.page.getByRole('dialog', { name: 'Models' }).waitFor({ state: 'detached' })
  }

  async openPicker(): Promise<Locator> {
    await this.model.click()
    const picker = this.page.getByRole('dialog', { name: 'Models' })
    await picker.waitFor()
    return picker
  }

  async setCount(n: 1 | 2 | 3 | 4): Promise<void> {
    await this.page
      .getByRole('group', { name: 'How many results' })
      .getByRole('radio', { name: String(n) })
      .check()
  }

  /** What keeps it from being sent. */
  obstacle(text: string): Locator {
    return this.page.getByText(text)
  }
}
