import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { isFull } from '../support/turn.ts'
import { call } from './support/bridge.ts'
import { makeFuzzSamples } from './support/fuzz-samples.ts'
import { fuzz } from './support/fuzz.ts'
import { launch, quit } from './support/launch.ts'
import { answerMessageBox, answerOpenDialog, answerSaveDialog } from './support/native-dialogs.ts'
import { expect, test } from './support/test.ts'

const secret = 'sk-fuzzed-0123456789-ab12'
/** Ten thousand in `npm run test:full`. */
const callCount = isFull ? 10_000 : 5_000

test(
  `${callCount} random calls over every route: no bug, no key, no harm`,
  { tag: '@full' },
  async ({ studio, running }) => {
    test.slow()
    const { app, page, home } = running
    await studio.canvas.ready()
    await call(page, 'providers.setKey', { id: 'openai', key: secret, keep: 'session' })
    // Nothing leaves this computer, and nobody answers a question.
    await app.evaluate(async ({ session, shell }) => {
      await session.fromPartition('atelier-services').setProxy({ proxyRules: '127.0.0.1:9' })
      shell.openPath = () => Promise.resolve('')
      shell.openExternal = () => Promise.resolve()
      shell.showItemInFolder = () => undefined
    })
    await answerMessageBox(app, 'Cancel')
    const picked = await mkdtemp(join(tmpdir(), 'atelier-picked-'))
    const samples = await makeFuzzSamples(running, picked)
    await answerOpenDialog(app, null)
    await answerSaveDialog(app, null)
    const report = await fuzz(page, { samples, count: callCount, seed: 20_261_126, secret })
    expect(report.findings).toEqual([])
    expect(report.calls).toBe(callCount)
    // Some of the calls did what they say: the changed ones alone would prove little.
    expect(report.codes['ok']).toBeGreaterThan(callCount / 5)
    expect(report.codes['request/invalid']).toBeGreaterThan(callCount / 5)
    // Every route was reached past the schema of its input, and nearly all that take fields with changed ones.
    const reached = samples.map(([route, input]) => ({ route, input: input as object, ...report.reached[route]! }))
    expect(reached.filter(({ all }) => all === 0).map(({ route }) => route)).toEqual([])
    const withFields = reached.filter(({ input }) => Object.keys(input).length > 0)
    expect(withFields.filter(({ changed }) => changed > 0).length).toBeGreaterThan(withFields.length * 0.9)
    expect(reached.reduce((sum, { changed }) => sum + changed, 0)).toBeGreaterThan(callCount / 5)
    await quit(running)

    const restarted = await launch({ home })
    try {
      expect((await call(restarted.page, 'settings.get', {})).version).toBe(1)
      expect(await call(restarted.page, 'storage.verify', {})).toMatchObject({ problems: [], isDatabaseSound: true })
    } finally {
      await quit(restarted)
      for (const folder of [home, picked]) await rm(folder, { recursive: true, force: true, maxRetries: 5 })
    }
  },
)
