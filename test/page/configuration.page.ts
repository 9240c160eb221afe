import { readFile, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { makeHome } from '../e2e/support/launch.ts'
import { launch, quit } from './support/launch.ts'
import { ModelsPage } from '../e2e/pages/models-page.ts'
import { SettingsPage } from '../e2e/pages/settings-page.ts'
import { StudioPage } from '../e2e/pages/studio-page.ts'
import { expect, test } from './support/test.ts'

test('changes of the configuration file and of the settings are taken up while the window is open', async () => {
  const home = await makeHome()
  const yaml = (...lines: string[]) => writeFile(join(home, 'atelier.yaml'), `${lines.join('\n')}\n`)
  await yaml('settings:', '  theme: light', 'media:', '  providers:', '    openai: { enabled: false }')
  const running = await launch({ home })
  const { page } = running
  try {
    await new StudioPage(page).canvas.ready()
    const theme = () => running.app.evaluate(async ({ nativeTheme }) => nativeTheme.themeSource)
    await expect.poll(theme).toBe('light')
    const settingsPage = new SettingsPage(page)
    await settingsPage.open()
    await settingsPage.show('Appearance')
    await expect(page.getByText('Set by atelier.yaml')).toHaveCount(1)
    const dark = page.getByRole('radio', { name: 'Dark', exact: true })
    await expect(dark).toBeDisabled()
    await expect(page.getByRole('radio', { name: '110%' })).toBeEnabled()

    const models = new ModelsPage(page)
    await models.open()
    const toggle = models.card('OpenAI').getByRole('switch', { name: 'Enable OpenAI' })
    await expect(toggle).toBeDisabled()
    await expect(toggle).not.toBeChecked()
    await yaml('settings:', '  theme: dark', 'media:', '  providers:', '    openai: { default_size: "1024x1024" }')
    await expect(toggle).toBeChecked()
    await expect(toggle).toBeEnabled()
    await expect.poll(theme).toBe('dark')
    await yaml('settings:', '  ui_scale: 1')
    await settingsPage.open()
    await settingsPage.show('Appearance')
    await expect(dark).toBeEnabled()
    await expect(page.getByRole('radio', { name: '110%' })).toBeDisabled()
    await yaml('settings:', '  theme: dark')
    await expect(dark).toBeDisabled()

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

const everything = `settings:
  theme: dark
  contrast: high
  ui_scale: 1
  canvas_background: middle
  notifications: true
  keyboard: { preset: krita, overrides: {} }
  pen: { pressure_gamma: 1 }
  spending_limits: { per_day_usd: 5, over_limit: stop }
  export: { presets: [{ name: For my site, format: webp }] }
  external_editor: /usr/bin/true
  vision: { index_library: false }
media:
  safety: { content_filter: moderate, block_nsfw: true }
  fallback: { generate: [openai/gpt-image-2] }
`

interface DecidedPage {
  readonly name: Parameters<SettingsPage['show']>[0]
  readonly notes: number
  /** Controls that the file decides, and others beside them; by role and name. */
  readonly set: readonly (readonly ['button' | 'radio' | 'slider' | 'switch' | 'textbox', string])[]
  readonly free?: DecidedPage['set']
}

const decidedPages: readonly DecidedPage[] = [
  {
    name: 'Appearance',
    notes: 4,
    set: [
      ['radio', 'Light'],
      ['radio', 'High'],
      ['radio', '110%'],
      ['radio', 'Black'],
    ],
  },
  {
    name: 'Keyboard',
    notes: 1,
    set: [
      ['radio', 'Photoshop'],
      ['button', 'Change Ctrl+Z for Undo'],
      ['button', 'Reset all'],
    ],
    free: [['button', 'Edit as text…']],
  },
  { name: 'Tablet and touch', notes: 1, set: [['slider', 'Firmness']], free: [['slider', 'Minimum pressure']] },
  {
    name: 'Export',
    notes: 1,
    set: [
      ['button', 'New preset'],
      ['button', 'Duplicate'],
      ['button', 'Delete'],
      ['textbox', 'Name'],
    ],
  },
  {
    name: 'Money',
    notes: 1,
    set: [
      ['textbox', 'Per day, $'],
      ['radio', 'Ask me'],
    ],
    free: [
      ['textbox', 'Per run, $'],
      ['textbox', 'Per month, $'],
    ],
  },
  {
    name: 'Library',
    notes: 2,
    set: [
      ['switch', 'Analyze images in the background'],
      ['button', 'Choose app…'],
    ],
  },
  {
    name: 'Safety and notifications',
    notes: 3,
    set: [
      ['radio', 'Strict'],
      ['switch', 'Hide nudity'],
      ['switch', 'Notify me when long tasks finish'],
    ],
  },
]

test('settings that the file decides are disabled, and say so', async () => {
  const home = await makeHome()
  await writeFile(join(home, 'atelier.yaml'), everything)
  const running = await launch({ home })
  const { page } = running
  try {
    await new StudioPage(page).canvas.ready()
    const settings = new SettingsPage(page)
    await settings.open()
    for (const { name, notes, set, free = [] } of decidedPages) {
      await settings.show(name)
      if (name === 'Export') await page.getByRole('button', { name: /^For my site/ }).click()
      await expect(page.getByText('Set by atelier.yaml'), name).toHaveCount(notes)
      for (const [role, label] of set) await expect(page.getByRole(role, { name: label, exact: true })).toBeDisabled()
      for (const [role, label] of free) await expect(page.getByRole(role, { name: label, exact: true })).toBeEnabled()
    }
    await new ModelsPage(page).open()
    await expect(page.getByRole('combobox', { name: 'Add fallback: New image' })).toBeDisabled()
    await expect(page.getByRole('combobox', { name: 'Add fallback: Edit' })).toBeEnabled()
    await rm(join(home, 'atelier.yaml'))
    await expect(page.getByRole('combobox', { name: 'Add fallback: New image' })).toBeEnabled()
  } finally {
    await quit(running)
    await rm(home, { recursive: true, force: true })
  }
})
