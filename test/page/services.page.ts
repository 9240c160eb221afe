import { rm } from 'node:fs/promises'
import { stubs } from '../support/services/all-stubs.ts'
import type { ServiceStub } from '../support/services/service-stub.ts'
import { GenerateForm } from '../e2e/pages/generate-form.ts'
import { ModelsPage } from '../e2e/pages/models-page.ts'
import { StudioPage } from '../e2e/pages/studio-page.ts'
import { call, libraryIds } from '../e2e/support/bridge.ts'
import { copyKnownHome } from '../e2e/support/known-home.ts'
import type { Running } from '../e2e/support/launch.ts'
import { launch, quit } from './support/launch.ts'
import { startServices, type Services } from '../e2e/support/services.ts'
import { isMyTurn } from '../support/turn.ts'
import { expect, test as base } from './support/test.ts'

const timeout = 60_000
const played = stubs.filter(({ id }) => id !== 'fake')
/** One that answers at once, one that is asked for its result, and one on this computer; the others in their turn. */
const tried = played.filter(({ id }) => ['openai', 'bfl', 'a1111'].includes(id) || isMyTurn(id))

interface Fixtures {
  readonly services: Services
  /** The program with the URL of every service on this computer, and without keys. */
  readonly program: Running
}

const test = base.extend<Fixtures>({
  services: async ({}, provide) => {
    const services = await startServices(played.map(({ id }) => id))
    await provide(services)
    await services.close()
  },
  program: async ({ services }, provide, info) => {
    const program = await launch({ home: await copyKnownHome(), env: { ...services.env } })
    await new StudioPage(program.page).canvas.ready()
    await provide(program)
    if (info.status !== info.expectedStatus) {
      await program.page.screenshot({ path: info.outputPath('window.png') }).catch(() => undefined)
    }
    // All tests share one keychain: the next test must find none of these keys.
    for (const { id } of played) await call(program.page, 'providers.deleteKey', { id }).catch(() => undefined)
    await quit(program)
    await rm(program.home, { recursive: true, force: true, maxRetries: 5 })
  },
})

async function labelOf({ page }: Running, { id }: ServiceStub): Promise<string> {
  const view = (await call(page, 'providers.list', {})).find((provider) => provider.id === id)
  return view!.label
}

test(`${tried.length} services take a key, pass their test and make an image`, async ({ program, services }) => {
  const { page } = program
  const models = new ModelsPage(page)
  const form = new GenerateForm(page)
  const studio = new StudioPage(page)
  await form.choose('New image')
  let cards = 0
  for (const stub of tried) {
    await test.step(stub.id, async () => {
      const label = await labelOf(program, stub)
      await models.open()
      await models.setKey(label, stub.goodKey)
      await models.test(label)
      await expect(models.health(label)).toContainText(/OK|Ready/, { timeout })
      expect(services.server(stub.id).submissions()).toEqual([])
      await page.keyboard.press('ControlOrMeta+1')
      await form.chooseModel(`${label} ${services.modelOf(stub.id)}`)
      await form.prompt.fill(`a lighthouse, by ${label}`)
      await form.generate.click()
      cards += 1
      await expect.poll(() => studio.cardCount()).toBe(cards)
      await expect(studio.cards.last()).toHaveAccessibleName(/done/, { timeout })
      expect(services.server(stub.id).submissions()).toHaveLength(1)
    })
  }
  const assets = await call(page, 'library.assets', { ids: await libraryIds(page) })
  const made = assets.filter(({ recipe }) => recipe.operation === 'generate')
  expect(made).toHaveLength(tried.length)
  expect(new Set(made.map(({ recipe }) => recipe.provider))).toEqual(new Set(tried.map(({ id }) => id)))
})

test('a refusal is shown, a running job is canceled, and another service is the fallback', async ({
  program,
  services,
}) => {
  const { page } = program
  const form = new GenerateForm(page)
  const studio = new StudioPage(page)
  const [openai, bfl, stability] = (['openai', 'bfl', 'stability'] as const).map((id) => services.server(id))
  for (const id of ['openai', 'bfl', 'stability'] as const) {
    await call(page, 'providers.setKey', { id, key: services.goodKey(id), keep: 'session' })
  }
  await form.choose('New image')

  await test.step('refused', async () => {
    openai!.setScene('refused:400-moderation-of-the-prompt')
    await form.chooseModel(`OpenAI ${services.modelOf('openai')}`)
    await form.prompt.fill('something that is not allowed')
    await form.generate.click()
    await expect(studio.cards.last()).toHaveAccessibleName(/refused/, { timeout })
    await expect(studio.cards.last()).toContainText('safety system')
    expect(openai!.submissions()).toHaveLength(1)
  })

  await test.step('canceled after sending', async () => {
    bfl!.setScene('waiting')
    await form.chooseModel(`Black Forest Labs ${services.modelOf('bfl')}`)
    const sent = bfl!.nextSubmission()
    await form.generate.click()
    await sent
    await expect(studio.cards).toHaveCount(2)
    await studio.cards.last().getByRole('button', { name: 'cancel' }).click()
    await expect(studio.cards.last()).toHaveAccessibleName(/canceled/, { timeout })
    await expect(studio.cards.last()).toContainText(/after (it was )?sen(t|ding)/i)
    expect(bfl!.submissions()).toHaveLength(1)
  })

  await test.step('fallback', async () => {
    const next = { provider: 'stability', model: services.modelOf('stability') } as const
    await call(page, 'settings.change', { fallback: { generate: [next], edit: [], variations: [] } })
    openai!.setScene('failed:401')
    await form.chooseModel(`OpenAI ${services.modelOf('openai')}`)
    await form.prompt.fill('a lighthouse')
    await form.generate.click()
    await expect(studio.cards).toHaveCount(3)
    await expect(studio.cards.last()).toHaveAccessibleName(/Stable Image Core.*done/, { timeout })
    await expect(studio.cards.last().getByRole('img', { name: /OpenAI/ })).toBeVisible()
    expect(stability!.submissions()).toHaveLength(1)
  })
})
