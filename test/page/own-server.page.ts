import { sharp } from '../../src/main/platform/pure/sharp.ts'
import { openaiCompatibleStub } from '../support/services/openai-compatible-stub.ts'
import type { StubServer } from '../support/services/stub-server.ts'
import { QueuePage } from '../e2e/pages/queue-page.ts'
import { expect, test } from './support/test.ts'

const timeout = 60_000
const model = 'Your own server sdcpp:loaded'

const blackPng = async () =>
  Uint8Array.from(
    await sharp({ create: { width: 512, height: 512, channels: 3, background: '#000' } })
      .png()
      .toBuffer(),
  )

/** Resolves once the server has begun to draw. */
async function drawing(server: StubServer): Promise<void> {
  const polls = () => server.requests.filter(({ method, path }) => method === 'GET' && path.includes('/jobs/')).length
  await expect.poll(polls, { timeout }).toBeGreaterThan(1)
}

test('stable-diffusion.cpp: a cancel that waits for the server, a black image, and a server that stops', async ({
  form,
  studio,
  startService,
  page,
}) => {
  const queue = new QueuePage(page)
  const server = await startService(openaiCompatibleStub, 'waiting', { image: blackPng })
  await form.fillIn('New image', { model, prompt: 'a lighthouse' })

  await test.step('a canceled image is finished by the server first', async () => {
    await form.generate.click()
    await drawing(server)
    const first = studio.cards.first()
    await first.getByRole('button', { name: 'cancel' }).click()
    await expect(first).toContainText('the server finishes this image first')
    await expect(first).not.toHaveAccessibleName(/canceled/)
    await expect(first.getByRole('button', { name: 'cancel' })).toHaveCount(0)
    await form.prompt.fill('a pier')
    await form.generate.click()
    await expect(studio.cards).toHaveCount(2)
    await queue.open()
    await expect(queue.row('a lighthouse')).toContainText('can’t cancel')
    await expect(queue.panel).toContainText('finishing a canceled image')
    await expect(queue.row('a pier')).toContainText('next')
    expect(server.submissions()).toHaveLength(1)
    await page.keyboard.press('Escape')
    server.continueWith('done')
    await expect(first).toHaveAccessibleName(/canceled/, { timeout })
  })

  await test.step('a black image is kept, with a warning', async () => {
    const second = studio.cards.nth(1)
    await expect(second).toHaveAccessibleName(/done/, { timeout })
    expect(server.submissions()).toHaveLength(2)
    await expect(second.getByRole('img', { name: 'Warnings' })).toBeVisible()
    await second.hover()
    await second.getByRole('button', { name: 'Details' }).click()
    const details = page.getByRole('dialog', { name: 'Details' })
    await expect(details).toContainText('completely black')
    await expect(details).toContainText('--vae-tiling')
    await page.keyboard.press('Escape')
  })

  await test.step('a server that stops fails its image within seconds', async () => {
    server.setScene('waiting')
    const before = server.requests.length
    await form.generate.click()
    await expect(studio.cards).toHaveCount(3)
    await expect.poll(() => server.requests.slice(before).some(({ path }) => path.includes('/jobs/'))).toBe(true)
    await server.close()
    const third = studio.cards.nth(2)
    await expect(third).toHaveAccessibleName(/failed/, { timeout })
    await expect(third).toContainText(/has stopped: nothing responds at 127\.0\.0\.1/)
    await expect(third).toContainText('Start the server')
  })
})
