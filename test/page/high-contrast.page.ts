import type { Locator, Page } from '@playwright/test'
import { expectAccessible } from '../e2e/support/axe.ts'
import { call } from '../e2e/support/bridge.ts'
import { resizeTo } from '../e2e/support/resize.ts'
import { expect, test } from './support/test.ts'

const places = ['Gallery', 'Compare', 'Models', 'Settings', 'Studio'] as const

const styleOf = (element: Locator) =>
  element.evaluate((each) => {
    const { backgroundColor, boxShadow, outlineStyle, outlineWidth } = getComputedStyle(each)
    return { backgroundColor, boxShadow, outline: `${outlineWidth} ${outlineStyle}` }
  })

test('in high contrast, what is chosen, on or focused can be told from the rest', async ({ studio, page }) => {
  await studio.canvas.ready()
  await page.emulateMedia({ forcedColors: 'active' })
  const tool = (name: string) => page.getByRole('toolbar', { name: 'Tools' }).getByRole('button', { name, exact: true })
  await studio.selectTool('Lasso')
  const [chosen, other] = [await styleOf(tool('Lasso')), await styleOf(tool('Hand'))]
  expect(chosen.backgroundColor).not.toBe(other.backgroundColor)

  const choice = page.getByRole('radio', { name: 'Random' }).locator('xpath=following-sibling::span')
  const another = page.getByRole('radio', { name: 'Fixed' }).locator('xpath=following-sibling::span')
  expect((await styleOf(choice)).boxShadow).not.toBe((await styleOf(another)).boxShadow)

  const place = (name: string) => page.getByRole('navigation', { name: 'Main' }).getByRole('button', { name })
  expect((await styleOf(place('Studio'))).backgroundColor).not.toBe((await styleOf(place('Gallery'))).backgroundColor)
  await place('Gallery').focus()
  await page.keyboard.press('Tab')
  expect((await styleOf(page.locator(':focus-visible'))).outline).toMatch(/^[1-9]\d*px solid$/)

  // What a focused control shows over others can be put away (1.4.13).
  await tool('Lasso').focus()
  const tooltip = page.locator('.tooltip')
  await expect(tooltip).toContainText('Lasso')
  await page.keyboard.press('Control')
  await expect(tooltip).toHaveCount(0)
  await expect(tool('Lasso')).toBeFocused()
  await tool('Lasso').blur()
  // The pointer may move onto it, where it stays until the pointer leaves or Esc is pressed.
  for (const end of ['Escape', 'leave']) {
    await tool('Hand').hover()
    await expect(tooltip).toContainText('Hand')
    await tooltip.hover()
    // Another one takes longer to appear than this one to vanish elsewhere.
    await tool('Lasso').focus()
    await expect(tooltip.filter({ hasText: 'Lasso' })).toBeVisible()
    await tool('Lasso').blur()
    await expect(tooltip).toContainText('Hand')
    if (end === 'Escape') await page.keyboard.press('Escape')
    else await page.mouse.move(640, 400)
    await expect(tooltip).toHaveCount(0)
  }

  for (const name of places) {
    await place(name).click()
    await expectAccessible(page, `high contrast: ${name}`)
  }
})

test('with high contrast, as the system asks or by the setting, lines are strong and selections outlined', async ({
  studio,
  models,
  page,
}) => {
  const tokens = () =>
    page.evaluate(() => {
      const style = getComputedStyle(document.documentElement)
      return new Set(['--text', '--muted', '--faint', '--line'].map((name) => style.getPropertyValue(name))).size
    })
  await expect.poll(tokens).toBe(4)
  await page.emulateMedia({ contrast: 'more' })
  await expect.poll(tokens).toBe(1)
  await page.emulateMedia({ contrast: 'no-preference' })
  await expect.poll(tokens).toBe(4)

  await page.keyboard.press('ControlOrMeta+5')
  await page.getByRole('button', { name: 'Appearance', exact: true }).click()
  const contrast = page.getByRole('group', { name: 'Contrast' })
  await expect(contrast.getByRole('radio', { name: 'System' })).toBeChecked()
  await contrast.getByRole('radio', { name: 'High' }).check({ force: true })
  await expect.poll(tokens).toBe(1)
  for (const theme of ['dark', 'light'] as const) {
    await call(page, 'settings.change', { theme })
    await expect(page.locator('html')).toHaveAttribute('data-theme', theme)
    for (const name of places) {
      await page.getByRole('navigation', { name: 'Main' }).getByRole('button', { name, exact: true }).click()
      if (name === 'Models') await models.card('OpenAI').waitFor()
      if (name === 'Studio') await studio.canvas.ready()
      const { selected, fields } = await weakEdges(page)
      expect(selected, `${name}, ${theme}: selected without an outline`).toEqual([])
      expect(fields, `${name}, ${theme}: fields with a faint edge`).toEqual([])
    }
  }
})

/** Selected parts in sight without an outline in the color of the text, and fields without an edge in it. */
function weakEdges(page: Page): Promise<{ selected: string[]; fields: string[] }> {
  return page.evaluate(() => {
    const probe = document.body.appendChild(document.createElement('i'))
    probe.style.color = 'var(--text)'
    const strong = getComputedStyle(probe).color
    probe.remove()
    const inSight = (selector: string) =>
      [...document.querySelectorAll<HTMLElement>(selector)].filter((each) => each.checkVisibility())
    const states = '[aria-current]:not([aria-current="false"], .card), [aria-selected="true"], [aria-pressed="true"]'
    const isOutlined = (each: Element) => getComputedStyle(each).boxShadow.includes(strong)
    function hasEdge(field: HTMLElement): boolean {
      for (let at: HTMLElement | null = field; at !== null; at = at.parentElement) {
        const { borderBottomWidth, borderBottomColor } = getComputedStyle(at)
        if (Number.parseFloat(borderBottomWidth) > 0) return borderBottomColor === strong
      }
      return false
    }
    const nameOf = (each: Element) => each.outerHTML.slice(0, 120)
    return {
      selected: inSight(`${states}, .segmented input:checked + span`)
        .filter((each) => !isOutlined(each))
        .map(nameOf),
      fields: inSight('input[type="text"], textarea')
        .filter((each) => !hasEdge(each))
        .map(nameOf),
    }
  })
}

test('with reduced motion, nothing moves by itself', async ({ studio, page }) => {
  await page.emulateMedia({ reducedMotion: 'reduce' })
  await studio.canvas.ready()
  for (const keys of ['ControlOrMeta+k', 'F1', 'ControlOrMeta+j']) {
    await page.keyboard.press(keys)
    const moving = await page.evaluate(
      () =>
        document.getAnimations().filter(({ effect }) => Number(effect?.getComputedTiming().duration ?? 0) > 1).length,
    )
    expect(moving, keys).toBe(0)
    await page.keyboard.press('Escape')
  }
})

test('nothing overflows a window of 1280 × 800 at 200 %', async ({ running, studio, page }) => {
  await resizeTo(running, 1280, 800)
  await call(page, 'settings.change', { uiScale: 2 })
  await expect.poll(() => page.evaluate(() => window.innerWidth)).toBe(640)
  await studio.canvas.ready()
  for (const name of places) {
    await page.getByRole('navigation', { name: 'Main' }).getByRole('button', { name, exact: true }).click()
    const [content, visible] = await page.evaluate(() => [document.documentElement.scrollWidth, window.innerWidth])
    expect(content, name).toBe(visible)
  }
  for (const keys of ['ControlOrMeta+k', 'F1', 'ControlOrMeta+Shift+e', 'ControlOrMeta+j']) {
    await page.keyboard.press(keys)
    await expectInside(page.getByRole('dialog').last(), keys)
    await page.keyboard.press('Escape')
    await expect(page.getByRole('dialog')).toHaveCount(0)
  }
  // Its entries do not fit: it scrolls, and the last can be reached.
  await page.getByRole('navigation', { name: 'Main' }).getByRole('button', { name: 'Gallery' }).click()
  await page.getByRole('listbox', { name: 'Images' }).getByRole('option').first().click({ button: 'right' })
  const menu = page.getByRole('menu')
  await expectInside(menu, 'menu')
  expect(await menu.evaluate((each) => each.scrollHeight > each.clientHeight)).toBe(true)
  await page.keyboard.press('End')
  await expect(menu.getByRole('menuitem').last()).toBeFocused()
  await expectInside(menu.getByRole('menuitem').last(), 'the last entry')
})

async function expectInside(part: Locator, name: string): Promise<void> {
  await part.waitFor()
  await expect(async () => {
    const beyond = await part.evaluate((each) => {
      const { left, top, right, bottom } = each.getBoundingClientRect()
      return Math.max(-left, -top, right - window.innerWidth, bottom - window.innerHeight)
    })
    expect(beyond, name).toBeLessThanOrEqual(1)
  }).toPass()
}
