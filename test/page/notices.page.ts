import type { ElectronApplication } from '@playwright/test'
import { bflStub } from '../support/services/bfl-stub.ts'
import { expect, test } from './support/test.ts'

const timeout = 60_000

/** What the program asked the system to show. */
interface Shown {
  readonly notices: { title: string; body: string }[]
  readonly bars: { value: number; mode: string | undefined }[]
}

/** Records what the system would show: a machine that runs the tests may not be able to show it. */
async function watchSystem(app: ElectronApplication): Promise<void> {
  await app.evaluate(async ({ BrowserWindow, Notification }) => {
    const shown: Shown & { last: Electron.Notification | null } = { notices: [], bars: [], last: null }
    Object.assign(globalThis, { shown })
    Notification.isSupported = () => true
    Notification.prototype.show = function show(this: Electron.Notification) {
      shown.notices.push({ title: this.title, body: this.body })
      shown.last = this
    }
    const [window] = BrowserWindow.getAllWindows()
    window!.setProgressBar = (value, options) => void shown.bars.push({ value, mode: options?.mode })
  })
}

const shownBy = (app: ElectronApplication): Promise<Shown> =>
  app.evaluate(async () => (globalThis as unknown as { shown: Shown }).shown)

test('long work that ends while the window is hidden shows a notification, and a click opens the result', async ({
  studio,
  form,
  startService,
  app,
  page,
}) => {
  const server = await startService(bflStub, 'waiting')
  await watchSystem(app)
  await form.fillIn('New image', { model: 'flux-2-pro', prompt: 'a secret garden' })
  const sent = server.nextSubmission()
  await form.generate.click()
  await sent
  await expect.poll(async () => (await shownBy(app)).bars.at(-1)?.mode).toMatch(/indeterminate|normal/)

  // Time passes while the window is hidden.
  await app.evaluate(async ({ BrowserWindow }) => {
    const realNow = performance.now.bind(performance)
    performance.now = () => realNow() + 25_000
    BrowserWindow.getAllWindows()[0]!.hide()
  })
  server.setScene('done')
  await expect.poll(async () => (await shownBy(app)).notices, { timeout }).toHaveLength(1)
  const { notices, bars } = await shownBy(app)
  expect(notices[0]!.title).toBe('Image ready')
  expect(notices[0]!.body).toMatch(/^(about |at least )?\$0\.\d+$/)
  expect(`${notices[0]!.title} ${notices[0]!.body}`).not.toContain('secret')
  expect(bars.at(-1)).toEqual({ value: -1, mode: 'none' })

  await app.evaluate(async () =>
    (globalThis as unknown as { shown: { last: Electron.Notification } }).shown.last.emit('click'),
  )
  const isVisible = () => app.evaluate(async ({ BrowserWindow }) => BrowserWindow.getAllWindows()[0]!.isVisible())
  await expect.poll(isVisible).toBe(true)
  await expect(studio.cards.first()).toHaveAttribute('aria-current', 'true')
  await expect(page.getByRole('alert')).toHaveCount(0)
})
