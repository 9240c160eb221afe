import type { Locator, Page } from '@playwright/test'

export class ExportDialog {
  readonly dialog: Locator

  constructor(page: Page) {
    this.dialog = page.getByRole('dialog')
  }

  async chooseFormat(name: 'PNG' | 'JPEG' | 'WebP' | 'AVIF' | 'TIFF'): Promise<void> {
    await this.dialog.getByRole('radio', { name, exact: true }).check()
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
