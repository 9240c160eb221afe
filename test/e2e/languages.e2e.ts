import { launch, quit } from './support/launch.ts'
import { copyKnownHome } from './support/known-home.ts'
import { StudioPage } from './pages/studio-page.ts'
import { expect, test } from './support/test.ts'

const german = { LANG: 'de_DE.UTF-8', LANGUAGE: 'de' }

test('starts in the language of the system', async () => {
  const running = await launch({ home: await copyKnownHome(), env: german })
  const { page, app } = running
  await new StudioPage(page).canvas.ready()
  await expect(page.locator('html')).toHaveAttribute('lang', 'de')
  const labels = await app.evaluate(async ({ Menu }) =>
    Menu.getApplicationMenu()!.items.flatMap(({ submenu }) => submenu?.items.map(({ label }) => label) ?? []),
  )
  expect(labels).toEqual(expect.arrayContaining(['Ausschneiden', 'Alles auswählen', 'Minimieren']))
  await quit(running)
})
