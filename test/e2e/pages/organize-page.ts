import type { Locator, Page } from '@playwright/test'

/** What surrounds the images of the Gallery: search, facets, collections, annotations. */
export class OrganizePage {
  readonly page: Page
  readonly search: Locator
  readonly tree: Locator
  readonly marks: Locator
  readonly bulk: Locator

  constructor(page: Page) {
    this.page = page
    this.search = page.getByRole('combobox', { name: 'Search images' })
    this.tree = page.getByRole('tree', { name: 'Collections' })
    this.marks = page.getByRole('complementary', { name: 'Information' }).getByRole('region', { name: 'Annotations' })
    this.bulk = page.getByRole('toolbar', { name: 'Selected images' })
  }

  /** How many images are shown. */
  count(): Locator {
    return this.page.locator('.gallery-count')
  }

  async find(query: string): Promise<void> {
    await this.page.keyboard.press('ControlOrMeta+f')
    await this.search.fill(query)
    await this.search.press('Enter')
  }

  facet(title: string, value: string | RegExp): Locator {
    return this.page.getByRole('region', { name: title, exact: true }).getByRole('button', { name: value })
  }

  collection(name: string): Locator {
    return this.tree.getByRole('treeitem', { name: new RegExp(`^${name},`) })
  }

  /** Creates a collection or folder with the button, and types its name into the tree. */
  async make(kind: 'New collection' | 'New folder', name: string): Promise<void> {
    await this.page.getByRole('region', { name: 'Collections' }).getByRole('button', { name: 'New collection' }).click()
    await this.page.getByRole('dialog', { name: 'New collection' }).getByRole('button', { name: kind }).click()
    const field = this.page.getByRole('textbox', { name: 'Collection name' })
    await field.fill(name)
    await field.press('Enter')
    await this.collection(name).waitFor()
  }
}
