import type { Bridge } from '../../src/shared/contract/index.ts'
import { StudioPage } from './pages/studio-page.ts'
import { call } from './support/bridge.ts'
import { startOnce } from './support/shared-start.ts'
import { expect, test } from './support/test.ts'

// None of these changes anything in the program: what it refuses leaves no trace.
const running = startOnce()

test.beforeEach(async () => {
  await expect(new StudioPage(running().page).canvas.view).toBeVisible()
})

test('the window has no Node, and its web preferences are safe', async () => {
  const { page, app } = running()
  const found = await page.evaluate(() =>
    ['require', 'process', 'module', 'Buffer', 'global', '__dirname', 'electron'].filter((name) => name in globalThis),
  )
  expect(found).toEqual([])
  expect(
    await page.evaluate(() => Object.keys((globalThis as unknown as { bridge: object }).bridge).toSorted()),
  ).toEqual(['call', 'cancel', 'handlesOf', 'listen'])
  const preferences = await app.evaluate(async ({ BrowserWindow }) => {
    const [window] = BrowserWindow.getAllWindows()
    const contents = window?.webContents as unknown as { getLastWebPreferences(): Record<string, unknown> }
    return contents.getLastWebPreferences()
  })
  expect(preferences).toMatchObject({
    contextIsolation: true,
    nodeIntegration: false,
    sandbox: true,
    webSecurity: true,
    webviewTag: false,
  })
})

test('the content policy blocks remote requests, foreign frames and injected code', async () => {
  const blocked = await running().page.evaluate(async () => {
    const violations: string[] = []
    document.addEventListener('securitypolicyviolation', (event) => violations.push(event.effectiveDirective))
    const isRefused = (attempt: () => Promise<unknown>) =>
      attempt().then(
        () => false,
        () => true,
      )
    const image = new Image()
    image.src = 'https://example.com/a.png'
    const frame = document.createElement('iframe')
    frame.src = 'https://example.com'
    document.body.append(frame)
    const script = document.createElement('script')
    script.textContent = 'window.injected = true'
    document.head.append(script)
    const result = {
      fetch: await isRefused(() => fetch('https://example.com')),
      image: await isRefused(() => image.decode()),
      eval: await isRefused(
        // In a task of the page itself: the policy does not apply to what a debugger evaluates.
        () =>
          new Promise((done, fail) => {
            setTimeout(() => {
              try {
                done(Reflect.construct(Function, ['return 1']))
              } catch (thrown) {
                fail(thrown)
              }
            })
          }),
      ),
      worker: await isRefused(async () => new Worker('https://example.com/w.js')),
      script: !('injected' in window),
    }
    frame.remove()
    return { ...result, directives: [...new Set(violations)].toSorted() }
  })
  expect(blocked).toMatchObject({ fetch: true, image: true, eval: true, worker: true, script: true })
  expect(blocked.directives).toEqual(expect.arrayContaining(['connect-src', 'img-src', 'script-src-elem']))
})

test('permissions are denied', async () => {
  const denied = await running().page.evaluate(async () => {
    const isRefused = (attempt: () => Promise<unknown>) =>
      attempt().then(
        () => false,
        () => true,
      )
    return {
      camera: await isRefused(() => navigator.mediaDevices.getUserMedia({ video: true })),
      notifications: await Notification.requestPermission(),
      position: await isRefused(
        () => new Promise((done, fail) => navigator.geolocation.getCurrentPosition(done, fail)),
      ),
    }
  })
  expect(denied).toEqual({ camera: true, notifications: 'denied', position: true })
})

test('invalid calls to main are refused with a code, and main keeps running', async () => {
  const { page } = running()
  const junk: [unknown, unknown][] = [
    ['no.such.route', {}],
    [7, {}],
    ['library.changed', { ids: [], reason: 'updated' }],
    ['__proto__', {}],
    ['constructor', {}],
    ['library.assets', { ids: 'all' }],
    ['library.assets', { ids: ['../../etc/passwd'] }],
    ['library.children', null],
    ['canvas.saveMask', { id: 7, tiles: [{ column: -1, row: 99, deflated: 'x' }], settings: {} }],
    ['library.importFiles', { files: [] }],
    ['jobs.fill', {}],
    ['settings.change', { theme: 'neon' }],
  ]
  const codes = await page.evaluate(async (calls) => {
    const { bridge } = globalThis as unknown as { bridge: Bridge }
    const replies = await Promise.all(
      calls.map(([name, input]) => bridge.call(name as string, input, crypto.randomUUID())),
    )
    return replies.map((reply) => (reply.ok ? 'ok' : reply.error.code))
  }, junk)
  expect(codes).toEqual(junk.map(() => 'request/invalid'))
  expect((await call(page, 'app.info', {})).version).toMatch(/^\d/)
})

test('two calls cannot share an id, and what is no id cancels nothing', async () => {
  const { page, app } = running()
  // The first call waits for an answer that never comes.
  await app.evaluate(async ({ dialog }) => {
    dialog.showOpenDialog = () => new Promise(() => undefined)
  })
  const codes = await page.evaluate(async () => {
    const { bridge } = globalThis as unknown as { bridge: Bridge }
    const first = bridge.call('library.chooseAndImportFolder', {}, 'mine')
    const second = await bridge.call('app.info', {}, 'mine')
    bridge.cancel({} as string)
    const third = await bridge.call('app.info', {}, 'another')
    const isStillWaiting = (await Promise.race([first, Promise.resolve(null)])) === null
    bridge.cancel('mine')
    const replies = [second, third, await first]
    return [isStillWaiting, ...replies.map((reply) => (reply.ok ? 'ok' : reply.error.code))]
  })
  expect(codes).toEqual([true, 'request/invalid', 'ok', 'request/cancelled'])
})

test('asset URLs cannot escape the library', async () => {
  const statuses = await running().page.evaluate(async () => {
    const tries = ['../../atelier.db', '..%2F..%2Fatelier.db', '%2Fetc%2Fpasswd', 'nope/full']
    const responses = await Promise.all(
      tries.map((path) =>
        fetch(`asset://library/${path}`).then(
          (response) => response.ok,
          () => false,
        ),
      ),
    )
    return responses
  })
  expect(statuses).toEqual([false, false, false, false])
})

interface Navigations {
  navigations?: { readonly url: string; readonly isRefused: boolean }[]
}

// The last one: Playwright waits for the end of a navigation that was refused.
test('new windows and navigation are blocked', async () => {
  const { page, app } = running()
  const url = page.url()
  await app.evaluate(async ({ BrowserWindow }) => {
    const seen: Navigations['navigations'] = ((globalThis as Navigations).navigations = [])
    // After the program's own listener, which refuses.
    BrowserWindow.getAllWindows()[0]!.webContents.on('will-navigate', ({ url: to, defaultPrevented }) =>
      seen.push({ url: to, isRefused: defaultPrevented }),
    )
  })
  expect(await page.evaluate(() => window.open('https://example.com'))).toBeNull()
  // Chromium itself keeps pages from files, without an event; the next attempt comes after it.
  await page.evaluate(() => {
    const link = document.createElement('a')
    link.href = 'file:///etc/passwd'
    document.body.append(link)
    link.click()
    link.remove()
  })
  await page.evaluate(() => window.location.assign('https://example.com'))
  await expect
    .poll(() => app.evaluate(async () => (globalThis as Navigations).navigations))
    .toEqual([{ url: 'https://example.com/', isRefused: true }])
  expect(page.url()).toBe(url)
  expect(await app.evaluate(async ({ BrowserWindow }) => BrowserWindow.getAllWindows().length)).toBe(1)
})
