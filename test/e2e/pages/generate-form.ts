import type { Locator, Page } from '@playwright/test'

/** The tasks, by the labels of their buttons. */
export type TaskLabel = 'Fill' | 'Add' | 'Remove' | 'Background' | 'Expand' | 'Whole image' | 'New image' | 'Variations'

/** The form that starts a run. */
export class GenerateForm {
  readonly page: Page
  readonly prompt: Locator
  /** "Generate 4 images · $0.05 · about 14 s" */
  readonly generate: Locator
  /** The rows of the selected models. */
  readonly models: Locator
  /** Warnings of the models. */
  readonly notes: Locator

  constructor(page: Page) {
    this.page = page
    this.prompt = page.getByRole('textbox', { name: 'Prompt', exact: true })
    this.generate = page.getByRole('button', { name: /^Generate/ })
    this.models = page.getByRole('list', { name: 'Models', exact: true })
    this.notes = page.getByRole('list', { name: /^Notes for / })
  }

  async choose(task: TaskLabel): Promise<void> {
    await this.page.getByRole('radio', { name: task, exact: true }).check()
  }

  async fillIn(task: TaskLabel, { model, prompt }: { model?: string; prompt?: string }): Promise<void> {
    await this.choose(task)
    if (model !== undefined) await this.chooseModel(model)
    if (prompt !== undefined) await this.prompt.fill(prompt)
  }

  /** The checkbox of a model. */
  tick(name: string | RegExp): Locator {
    return this.models.getByRole('checkbox', { name, ...(typeof name === 'string' && { exact: true }) })
  }

  /** Searches for a model in the picker and uses only the first that is found. */
  async chooseModel(search: string): Promise<void> {
    await this.openPicker()
    await this.page.getByRole('combobox', { name: 'Search models' }).fill(search)
    await this.page.keyboard.press('Shift+Enter')
    await this.page.getByRole('dialog', { name: 'Models' }).waitFor({ state: 'detached' })
  }

  /** Searches for a model in the picker and selects the first that is found beside the others. */
  async addModel(search: string): Promise<void> {
    const picker = await this.openPicker()
    await this.page.getByRole('combobox', { name: 'Search models' }).fill(search)
    await this.page.keyboard.press('Enter')
    await this.page.keyboard.press('Escape')
    await picker.waitFor({ state: 'detached' })
  }

  async openPicker(): Promise<Locator> {
    const picker = this.page.getByRole('dialog', { name: 'Models' })
    if (await picker.isHidden()) {
      await this.page.getByRole('button', { name: /^(More models|Choose model)$/ }).click()
    }
    await picker.waitFor()
    return picker
  }

  async setCount(n: 1 | 2 | 3 | 4): Promise<void> {
    await this.page
      .getByRole('group', { name: 'Number of results' })
      .getByRole('radio', { name: String(n) })
      .check()
  }

  /** The text beside Generate that says why it is disabled. */
  disabledReason(text: string | RegExp): Locator {
    return this.page.getByText(text)
  }
}
