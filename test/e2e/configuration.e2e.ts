import { readFile, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { launch, makeHome, quit } from './support/launch.ts'
import { ModelsPage } from './pages/models-page.ts'
import { SettingsPage } from './pages/settings-page.ts'
import { StudioPage } from './pages/studio-page.ts'
import { expect, test } from './support/test.ts'

test('changes of the configuration file and of the settings are taken up while the window is open', async () => {
  const home = await makeHome()
  const yaml = (...lines: string[]) => writeFile(join(home, 'atelier.yaml'), `${lines.join('\n')}\n`)
  await yaml('settings:', '  theme: light', 'media:', '  providers:', '    openai: { enabled: false }')
  const running = await launch({ home })
  const { page } = running
  try {
    await new StudioPage(page).canvas.ready()
    const theme = () => running.app.evaluate(({ nativeTheme }) => nativeTheme.themeSource)
    await expect.poll(theme).toBe('light')
    const settingsPage = new SettingsPage(page)
    await settingsPage.open()
    await settingsPage.show('Appearance')
    await expect(page.getByText('Set by atelier.yaml')).toHaveCount(1)
    await page.getByRole('radio', { name: 'Dark', exact: true }).click()
    await expect(page.getByText('settings.theme: set in atelier.yaml. Change it there.')).toBeVisible()
    expect(await theme()).toBe('light')

    const models = new ModelsPage(page)
    await models.open()
    const toggle = models.card('OpenAI').getByRole('switch', { name: 'Enable OpenAI' })
    await expect(toggle).toBeDisabled()
    await expect(toggle).not.toBeChecked()
    await yaml('settings:', '  theme: dark', 'media:', '  providers:', '    openai: { default_size: "1024x1024" }')
    await expect(toggle).toBeChecked()
    await expect(toggle).toBeEnabled()
    await expect.poll(theme).toBe('dark')

    await yaml('settings:', '  theme: pink')
    await expect(page.getByText('settings.theme: must be one of system, dark, light').first()).toBeVisible()
    await expect(page.getByText('The values read before stay in use.').first()).toBeVisible()
    expect(await theme()).toBe('dark')
    await rm(join(home, 'atelier.yaml'))

    // Another program changes settings.json.
    const settingsFile = join(home, 'settings.json')
    const settings = JSON.parse(await readFile(settingsFile, 'utf8')) as object
    await writeFile(settingsFile, JSON.stringify({ ...settings, theme: 'light' }))
    await expect.poll(theme).toBe('light')
  } finally {
    await quit(running)
    await rm(home, { recursive: true, force: true })
  }
})
