import { GenerateForm } from '../../pages/generate-form.ts'
import type { SoakWorld } from './soak-world.ts'

/** What hands do in the window: keys, pointer, panels and dialogs. */
export const windowOperations = {
  stroke: async ({ studio, page, below }) => {
    await goTo('1', page)
    await page.keyboard.press(below(3) === 0 ? 'n' : 'b')
    const from = { x: 20 + below(500), y: 20 + below(330) }
    await studio.canvas.stroke([from, { x: 20 + below(500), y: 20 + below(330) }])
  },
  undo: async ({ page, below }) => {
    await goTo('1', page)
    for (let step = below(4); step >= 0; step -= 1) await page.keyboard.press('ControlOrMeta+z')
    if (below(2) === 0) await page.keyboard.press('ControlOrMeta+Shift+z')
  },
  'change tool': async ({ page, pick }) => {
    await goTo('1', page)
    await page.keyboard.press(pick(['b', 'e', 'l', 'm', 'w', 'g', 'i', 'v', 'h', 'z']))
  },
  'change mask': async ({ page, pick }) => {
    await goTo('1', page)
    await page.keyboard.press(pick(['ControlOrMeta+i', 'ControlOrMeta+d', 'ControlOrMeta+Shift+d', '.', ',']))
  },
  'draw markup': async ({ studio, page, below }) => {
    await goTo('1', page)
    await page.keyboard.press('u')
    const from = { x: 40 + below(300), y: 40 + below(200) }
    await studio.canvas.stroke([from, { x: from.x + 90, y: from.y + 60 }])
    await page.keyboard.type('make this green')
    await page.keyboard.press('Escape')
    if (below(2) === 0) await page.keyboard.press('ControlOrMeta+z')
  },
  'open edit plan': async ({ page }) => {
    await goTo('1', page)
    await page.getByRole('button', { name: 'Edit plan…' }).click()
    await page.getByRole('dialog', { name: 'Edit plan' }).waitFor({ timeout: 5_000 })
    await page.keyboard.press('Escape')
  },
  'change place': ({ page, pick }) => goTo(pick(['1', '2', '3', '4', '5']), page),
  'fold panels': async ({ page }) => {
    await goTo('1', page)
    await page.keyboard.press('Tab')
    await page.keyboard.press('Tab')
  },
  'open palette': async ({ page, pick }) => {
    await page.keyboard.press('ControlOrMeta+k')
    await page.keyboard.type(pick(['mask', 'export', 'zoom', 'theme']))
    await page.keyboard.press('Escape')
  },
  'open help': async ({ page, pick }) => {
    await page.keyboard.press(pick(['F1', '?']))
    await page.getByRole('dialog').first().waitFor({ timeout: 5_000 })
    await page.keyboard.press('Escape')
  },
  'open model picker': async ({ page }) => {
    await goTo('1', page)
    const form = new GenerateForm(page)
    await form.openPicker()
    await page.keyboard.press('Escape')
  },
  'open export': async ({ page }) => {
    await goTo('1', page)
    await page.keyboard.press('ControlOrMeta+Shift+e')
    await page.getByRole('dialog').first().waitFor({ timeout: 5_000 })
    await page.keyboard.press('Escape')
  },
  'fill in window': async ({ page, studio, below }) => {
    await goTo('1', page)
    await page.keyboard.press('b')
    const from = { x: 60 + below(400), y: 60 + below(250) }
    await studio.canvas.stroke([from, { x: from.x + 20, y: from.y + 10 }])
    await page.keyboard.press('Shift+F5')
  },
  'write prompt': async ({ page, pick }) => {
    await goTo('1', page)
    const { prompt } = new GenerateForm(page)
    if (await prompt.isVisible()) await prompt.fill(pick(['a kite', 'rain, @', 'a {red|blue} boat', '']))
    await page.keyboard.press('Escape')
  },
  'search images': async ({ page, pick }) => {
    await goTo('2', page)
    const search = page.getByRole('combobox', { name: 'Search images' })
    await search.fill(pick(['coffee', 'rating:>2', 'today', 'taken:yesterday', '-nothing']))
    await search.press('Enter')
    await search.fill('')
    await search.press('Enter')
  },
  'open viewer': async ({ page }) => {
    await goTo('2', page)
    const tile = page.getByRole('listbox', { name: 'Images' }).getByRole('option').first()
    await tile.click()
    await page.keyboard.press('Enter')
    await page.keyboard.press('ArrowRight')
    await page.keyboard.press('Escape')
  },
  'change layout': async ({ page, pick }) => {
    await goTo('2', page)
    const layout = pick(['Grid', 'Justified rows', 'List'])
    await page.getByRole('toolbar', { name: 'View' }).getByRole('button', { name: layout, exact: true }).click()
  },
  'show settings': async ({ page, pick }) => {
    await goTo('5', page)
    const name = pick(['Keyboard', 'Appearance', 'Export', 'Money', 'Library', 'Storage', 'Agents'])
    await page.getByRole('navigation', { name: 'Settings' }).getByRole('button', { name }).click()
  },
  'open queue': async ({ page }) => {
    await page.keyboard.press('ControlOrMeta+j')
    await page.keyboard.press('Escape')
  },
  'zoom canvas': async ({ page, below }) => {
    await goTo('1', page)
    const box = await page.getByTestId('canvas-view').boundingBox()
    if (box === null) return
    await page.mouse.move(box.x + box.width / 2, box.y + box.height / 2)
    await page.mouse.wheel(0, below(2) === 0 ? 240 : -240)
    await page.keyboard.press('ControlOrMeta+0')
  },
} as const satisfies Readonly<Record<string, (world: Hands) => Promise<void>>>

export type Hands = SoakWorld & { readonly page: SoakWorld['running']['page'] }

/** Closes what is in front, and shows a place by its key. */
export async function goTo(number: string, page: Hands['page']): Promise<void> {
  await page.keyboard.press('Escape')
  await page.keyboard.press(`ControlOrMeta+${number}`)
}
