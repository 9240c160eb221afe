import { once } from 'node:events'
import { requestOf } from '../support/request-of.ts'
import { QueuePage } from './pages/queue-page.ts'
import { StudioPage } from './pages/studio-page.ts'
import { call, libraryIds } from './support/bridge.ts'
import { copyKnownHome, sampleCount } from './support/known-home.ts'
import { launch, quit, shutDown, startAgain, type Running } from './support/launch.ts'
import { answerMessageBox } from './support/native-dialogs.ts'
import { startServices } from './support/services.ts'
import { expect, test } from './support/test.ts'

/** As many requests as run at once, and one that waits for them. */
const asked = 5

const closeWindow = ({ app }: Running) =>
  app.evaluate(async ({ BrowserWindow }) => BrowserWindow.getAllWindows()[0]?.close()).catch(() => undefined)
const windowCount = ({ app }: Running) =>
  app.evaluate(async ({ BrowserWindow }) => BrowserWindow.getAllWindows().length)

/** Asks the program, as Windows does, whether the session may end. Returns whether it may. */
const logOut = ({ app }: Running, reason: string) =>
  app.evaluate(async ({ BrowserWindow }, why) => {
    const [window] = BrowserWindow.getAllWindows()
    let mayEnd = true
    window?.emit('query-session-end', { reasons: [why], preventDefault: () => void (mayEnd = false) })
    return mayEnd
  }, reason)

async function ask({ page }: Running, count: number): Promise<void> {
  const request = requestOf({ provider: 'openai', model: 'gpt-image-2', prompt: 'a boat' })
  for (let done = 0; done < count; done += 1) await call(page, 'jobs.generate', request)
}

test('closing asks while images are made: wait, go on without a window, or cancel them', async () => {
  let draw = () => {}
  const drawn = new Promise<void>((resolve) => (draw = resolve))
  const image = async () => {
    await drawn
    return Buffer.from(onePixel, 'base64')
  }
  const services = await startServices(['openai'], { image })
  const running = await launch({ home: await copyKnownHome(), env: { ...services.env, ...services.keyEnv } })
  try {
    await new StudioPage(running.page).canvas.ready()
    await ask(running, asked)
    const { submissions } = services.server('openai')
    await expect.poll(() => submissions().length).toBe(asked - 1)

    const shown = await answerMessageBox(running.app, 'Wait')
    await closeWindow(running)
    await expect
      .poll(shown)
      .toEqual([
        expect.stringMatching(
          /^5 images are being made\. Sent to OpenAI, and may be billed .*\$0\.\d+\nNot sent yet: \$0\./,
        ),
      ])
    expect(await windowCount(running)).toBe(1)

    // So does logging out, where the system asks first: Windows.
    const asksAtEnd = await answerMessageBox(running.app, 'Wait')
    expect(await logOut(running, 'critical')).toBe(true)
    expect(await logOut(running, 'logoff')).toBe(false)
    await expect.poll(asksAtEnd).toHaveLength(1)

    // A page that has crashed, or is loading after it, has nothing to save, but its images are being made.
    const crashed = await answerMessageBox(running.app, 'Keep working in the background')
    await running.app.evaluate(async ({ BrowserWindow }) => {
      const [window] = BrowserWindow.getAllWindows()
      window?.webContents.once('render-process-gone', () => window.close())
      window?.webContents.forcefullyCrashRenderer()
    })
    await expect.poll(() => windowCount(running)).toBe(0)
    expect(await crashed()).toHaveLength(1)
    // Nor is the program quit without its window.
    const unseen = await answerMessageBox(running.app, 'Wait')
    await running.app.evaluate(({ app }) => app.quit())
    await expect.poll(unseen).toHaveLength(1)
    expect(running.child.exitCode).toBeNull()
    // A second start shows the window again, with the same work.
    expect(await startAgain(running, [])).toBe(0)
    // The program has its window before the test is attached to its page.
    await expect.poll(() => running.app.windows().length).toBe(1)
    const page = running.app.windows()[0]!
    await new StudioPage(page).canvas.ready()
    expect((await call(page, 'queue.view', {})).entries).toHaveLength(asked)

    const ended = once(running.child, 'exit')
    await answerMessageBox(running.app, 'Keep working in the background')
    await closeWindow(running)
    await expect.poll(() => windowCount(running)).toBe(0)
    draw()
    // With the last image it ends by itself.
    await ended
    expect(submissions()).toHaveLength(asked)
  } finally {
    await quit(running)
  }
  const again = await launch({ home: running.home, env: { ...services.env, ...services.keyEnv } })
  try {
    await expect.poll(async () => (await libraryIds(again.page)).length).toBe(sampleCount + asked)
  } finally {
    await quit(again)
    await services.close()
  }
})

test('canceled at the close, nothing more is sent, then or after the next start', async () => {
  const services = await startServices(['openai'], { image: () => new Promise(() => undefined) })
  const env = { ...services.env, ...services.keyEnv }
  const running = await launch({ home: await copyKnownHome(), env })
  await new StudioPage(running.page).canvas.ready()
  await ask(running, asked)
  const { submissions } = services.server('openai')
  await expect.poll(() => submissions().length).toBe(asked - 1)
  await quit(running)
  const again = await launch({ home: running.home, env })
  try {
    await new StudioPage(again.page).canvas.ready()
    await call(again.page, 'queue.resume', { lane: null })
    expect((await call(again.page, 'queue.view', {})).entries).toEqual([])
    expect(submissions()).toHaveLength(asked - 1)
  } finally {
    await quit(again)
    await services.close()
  }
})

test('what was not sent at a shutdown or a kill waits after the start until it is sent with a click', async () => {
  const services = await startServices(['openai'])
  const env = { ...services.env, ...services.keyEnv }
  const home = await copyKnownHome()
  const { submissions } = services.server('openai')
  let running = await launch({ home, env })
  await new StudioPage(running.page).canvas.ready()
  await call(running.page, 'queue.pause', { lane: null })
  await ask(running, 2)
  await shutDown(running)

  running = await launch({ home, env })
  try {
    const { page } = running
    await new StudioPage(page).canvas.ready()
    const notice = page.getByText('2 images were not sent when Atelier closed.')
    await expect(notice).toBeVisible()
    await call(page, 'queue.resume', { lane: null })
    const queue = new QueuePage(page)
    await queue.open()
    await expect(queue.row('a boat').first()).toContainText('waits for you')
    expect(submissions()).toHaveLength(0)
    running.child.kill('SIGKILL')
    await once(running.child, 'exit')

    running = await launch({ home, env })
    await new StudioPage(running.page).canvas.ready()
    const send = running.page.getByRole('button', { name: /^Send 2 images · ≈ \$0\.\d+$/ })
    await expect(send).toBeVisible()
    expect(submissions()).toHaveLength(0)
    await send.click()
    await expect.poll(() => submissions().length).toBe(2)
    await expect.poll(async () => (await libraryIds(running.page)).length).toBe(sampleCount + 2)
    await expect(send).toHaveCount(0)
  } finally {
    await quit(running)
    await services.close()
  }
})

const onePixel = 'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg=='
