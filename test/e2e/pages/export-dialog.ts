import type { Locator, Page } from '@playwright/test'

export class ExportDialog {
  readonly dialog: Locator

  constructor(page: Page) {
    this.dialog = page.getByRole('dialog')
  }

  async choosePreset(label: string): Promise<void> {
    await this.dialog.getByRole('combobox', { name: 'Preset' }).selectOption({ label })
  }

  /** Expands a part of the details unless it is expanded. */
  async show(part: 'Image' | 'Metadata' | 'File name'): Promise<void> {
    const details = this.dialog.locator('details', { has: this.dialog.page().locator('summary', { hasText: part }) })
    if ((await details.getAttribute('open')) === null) await details.locator('summary').click()
  }

  async chooseFormat(name: 'PNG' | 'JPEG' | 'WebP' | 'AVIF' | 'TIFF' | 'Original'): Promise<void> {
    await this.show('Image')
    await this.dialog.getByRole('radio', { name, exact: true }).check({ force: true })
  }

  async submit(): Promise<void> {
    await this.dialog.getByRole('button', { name: 'Export', exact: true }).click()
  }

  /** Waits until the files are written and returns their paths. */
  async writtenPaths(): Promise<string[]> {
    await this.dialog.getByRole('button', { name: 'Done' }).waitFor()
    return this.dialog.getByRole('listitem').allInnerTexts()
  }

  async close(): Promise<void> {
    await this.dialog.getByRole('button', { name: 'Done' }).click()
    await this.dialog.waitFor({ state: 'detached' })
  }
}
