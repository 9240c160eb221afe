import { expect, type Locator, type Page } from '@playwright/test'

/** The live canvas: its button, its frames and its panel. */
export class LivePage {
  readonly page: Page
  readonly turnOn: Locator
  readonly panel: Locator
  readonly frame: Locator
  readonly pane: Locator
  readonly status: Locator
  readonly anyway: Locator

  constructor(page: Page) {
    this.page = page
    this.turnOn = page.getByRole('button', { name: 'Turn on live canvas' })
    this.panel = page.locator('.studio-right').getByRole('region', { name: 'Live canvas' })
    this.pane = page.getByRole('region', { name: 'Live view' })
    this.frame = page.getByRole('img', { name: 'Live frame' })
    this.anyway = this.panel.getByRole('button', { name: 'Turn on anyway' })
    this.status = this.panel.getByRole('status')
  }

  /** Number of the frame that is shown; 0 = none. */
  async number(): Promise<number> {
    if ((await this.frame.count()) === 0) return 0
    return Number(await this.frame.getAttribute('data-number'))
  }

  /** Asks it to go on where this computer draws less than one frame a second, which turns it off. */
  async stayOn(): Promise<void> {
    if (await this.anyway.isVisible()) await this.anyway.click()
  }

  /** Waits for a newer frame than this one; returns its number. */
  async newer(than: number): Promise<number> {
    await expect
      .poll(
        async () => {
          await this.stayOn()
          return this.number()
        },
        { timeout: 60_000 },
      )
      .toBeGreaterThan(than)
    return this.number()
  }

  /** Waits until its status is this text, or matches, however slow this computer is. */
  async says(text: string | RegExp): Promise<void> {
    const status = async () => {
      await this.stayOn()
      return this.status.textContent()
    }
    await expect
      .poll(status, { timeout: 60_000 })
      .toEqual(typeof text === 'string' ? text : expect.stringMatching(text))
  }

  /** Waits until no frame is on its way; returns the number of the last one. */
  async settled(): Promise<number> {
    let last = -1
    await expect
      .poll(
        async () => {
          const before = last
          last = await this.number()
          return before === last && (await this.frame.getAttribute('aria-busy')) === 'false'
        },
        { intervals: [600], timeout: 60_000 },
      )
      .toBe(true)
    return last
  }

  /** Red, green and blue of the frame at a place, from 0 to 1 across and down. */
  async colorAt(across: number, down: number): Promise<number[]> {
    return this.frame.evaluate(
      (canvas, at) => {
        if (!(canvas instanceof HTMLCanvasElement)) throw new Error('no frame')
        const context = canvas.getContext('2d')
        const [x, y] = [Math.floor(at.across * canvas.width), Math.floor(at.down * canvas.height)]
        return [...(context?.getImageData(x, y, 1, 1).data ?? [])].slice(0, 3)
      },
      { across, down },
    )
  }
}
