import { mkdir, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import sharp from 'sharp'
import { maskPng, photoPng } from '../support/small-images.ts'
import { GalleryPage } from './pages/gallery-page.ts'
import { connectByConfiguration } from './support/agent-client.ts'
import { buildMaskedResponse } from './support/answers.ts'
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

test('a plan that an agent began goes on in the window after kill -9, in its name, and sends nothing twice', async ({}, info) => {
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
  const client = await connectByConfiguration(running, 'Helpful Agent')
  const mask = { file: join(home, 'photos', 'sky.png') }
  const plan = { steps: [{ name: 'Sky', mask, model: 'openai/gpt-image-2', prompt: 'a green sky' }] }
  const answer = client.callTool({ name: 'run_plan', arguments: { plan, images } }, { timeout: 120_000 })
  const lost = expect(answer).rejects.toThrow()
  await expect.poll(() => server.submissions().length, { timeout: 60_000 }).toBeGreaterThan(0)
  const { child } = running
  const ended = new Promise((resolve) => child.once('exit', resolve))
  process.kill(-child.pid!, 'SIGKILL')
  await Promise.all([ended, lost])
  const sent = server.submissions().length
  expect(sent).toBeLessThan(count)

  isHeld = false
  const next = await launch({ home, env })
  // What was in the middle of being sent may be billed; everything else is made without anybody's call.
  await expect.poll(() => server.submissions().length, { timeout: 60_000 }).toBe(count)
  const gallery = new GalleryPage(next.page)
  await gallery.open()
  const made = gallery.tiles.filter({ hasText: 'a green sky' })
  await expect.poll(() => made.count(), { timeout: 60_000 }).toBeGreaterThanOrEqual(1)
  await made.first().click()
  const details = next.page.getByRole('complementary', { name: 'Information' })
  await expect(details).toContainText('Helpful Agent')
  await next.page.screenshot({ path: info.outputPath('agent-plan.png') })
  expect(server.submissions()).toHaveLength(count)
  await quit(next)
  await services.close()
  await rm(home, { recursive: true, force: true, maxRetries: 5 })
})
