import type { Locator, Page } from '@playwright/test'

/** The dialog that sets up a grid, and a grid in Compare. */
export class GridPage {
  readonly page: Page
  readonly dialog: Locator
  readonly make: Locator
  readonly cells: Locator
  readonly grid: Locator

  constructor(page: Page) {
    this.page = page
    this.dialog = page.getByRole('dialog', { name: 'Grid', exact: true })
    this.make = this.dialog.getByRole('button', { name: /^Make/ })
    this.grid = page.getByRole('grid', { name: 'Grid' })
    this.cells = this.grid.getByRole('gridcell')
  }

  axis(label: 'X: columns' | 'Y: rows' | 'Z: pages'): Locator {
    return this.dialog.getByRole('region', { name: label })
  }

  async vary(label: 'X: columns' | 'Y: rows' | 'Z: pages', variable: string): Promise<Locator> {
    const axis = this.axis(label)
    await axis.getByRole('combobox', { name: 'Variable' }).selectOption(variable)
    return axis
  }

  cell(position: string | RegExp): Locator {
    return this.grid.getByRole('gridcell', { name: position })
  }

  /** Shows the cells of a state: "done", "Waiting" … */
  inState(state: string): Locator {
    return this.grid.getByRole('gridcell', { name: new RegExp(`: ${state}(?: |$)`) })
  }
}
