import { mkdir, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { sharp } from '../../src/main/platform/pure/sharp.ts'
import { connectLocal } from '../../src/main/platform/network/local-socket.ts'
import { maskPng, photoPng } from '../support/small-images.ts'
import { GalleryPage } from './pages/gallery-page.ts'
import { connectByConfiguration } from './support/agent-client.ts'
import { buildMaskedResponse } from './support/answers.ts'
import { call } from './support/bridge.ts'
import { killAll } from './support/kill-all.ts'
import { launch, makeHome, quit } from './support/launch.ts'
import { startServices, type Services } from './support/services.ts'
import { expect, test } from './support/test.ts'

const size = { widthPx: 600, heightPx: 400 }
const count = 6

async function writePhotos(folder: string): Promise<string[]> {
  await mkdir(folder)
  await writeFile(join(folder, 'sky.png'), maskPng(size, { x: 40, y: 40, widthPx: 60, heightPx: 50 }))
  const paths: string[] = []
  for (let at = 0; at < count; at++) {
    const mark = { create: { width: 2, height: 2, channels: 3 as const, background: { r: 20 * at, g: 0, b: 0 } } }
    const path = join(folder, `photo-${at + 1}.png`)
    await sharp(photoPng(size))
      .composite([{ input: await sharp(mark).png().toBuffer(), left: 598, top: 398 }])
      .toFile(path)
    paths.push(path)
  }
  return paths
}

/** Until then, a program that connects would serve itself, without the window's environment. */
async function servesAgents(home: string): Promise<void> {
  const answers = async () => {
    const stream = await connectLocal(home)
    stream?.destroy()
    return stream !== null
  }
  await expect.poll(answers, { timeout: 60_000 }).toBe(true)
}

test(
  'after kill -9 nothing more is sent of a plan that an agent began, until it asks again',
  { tag: '@full' },
  async () => {
    test.setTimeout(240_000)
    let isHeld = true
    const services: Services = await startServices(['openai'], {
      image: () =>
        isHeld ? new Promise<never>(() => undefined) : buildMaskedResponse(services.server('openai'), 'keeps'),
    })
    const server = services.server('openai')
    const home = await makeHome()
    const images = await writePhotos(join(home, 'photos'))
    const agents = { folders: [join(home, 'photos')], perSessionUsd: null, perDayUsd: null }
    await writeFile(join(home, 'settings.json'), JSON.stringify({ version: 1, agents }))
    const env = { ...services.env, ...services.keyEnv }
    const running = await launch({ home, env })
    await servesAgents(home)
    const client = await connectByConfiguration(running, 'Helpful Agent')
    const mask = { file: join(home, 'photos', 'sky.png') }
    const plan = { steps: [{ name: 'Sky', mask, model: 'openai/gpt-image-2', prompt: 'a green sky' }] }
    const answer = client.callTool({ name: 'run_plan', arguments: { plan, images } }, { timeout: 120_000 })
    const lost = expect(answer).rejects.toThrow()
    await expect.poll(() => server.submissions().length, { timeout: 60_000 }).toBeGreaterThan(0)
    await Promise.all([killAll(running), lost])
    const sent = server.submissions().length
    expect(sent).toBeLessThan(count)

    isHeld = false
    const next = await launch({ home, env })
    const attempts = async () => (await call(next.page, 'ledger.list', { sinceDay: null, untilDay: null })).entries
    await servesAgents(home)
    const open = async () => {
      const { entries } = await call(next.page, 'queue.view', {})
      return entries.length + (await attempts()).filter(({ outcome }) => outcome === 'under-way').length
    }
    await expect.poll(open, { timeout: 60_000 }).toBe(0)
    // What was in the middle of being sent may be billed, in the agent's name; nobody has asked this program for the rest.
    // An attempt that the kill met before its request was marked as being sent cost nothing.
    const billed = await attempts()
    expect(billed.map(({ startedBy }) => startedBy)).toEqual(billed.map(() => 'agent'))
    expect(billed.filter((each) => each.billed === 'yes')).toEqual([])
    const mayBeBilled = billed.filter((each) => each.billed === 'unknown').length
    expect(mayBeBilled).toBeGreaterThanOrEqual(sent)
    const arrived = server.submissions().length
    expect(arrived).toBeLessThanOrEqual(mayBeBilled)
    const again = await connectByConfiguration(next, 'Helpful Agent')
    const made = await again.callTool({ name: 'run_plan', arguments: { plan, images } }, { timeout: 120_000 })
    expect(made.structuredContent).toMatchObject({ success: true })
    expect(server.submissions()).toHaveLength(arrived + count)
    const gallery = new GalleryPage(next.page)
    await gallery.open()
    await gallery.tile('photo-\\d – merge 2').first().click()
    const details = next.page.getByRole('complementary', { name: 'Information' })
    await expect(details).toContainText('Helpful Agent')
    await quit(next)
    await services.close()
    await rm(home, { recursive: true, force: true, maxRetries: 5 })
  },
)
