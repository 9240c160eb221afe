import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { ElectronApplication } from '@playwright/test'
import type { Language } from '../../src/shared/messages/languages.ts'
import { leaveRestoreWithoutFiles } from '../support/leave-restore-without-files.ts'
import { copyKnownHome } from './support/known-home.ts'
import { expectDialogTranslated, expectTranslated, translated, type Translated } from './support/languages.ts'
import { launch, makeHome, quit, type Running } from './support/launch.ts'
import { resizeTo } from './support/resize.ts'
import { StudioPage } from './pages/studio-page.ts'
import { expect, test } from './support/test.ts'

/** Expects the menu of the system in the language. */
async function expectMenuTranslated(app: ElectronApplication, language: Translated): Promise<void> {
  const labels = await app.evaluate(async ({ Menu }) =>
    Menu.getApplicationMenu()!.items.flatMap((item) =>
      [item, ...(item.submenu?.items ?? [])].map(({ label }) => label),
    ),
  )
  expect(labels).toEqual(expect.arrayContaining([language.of('Cut'), language.of('&File'), language.of('Export…')]))
  expect(labels.filter((label) => language.isEnglish(label))).toEqual([])
}

interface Expected {
  readonly language: Language
  /** Of the page. */
  readonly tag: string
}

/** Expects the Studio, the palette and the menu in the language, whole at 1280 × 800. */
async function expectWhole(running: Running, { language, tag }: Expected): Promise<void> {
  const { page, app } = running
  const texts = translated(language)
  await resizeTo(running, 1280, 800)
  await expect(page.locator('html')).toHaveAttribute('lang', tag)
  await new StudioPage(page).canvas.ready()
  await page.getByRole('button', { name: texts.of('Invert'), exact: true }).waitFor()
  await expectTranslated(page.locator('.shell'), texts)
  const fonts = await page.evaluate(() => getComputedStyle(document.body).fontFamily)
  expect(fonts.includes('Noto Sans CJK SC')).toBe(language === 'zh')
  await expectDialogTranslated(page, 'ControlOrMeta+k', texts)
  await expectMenuTranslated(app, texts)
}

const ofSystem = (locale: string, language: string) => ({ LANG: locale, LANGUAGE: language })

for (const { language, tag, env, name } of [
  // The second language of a system whose first one Atelier does not have.
  { language: 'de', tag: 'de', env: ofSystem('zh_TW.UTF-8', 'zh_TW:de'), name: 'German' },
  { language: 'ja', tag: 'ja', env: ofSystem('ja_JP.UTF-8', 'ja'), name: 'Japanese' },
  { language: 'es', tag: 'es', env: { ATELIER_LOCALE: 'es' }, name: 'Spanish' },
] as const) {
  test(`in ${name} the window starts, and the Studio and its menu are whole`, { tag: '@full' }, async () => {
    const running = await launch({ home: await copyKnownHome(), env })
    await expectWhole(running, { language, tag })
    await quit(running)
  })
}

// Its fonts are not those of the others.
test('in Simplified Chinese, which the file of a moved library sets, the window starts, reports what was not finished, and is whole', async () => {
  const home = await copyKnownHome()
  await writeFile(join(home, 'atelier.yaml'), 'settings:\n  theme: dark\n  language: zh\n')
  await leaveRestoreWithoutFiles(home)
  const chosen = await makeHome()
  await writeFile(join(chosen, 'moved-to.json'), JSON.stringify({ root: home }))
  const running = await launch({ home: chosen })
  const notice = translated('zh').of(
    'The unpacked backup is missing, so nothing was restored. The library is unchanged. Choose the backup again.',
  )
  await expect(running.page.getByText(notice)).toBeVisible()
  await expectWhole(running, { language: 'zh', tag: 'zh-CN' })
  await quit(running)
})

test('a language that is chosen in Settings applies after the restart offered there, and nothing painted is lost', async () => {
  const home = await copyKnownHome()
  const first = await launch({ home })
  const studio = new StudioPage(first.page)
  await studio.canvas.ready()
  await studio.canvas.stroke([
    { x: 350, y: 270 },
    { x: 375, y: 295 },
  ])
  await first.page.keyboard.press('ControlOrMeta+5')
  await first.page.getByRole('button', { name: 'Appearance' }).click()
  const choice = first.page.getByRole('group', { name: 'Language' })
  await expect(choice.getByRole('radio', { name: 'System' })).toBeChecked()
  const restart = first.page.getByRole('button', { name: 'Restart now' })
  await choice.getByRole('radio', { name: 'English' }).check({ force: true })
  await expect(restart).toHaveCount(0)
  await choice.getByRole('radio', { name: 'Français' }).check({ force: true })
  // The new program would be no child of the test: it starts one itself.
  await first.app.evaluate(async ({ app }) => {
    app.relaunch = () => process.stdout.write('relaunched\n')
  })
  const output: string[] = []
  first.child.stdout?.on('data', (chunk: Buffer) => output.push(chunk.toString()))
  const ended = new Promise((resolve) => first.child.once('exit', resolve))
  await restart.click()
  await ended
  expect(output.join('')).toContain('relaunched')

  const second = await launch({ home })
  const french = translated('fr')
  await expect(second.page.locator('html')).toHaveAttribute('lang', 'fr')
  await second.page.getByRole('button', { name: french.of('Appearance'), exact: true }).click()
  await expect(second.page.getByRole('radio', { name: 'Français' })).toBeChecked()
  await expect(second.page.getByRole('button', { name: french.of('Restart now') })).toHaveCount(0)
  await second.page.keyboard.press('ControlOrMeta+1')
  const painted = new StudioPage(second.page).canvas
  await painted.ready()
  expect((await painted.mask()).at(362, 282)).toBe(255)
  await quit(second)
})
